// Debian's Chromium without a window: with a folder that is thrown away, and without errands of its own on the network.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'
import { runProgram, type Toolchain } from '../toolchains.ts'

/** A folder for each browser that runs, named after the process that it works for: with its profile and all else that it writes. */
const folders = fileURLToPath(new URL('../../../.cache/clients/chromium/', import.meta.url))

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Chromium extends AsyncDisposable {
  browser: Browser
}

export interface ChromiumOptions {
  /** Further ones of the program. */
  flags?: readonly string[]
  /** Whether a page of the first context, that of the profile, may have the cookies of other sites sent. Default false, as Debian has it. */
  thirdPartyCookies?: boolean
}

/**
 * Starts the browser. It ends with this process, however that ends; its folder goes with it, or, when this process was killed, as
 * soon as the next browser is started.
 *
 * @throws what the browser said, when it does not start within 30 s
 */
export async function launchChromium(
  { command }: Toolchain,
  { flags: more = [], thirdPartyCookies = false }: ChromiumOptions = {},
): Promise<Chromium> {
  // Playwright takes nothing but a path.
  const path = await runProgram('sh', ['-c', 'command -v "$0"', command])
  if (path === undefined) throw new Error(`${command} is not there any more`)
  await removeLeftFolders()
  const folder = await mkdtemp(join(folders, `${process.pid}-`))
  try {
    if (thirdPartyCookies) await allowThirdPartyCookies(join(folder, 'profile'))
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: path.trim(),
      args: [...flags, ...more],
      // Root, as in a container, cannot have the sandbox; no page but the suite's own is opened.
      chromiumSandbox: false,
      artifactsDir: join(folder, 'artifacts'),
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, 'config'),
        XDG_CACHE_HOME: join(folder, 'cache'),
        TMPDIR: folder,
      },
      timeout: 30_000,
    })
    const browser = context.browser()
    if (!browser) throw new Error('Playwright gave no browser')
    return {
      browser,
      async [Symbol.asyncDispose]() {
        await browser.close()
        await remove(folder)
      },
    }
  } catch (error) {
    await remove(folder)
    throw error
  }
}

async function allowThirdPartyCookies(profile: string): Promise<void> {
  await mkdir(join(profile, 'Default'), { recursive: true })
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } }
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
}

async function removeLeftFolders(): Promise<void> {
  await mkdir(folders, { recursive: true })
  const names = await readdir(folders)
  await Promise.all(
    names.filter((name) => !isRunning(Number.parseInt(name))).map((name) => remove(join(folders, name))),
  )
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // Nobody has that number, or somebody else, who is no process of ours.
    return false
  }
}

/** Again, if the browser, on its way out, still puts something there. */
const remove = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 10 })
