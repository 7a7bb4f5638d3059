// The package as it is published, in Bun and in Deno: its answers are those that it gives in Node, byte by byte.
import { execFile } from 'node:child_process'
import { cp, mkdtemp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packAndInstall, type Packed, root } from '../package/packed.ts'
import { prepareRuntimes, releases, type Runtime } from './runtimes-environment.ts'
import { findToolchain } from './toolchains.ts'

const exec = promisify(execFile)
const npm = await findToolchain('npm')

describe.skipIf(!npm)('the published package', () => {
  let packed: Packed
  let runtimes: Runtime[]

  beforeAll(async () => {
    if (npm) runtimes = await prepareRuntimes(npm)
    packed = await packAndInstall()
    const programs = fileURLToPath(new URL('other-runtimes/', import.meta.url))
    await cp(programs, join(packed.project, 'programs'), { recursive: true })
    await symlink(join(root, 'node_modules/msw'), join(packed.project, 'node_modules/msw'))
  })
  afterAll(() => packed?.[Symbol.asyncDispose]())

  /** What a program prints, in silence otherwise. */
  async function run(name: string, program: string, ...args: string[]): Promise<string> {
    const node = { command: process.execPath, args: ['--disable-warning=ExperimentalWarning'] }
    const runtime = runtimes.find((each) => each.name === name) ?? node
    const all = [...runtime.args, join('programs', program), ...args]
    const { stdout, stderr } = await exec(runtime.command, all, {
      cwd: packed.project,
      timeout: 60_000,
      maxBuffer: 16 * 1024 * 1024,
      env: { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' },
    })
    expect(stderr).toBe('')
    return stdout
  }

  describe.each(Object.entries(releases))('in %s %s', (runtime, release) => {
    it('is what was asked for', async () => {
      const { command } = runtimes.find(({ name }) => name === runtime) ?? {}
      expect((await exec(command ?? '', ['--version'])).stdout).toContain(release)
    })

    it('answers by fetch as it does in Node', async () => {
      const answers = (await run(runtime, 'answers.ts')).trim().split('\n')
      expect(answers).toEqual((await run('node', 'answers.ts')).trim().split('\n'))
      expect(answers.length).toBeGreaterThan(30)
      const said = answers.join('\n')
      for (const wanted of ['"name":"its encodings","status":200', String.raw`\"status\":\"success\"`, 'unknown-key'])
        expect(said).toContain(wanted)
      expect(said).toContain('"name":"the recorded file","status":200')
    })

    it('serves over sockets, from a data directory that survives', async () => {
      const data = await mkdtemp(join(packed.project, 'data-'))
      expect(await run(runtime, 'serve.ts', data)).toBe('200 true\nclosed\nsuccess\n206 ftyp\n')
    })

    it('has handlers for msw that answer', async () => {
      const answers = await run(runtime, 'mocked.ts')
      expect(answers).toBe(await run('node', 'mocked.ts'))
      const statuses = answers.match(/^\S+\.(?:net|org|com) \S+/gm)
      expect(statuses).toEqual([
        'api.cloud.telestream.net 200',
        'example.duracloud.org 200',
        'video.stream-io-api.com 401',
        'elsewhere.example.org undefined',
      ])
    })
  })
})
