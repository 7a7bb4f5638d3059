// What docs/tls.md says, run as it stands there but for the ports, by a client of each language.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../../../emulator/index.ts'
import { documentBlock, root } from '../../readme-blocks.ts'
import { preparePython } from '../python-environment.ts'
import { findToolchain, type ToolchainName } from '../toolchains.ts'

const exec = promisify(execFile)
const document = 'docs/tls.md'

let emulator: Emulator
let port: string
let directory: string
const problems: string[] = []
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-tls-'))
  await cp(fileURLToPath(new URL('.', import.meta.url)), directory, { recursive: true })
  const onProblem = (message: string) => void problems.push(message)
  emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real', tls: true, onProblem })
  ;({ port } = new URL((await emulator.listen()).url))
  await writeFile(join(directory, 'hosts'), await documentBlock(document, 'hosts'))

  // `npx stuntdouble` of somebody who installed it.
  await mkdir(join(directory, 'bin'))
  const cli = [process.execPath, '--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source']
  await writeFile(
    join(directory, 'bin', 'npx'),
    `#!/bin/sh\nshift\nexec ${cli.join(' ')} ${root}emulator/cli.ts "$@"\n`,
    {
      mode: 0o755,
    },
  )
  await symlink(process.execPath, join(directory, 'bin', 'node'))
})
afterAll(async () => {
  await emulator?.close()
  await rm(directory, { recursive: true, force: true })
})

/** Runs a block in the folder of the clients, which trust nobody but those that the system does. */
async function run(name: string, env: Record<string, string> = {}, more = ''): Promise<string> {
  const block = (await documentBlock(document, name)).replaceAll(':4600', `:${port}`)
  const own = Object.entries(process.env).filter(
    ([name]) => !/CERT|CA_BUNDLE|^JAVA_TOOL_OPTIONS$|^STUNTDOUBLE_/.test(name),
  )
  const { stdout } = await exec('bash', ['-euc', `${block}\n${more}`], {
    cwd: directory,
    env: { ...Object.fromEntries(own), ...env },
  })
  return stdout.trim()
}

/** The PATH of the blocks: the stand-ins first, then a toolchain that may be off the usual one. */
async function pathWith(name?: ToolchainName): Promise<{ PATH: string }> {
  const found = name && (await findToolchain(name))
  if (name && !found) throw new Error(`${name} is missing`)
  const folders = [join(directory, 'bin'), found?.command.includes('/') ? dirname(found.command) : '']
  return { PATH: [...folders.filter(Boolean), process.env['PATH']].join(':') }
}

const clients: [name: string, toolchain: ToolchainName | undefined][] = [
  ['node', undefined],
  ['python', 'python3'],
  ['java', 'java'],
  ['go', 'go'],
]

describe('with the CA as the double serves it', () => {
  beforeAll(() => run('ca'))

  it('is a file with one certificate', async () => {
    expect(await readFile(join(directory, 'ca.pem'), 'utf8')).toBe(emulator.ca?.certificate)
  })

  it.each(clients)('%s trusts it', async (name, toolchain) => {
    const URL = `https://localhost:${port}/_stuntdouble/health`
    expect(await run(name, { ...(await pathWith(toolchain)), URL })).toMatch(/^200$/m)
    await rm(join(directory, 'double.p12'), { force: true })
  })

  it.each(clients)('%s believes it to be the vendor’s own host', async (name, toolchain) => {
    const URL = `https://api.cloud.telestream.net:${port}/v2/profiles.json?token=clou_your-token`
    const JAVA_TOOL_OPTIONS = `-Djdk.net.hosts.file=${join(directory, 'hosts')}`
    expect(await run(name, { ...(await pathWith(toolchain)), URL, JAVA_TOOL_OPTIONS })).toMatch(/^200$/m)
    await rm(join(directory, 'double.p12'), { force: true })
  })

  it('curl trusts it, also as a vendor’s own host', async () => {
    expect(await run('curl')).toContain('"status":"ok"')
    expect(await run('resolve')).toContain('"name":"h264"')
  })
})

it('an SDK that knows only the vendor’s host and port 443 works as it comes', async () => {
  const toolchain = await findToolchain('python3')
  if (!toolchain) throw new Error('python3 is missing')
  const python = await preparePython('python-telestream-1.1', toolchain)
  await run('ca')
  const { stdout } = await exec(python, ['sdk.py'], {
    cwd: directory,
    env: { PORT: port, FILE: `${root}fixtures/media/sample.mp4`, REQUESTS_CA_BUNDLE: join(directory, 'ca.pem') },
  })
  expect(stdout).toBe("My factory processing ['api-gce.pandastream.com:443']\n")
})

it('the file that env writes is good for all of them, and its variables reach the double', async () => {
  const env = await pathWith()
  const asks = `URL=$STUNTDOUBLE_URL/_stuntdouble/health node app.js; URL=$STUNTDOUBLE_URL/_stuntdouble/health python3 app.py; curl -sf $STUNTDOUBLE_URL/_stuntdouble/health`
  expect(await run('env', env, asks)).toMatch(/^200\n200\n\{"status":"ok"/)
  const URL = `https://localhost:${port}/_stuntdouble/health`
  expect(await run('java', { ...(await pathWith('java')), URL })).toMatch(/^200$/m)
  expect(await run('go', { ...(await pathWith('go')), URL })).toBe('200')
})

it.each([
  ['python', 'python3 app.py'],
  ['curl', 'curl -sf $URL'],
])('a %s that does not trust it is refused by itself, and the log says why', async (_, command) => {
  problems.length = 0
  const again = await createEmulator({
    port: 0,
    s3Port: 0,
    tls: true,
    onProblem: (message) => void problems.push(message),
  })
  const { url } = await again.listen()
  const env = Object.entries(process.env).filter(([name]) => !/CERT|CA_BUNDLE/.test(name))
  const URL = `${url.replace('127.0.0.1', 'localhost')}/_stuntdouble/health`
  const asking = exec('bash', ['-euc', command], { cwd: directory, env: { ...Object.fromEntries(env), URL } })
  await expect(asking).rejects.toThrow('Command failed')
  await again.close()
  expect(problems).toEqual([expect.stringContaining('does not trust the certificate')])
})
