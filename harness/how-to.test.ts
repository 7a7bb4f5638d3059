// docs/how-to: its commands run as they stand, its workflows are YAML whose steps do what they say.
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { pactOf, signedQuery } from '../contracts/verify/sample-pacts.ts'
import { createEmulator, type Emulator } from '../emulator/index.ts'
import { documentBlocks } from './document-blocks.ts'
import { documentBlock, root } from './readme-blocks.ts'

const exec = promisify(execFile)
const flags = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source']

const anyList = { $: { match: 'type' } }

let emulator: Emulator
let url: string
/** A project in which `npx stuntdouble` is there, and whose tests say what they were given. */
let project: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real' })
  ;({ url } = await emulator.listen())
  project = await mkdtemp(join(tmpdir(), 'stuntdouble-how-to-'))
  await mkdir(join(project, 'bin'))
  const node = [process.execPath, ...flags, `${root}emulator/cli.ts`].map((word) => `'${word}'`).join(' ')
  const commands = {
    npx: `[ "$1" = stuntdouble ] && shift && exec ${node} "$@"`,
    stuntdouble: `exec ${node} "$@"`,
    npm: 'echo "npm $* at ${STUNTDOUBLE_URL:-nowhere}"',
  }
  for (const [name, line] of Object.entries(commands)) {
    await writeFile(join(project, 'bin', name), `#!/bin/sh\n${line}\n`)
    await chmod(join(project, 'bin', name), 0o755)
  }
})
afterAll(async () => {
  await emulator.close()
  await rm(project, { recursive: true })
})

async function inShell(line: string, env: Record<string, string> = {}) {
  const own = Object.entries(process.env).filter(([name]) => !/^(STUNTDOUBLE|TELESTREAM|STREAM|AWS|DURA)/.test(name))
  const PATH = `${join(project, 'bin')}:${process.env['PATH']}`
  const all = { ...Object.fromEntries(own), PATH, NO_COLOR: '1', ...env }
  return exec('bash', ['-euo', 'pipefail', '-c', line.replaceAll('http://127.0.0.1:4600', url)], {
    cwd: project,
    env: all,
  })
}

describe('in CI', () => {
  const page = 'docs/how-to/ci.md'
  const workflow = z.object({
    name: z.string(),
    on: z.array(z.string()),
    jobs: z.record(
      z.string(),
      z.object({
        'runs-on': z.string(),
        env: z.record(z.string(), z.string()).optional(),
        services: z
          .record(z.string(), z.object({ image: z.string(), ports: z.array(z.string()), options: z.string() }))
          .optional(),
        steps: z.array(
          z.union([
            z.strictObject({ if: z.string().optional(), run: z.string() }),
            z.strictObject({ if: z.string().optional(), uses: z.string(), with: z.looseObject({}).optional() }),
          ]),
        ),
      }),
    ),
  })

  async function stepsOf(name: string): Promise<string[]> {
    const { jobs } = workflow.parse(parse(await documentBlock(page, name)))
    return Object.values(jobs).flatMap(({ steps }) => steps.flatMap((step) => ('run' in step ? [step.run] : [])))
  }

  it('every workflow is one', async () => {
    const blocks = await documentBlocks(page)
    const yaml = blocks.filter(({ language }) => language === 'yaml')
    expect(yaml).toHaveLength(5)
    for (const { code, test } of yaml)
      expect(test === 'gitlab' || workflow.safeParse(parse(code)).success, test).toBe(true)
  })

  it('a test run needs nothing when the double is in it', async () => {
    expect(await stepsOf('msw')).toEqual(['npm ci', 'npm test'])
  })

  it('exec gives the tests a double of their own', async () => {
    const [, line = ''] = await stepsOf('exec')
    const { stdout } = await inShell(line)
    expect(stdout).toMatch(/^npm test at http:\/\/127\.0\.0\.1:\d+\n$/)
    expect(stdout).not.toContain(url)
  })

  it('beside a container the variables are there for all further steps, and what happened is kept', async () => {
    const [, env = '', , keep = ''] = await stepsOf('container')
    const GITHUB_ENV = join(project, 'github-env')
    await inShell(env, { GITHUB_ENV })
    const variables = await readFile(GITHUB_ENV, 'utf8')
    expect(variables).toContain(`STUNTDOUBLE_URL=${url}\n`)
    // GitHub takes what is behind the first = as it is.
    expect(variables).not.toMatch(/["']/)
    await inShell(keep)
    expect(JSON.parse(await readFile(join(project, 'double.har'), 'utf8'))).toHaveProperty('log.version', '1.2')
    expect((await readFile(join(project, 'double.tar'))).subarray(0, 13).toString()).toBe('manifest.json')
  })

  it('contracts are verified, and the report is there', async () => {
    const [, , verify = ''] = await stepsOf('contracts')
    await mkdir(join(project, 'pacts'), { recursive: true })
    await writeFile(join(project, 'pacts/films.json'), pactOf([{ query: signedQuery, body: [], rules: anyList }]))
    await inShell(verify)
    expect(await readFile(join(project, 'reports/contracts.xml'), 'utf8')).toContain('<testsuite')
  })

  it('on GitLab the script waits, and points the tests at the double', async () => {
    const { test } = z
      .object({ test: z.object({ variables: z.record(z.string(), z.string()), script: z.array(z.string()) }) })
      .parse(parse(await documentBlock(page, 'gitlab')))
    expect(test.variables).toEqual({ STUNTDOUBLE_URL: 'http://double:4600' })
    const { stdout } = await inShell(test.script.join('\n'), { STUNTDOUBLE_URL: url })
    expect(stdout.trim().split('\n').at(-1)).toBe(`npm test at ${url}`)
  })
})

it('the line of the provider states answers what a pact injects', async () => {
  const block = (await documentBlocks('docs/provider-states.md')).find(({ language }) => language === 'sh')
  const { stdout } = await inShell(block?.code ?? '')
  expect(JSON.parse(stdout)).toMatchObject({ videoId: expect.stringMatching(/^[0-9a-f]{32}$/) })
})

it('the lines for msw print what the page says', async () => {
  const file = `${root}.cache/readme/msw.ts`
  await mkdir(`${root}.cache/readme`, { recursive: true })
  await writeFile(file, await documentBlock('docs/how-to/msw.md', 'node'))
  const { stdout, stderr } = await exec(process.execPath, [...flags, file], { cwd: root })
  expect(stderr).toBe('')
  expect(stdout).toBe("200\n401\n[ [ 'unknown-key' ] ]\n")
})

describe('against the real service', () => {
  const page = 'docs/how-to/verify-against-the-real-service.md'
  const credentials = { accessKey: 'a-real-access-key', secretKey: 'a-real-secret-key' }

  it('what needs no state is verified; the rest when somebody says that it is so, or makes it so', async () => {
    await using world = await emulator.createWorld({ name: 'vendor', credentials: { telestream: credentials } })
    await mkdir(join(project, 'pacts'), { recursive: true })
    const query = { ...signedQuery, factory_id: world.credentials.telestream.factoryId }
    const pact = pactOf([
      { description: 'profiles', path: '/v3.0/profiles.json', query, body: [{ name: 'h264' }], rules: anyList },
      { description: 'videos', states: ['a video exists'], query, body: [{ status: 'success' }] },
    ])
    await writeFile(join(project, 'pacts/films.json'), pact)
    await using vendor = await serve((path) => !path.startsWith('/_stuntdouble') && path)
    await using states = await serve(() => '/w/vendor/_stuntdouble/states')
    const env = {
      PROVIDER_URL: vendor.url,
      STATES_URL: states.url,
      TELESTREAM_ACCESS_KEY: credentials.accessKey,
      TELESTREAM_SECRET_KEY: credentials.secretKey,
      TELESTREAM_FACTORY_ID: world.credentials.telestream.factoryId,
    }
    const run = async (block: string) =>
      inShell(await documentBlock(page, block), env).catch((error: { code: number; stdout: string }) => error)

    expect((await run('without-states')).stdout).toContain('1 kept, 1 not verified')
    expect(await run('assumed')).toMatchObject({ code: 1, stdout: expect.stringContaining('1 broken, 1 kept') })
    expect((await run('states')).stdout).toContain('2 kept')
  }, 60_000)
})

/** A host of its own before the double; `false`: there is nothing at that path. */
async function serve(pathFor: (path: string) => string | false) {
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = []
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    request.on('end', () => {
      const path = pathFor(request.url ?? '/')
      if (path === false) return void response.writeHead(404).end()
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers))
        if (typeof value === 'string' && !/^(host|connection|content-length|transfer-encoding)$/.test(name))
          headers.set(name, value)
      const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}
      void emulator
        .fetch(new Request(`${origin}${path}`, { method: request.method ?? 'GET', headers, ...body }))
        .then(async (answer) => {
          response.writeHead(answer.status, Object.fromEntries(answer.headers))
          response.end(Buffer.from(await answer.arrayBuffer()))
        })
    })
  })
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url: origin, [Symbol.asyncDispose]: async () => void server.close() }
}
