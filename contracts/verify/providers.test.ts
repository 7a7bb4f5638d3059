// Other providers than a double of verify's own: one that runs elsewhere, what plays the real service, and those that are not there.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import { type CliResult, runCli } from '../../harness/cli-process.ts'
import { aList, pactOf } from './sample-pacts.ts'

// Some run the command several times, each a process.
vi.setConfig({ testTimeout: 60_000 })

let directory: string
let double: Emulator
let file: string
const servers: Server[] = []
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-providers-'))
  double = await createEmulator({ port: 0, s3Port: 0 })
  await double.listen()
  file = await pact('list.json', pactOf([aList, { ...aList, description: 'another list' }]))
})
afterAll(async () => {
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
  await double.close()
  await rm(directory, { recursive: true, force: true })
})

async function pact(name: string, text: string): Promise<string> {
  await writeFile(join(directory, name), text)
  return join(directory, name)
}

/** Answers its address. */
async function serve(answer: (request: Request) => Response | Promise<Response>): Promise<string> {
  const server = createServer(getRequestListener(answer, { overrideGlobalObjects: false }))
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A double that shows its vendor's face alone. */
function theRealOne(real: Emulator): Promise<string> {
  return serve((request) =>
    new URL(request.url).pathname.startsWith('/_stuntdouble')
      ? new Response('Not found', { status: 404 })
      : real.fetch(request),
  )
}

const verify = (...args: string[]) => runCli(['verify', ...args])

/** Of an unused port. */
async function nobody(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

const isOneLine = ({ stderr }: CliResult) => /^stuntdouble: [^\n]+\n$/.test(stderr)

test('a double elsewhere: each interaction has a world of its own, which is gone afterwards', async () => {
  const used = new Set<string>()
  const stop = double.onEntry((entry) => void used.add(entry().world))
  const { status, stdout } = await verify(file, '--provider-url', double.url)
  stop()
  expect(stdout).toContain('2 kept')
  expect(status).toBe(0)
  expect(used.size).toBe(2)
  expect(double.worlds.list().map(({ name }) => name)).toEqual(['main'])
})

test('a double elsewhere: --world is reset before each interaction', async () => {
  await double.worlds.create({ name: 'mine' })
  const [{ status }, { stdout }] = [
    await verify(file, '--provider-url', double.url, '--world', 'mine'),
    await verify(file, '--provider-url', `${double.url}/w/mine`),
  ]
  expect(stdout).toContain('2 kept')
  expect(status).toBe(0)
  expect(double.worlds.get('mine')?.journal.list({ direction: 'in' }).entries).toHaveLength(1)
  const none = await verify(file, '--provider-url', double.url, '--world', 'yours')
  expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining('There is no world yours') })
})

test('a refusal by a double elsewhere is explained too', async () => {
  const wrong = { ...aList, states: ['the client has the wrong secret'] }
  const { status, stdout } = await verify(await pact('wrong.json', pactOf([wrong])), '--provider-url', double.url)
  expect(stdout).toMatch(/got 401\n {6}refused: .*\n/)
  expect(status).toBe(1)
})

test('the real service: the same file, with credentials from the environment, and states from whoever sets them up', async () => {
  await using real = await createEmulator({ port: 0, s3Port: 0, clock: 'real' })
  const credentials = { accessKey: 'a-real-access-key', secretKey: 'a-real-secret-key', apiKey: 'tcs_a_real_api_key' }
  await using world = await real.createWorld({ name: 'real', credentials: { telestream: credentials } })
  const url = await theRealOne(real)
  const env = {
    TELESTREAM_ACCESS_KEY: credentials.accessKey,
    TELESTREAM_SECRET_KEY: credentials.secretKey,
    TELESTREAM_API_KEY: credentials.apiKey,
    TELESTREAM_FACTORY_ID: world.credentials.telestream.factoryId,
  }
  const text = pactOf([
    {
      ...aList,
      query: { ...aList.query, factory_id: world.credentials.telestream.factoryId },
      body: [{ status: 'success', width: 320 }],
    },
    {
      description: 'the stores',
      path: '/stores/v1.1/stores',
      headers: { 'X-Api-Key': 'tcs_example' },
      body: [{ name: 'out' }],
    },
  ])
  const both = await pact('real.json', text)

  const without = await runCli(['verify', both, '--provider-url', url], env)
  expect(without.stdout).toContain('  - a list of videos, given a video exists\n      nobody sets up its state there')
  expect(without.stdout).toContain('1 kept, 1 not verified')
  expect(without.status).toBe(0)

  const assumed = await runCli(['verify', both, '--provider-url', url, '--assume-states'], env)
  expect(assumed.stdout).toContain('1 broken, 1 kept')
  expect(assumed.status).toBe(1)

  const states = await serve(async (request) => {
    const body = await request.text()
    return real.fetch(
      new Request(`${real.url}/w/real/_stuntdouble/states`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    )
  })
  const withStates = await runCli(['verify', both, '--provider-url', url, '--provider-states-url', states], env)
  expect(withStates.stdout).toContain('2 kept')
  expect(withStates.status).toBe(0)
  expect(world.journal.entries({ direction: 'in' }).length).toBeGreaterThan(3)
  expect(JSON.stringify(withStates)).not.toContain(credentials.secretKey)
})

test('the real service without credentials: which variables to set, and status 2', async () => {
  await using real = await createEmulator()
  const url = await theRealOne(real)
  const none = await verify(file, '--provider-url', url, '--assume-states')
  expect(none).toSatisfy(isOneLine)
  expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining('such as TELESTREAM_ACCESS_KEY') })
  const others = { STREAM_API_KEY: 'a', STREAM_API_SECRET: 'b' }
  const missing = await runCli(['verify', file, '--provider-url', url, '--assume-states'], others)
  expect(missing).toSatisfy(isOneLine)
  expect(missing).toMatchObject({ status: 2, stderr: expect.stringContaining('set TELESTREAM_ACCESS_KEY, ') })
})

test('the real service of which every interaction is left out: status 2', async () => {
  await using real = await createEmulator()
  const env = { TELESTREAM_ACCESS_KEY: 'a', TELESTREAM_SECRET_KEY: 'b' }
  const { status, stderr } = await runCli(['verify', file, '--provider-url', await theRealOne(real)], env)
  expect(stderr).toBe('stuntdouble: nothing was verified: every interaction was left out\n')
  expect(status).toBe(2)
})

test('a provider that is not there, or goes away in the middle: one line, and status 2', async () => {
  const env = { TELESTREAM_ACCESS_KEY: 'a', TELESTREAM_SECRET_KEY: 'b' }
  const gone = await runCli(['verify', file, '--provider-url', await nobody(), '--assume-states'], env)
  expect(gone).toSatisfy(isOneLine)
  expect(gone.stderr).toMatch(/http:\/\/127\.0\.0\.1:\d+ stopped answering, at "a list of videos": .*ECONNREFUSED/)
  expect(gone.status).toBe(2)

  const dying = createServer((request, response) => {
    dying.close()
    if (request.url?.startsWith('/_stuntdouble')) response.writeHead(404).end()
    else request.socket.destroy()
  })
  servers.push(dying)
  await new Promise<void>((resolve) => void dying.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(dying.address() as AddressInfo).port}`
  const died = await runCli(['verify', file, '--provider-url', url, '--assume-states'], env)
  expect(died).toSatisfy(isOneLine)
  expect(died.stderr).toContain('stopped answering, at "a list of videos"')
  expect(died.status).toBe(2)
})

test('several services at one address: which to choose, and status 2', async () => {
  const other = await pact('other.json', pactOf([aList], 'stream-video'))
  const { status, stderr } = await verify(file, other, '--provider-url', await nobody())
  expect(stderr).toMatch(
    /is one service, and the pacts are for telestream-cloud, stream-video; choose with --provider NAME\n$/,
  )
  expect(status).toBe(2)
})

/** A Pact broker that has a pact of two consumers. */
async function aBroker(isAllowed: (request: Request) => boolean = () => true): Promise<string> {
  const url = await serve((request) => {
    const { pathname, origin } = new URL(request.url)
    if (!isAllowed(request)) return new Response('Who are you?', { status: 401 })
    const links: Record<string, unknown> = {
      '/': { 'pb:latest-provider-pacts': { href: `${origin}/pacts/provider/{provider}/latest`, templated: true } },
      '/pacts/provider/telestream-cloud/latest': {
        'pb:pacts': [
          { href: `${origin}/pact/1`, name: 'a' },
          { href: `${origin}/pact/2`, name: 'b' },
        ],
      },
    }
    if (pathname === '/pact/1' || pathname === '/pact/2') {
      const found = JSON.parse(pactOf([aList])) as Record<string, unknown>
      return Response.json({ ...found, _links: { self: { href: `${origin}${pathname}` } } })
    }
    return links[pathname]
      ? Response.json({ _links: links[pathname] }, { headers: { 'content-type': 'application/hal+json' } })
      : new Response('{}', { status: 404 })
  })
  return url
}

test('a broker: the latest pacts of every consumer', async () => {
  const { status, stdout } = await verify(await aBroker())
  expect(stdout.match(/relies on telestream-cloud \(http:\/\/127\.0\.0\.1:\d+\/pact\/[12]\)/g)).toHaveLength(2)
  expect(stdout).toContain('2 kept')
  expect(status).toBe(0)
})

test('the URL of a pact file', async () => {
  const { status, stdout } = await verify(`${await aBroker()}/pact/1`)
  expect(stdout).toContain('1 kept')
  expect(status).toBe(0)
})

test('a broker that wants credentials gets them from the environment or the URL, and nobody sees them', async () => {
  const bearer = await aBroker((request) => request.headers.get('authorization') === 'Bearer t0ken')
  expect(await runCli(['verify', bearer], { PACT_BROKER_TOKEN: 't0ken' })).toMatchObject({ status: 0 })

  const basic = `Basic ${Buffer.from('ada:s3cret').toString('base64')}`
  const broker = await aBroker((request) => request.headers.get('authorization') === basic)
  const env = { PACT_BROKER_USERNAME: 'ada', PACT_BROKER_PASSWORD: 's3cret' }
  expect(await runCli(['verify', broker], env)).toMatchObject({ status: 0 })
  const inUrl = await verify(broker.replace('//', '//ada:s3cret@'))
  expect(inUrl.status).toBe(0)
  expect(JSON.stringify(inUrl)).not.toContain('s3cret')

  const refused = await verify(broker.replace('//', '//ada:guessed@'))
  expect(refused).toSatisfy(isOneLine)
  expect(refused.stderr).toContain('answers 401: it wants credentials; set PACT_BROKER_TOKEN')
  expect(refused.stderr).not.toContain('guessed')
  expect(refused.status).toBe(2)
})

test('a broker that is not there, or none: one line, and status 2', async () => {
  const gone = await verify((await nobody()).replace('//', '//ada:s3cret@'))
  expect(gone).toSatisfy(isOneLine)
  expect(gone.stderr).toMatch(/http:\/\/127\.0\.0\.1:\d+\/ does not answer: .*ECONNREFUSED/)
  expect(gone.stderr).not.toContain('s3cret')
  expect(gone.status).toBe(2)
  const page = await serve(() => new Response('<html>'))
  const none = await verify(page)
  expect(none).toSatisfy(isOneLine)
  expect(none.stderr).toContain('is neither a pact file nor a Pact broker')
  expect(none.status).toBe(2)
})
