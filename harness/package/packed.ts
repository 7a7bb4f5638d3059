// The package as npm would publish it, and as somebody gets it who installs it into an empty folder.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const exec = promisify(execFile)

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

const packReport = z.array(
  z.object({
    filename: z.string(),
    /** Bytes. */
    size: z.number(),
    unpackedSize: z.number(),
    files: z.array(z.object({ path: z.string(), mode: z.number() })),
  }),
)

export interface Packed extends AsyncDisposable {
  /** Absolute path of the tarball. */
  tarball: string
  /** What is in it, from the package's own root. */
  files: { path: string; mode: number }[]
  /** Bytes of the tarball. */
  size: number
  /** Bytes of its files. */
  unpackedSize: number
  /** An otherwise empty project that depends on the tarball. */
  project: string
  /** What npm wrote to standard error while it installed: its warnings. */
  installed: string
}

/** Builds and packs the package (`npm pack` runs `prepack`), and installs the tarball into a project of its own. */
export async function packAndInstall(): Promise<Packed> {
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-packed-'))
  const { stdout } = await npm(root, 'pack', '--json', '--pack-destination', directory)
  // The build, which runs first, may print; npm's report is the JSON at the end.
  const [report] = packReport.parse(JSON.parse(stdout.slice(stdout.search(/^\[$/m))))
  if (!report) throw new Error('npm pack reported no package')
  const tarball = join(directory, report.filename)
  await writeFile(join(directory, 'package.json'), JSON.stringify({ name: 'somebody', private: true, type: 'module' }))
  // Nothing of what it needs has to run anything to be installed.
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  const { stderr } = await npm(directory, 'install', ...flags, tarball)
  return {
    tarball,
    files: report.files,
    size: report.size,
    unpackedSize: report.unpackedSize,
    project: directory,
    installed: stderr,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Runs npm as a person would in that folder: without what `npm test` told this process about its own project. */
function npm(cwd: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(lifecycle|package|command|config_local_prefix)|INIT_CWD)/.test(name),
    ),
  )
  return exec('npm', args, { cwd, env, maxBuffer: 64 * 1024 * 1024 })
}
