// A GET over a socket takes shortcuts past the adaptor, and its answer past the platform's Response. Whatever a client sends, it is told the
// same, and the journal the same, as by the long way, in-process, and by `stuntdouble start`, which has globals of its own.
import fc from 'fast-check'
import { once } from 'node:events'
import { connect } from 'node:net'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEmulator, type Emulator, type JournalEntry, type World } from '../../emulator/index.ts'
import { sha256, signV4 } from '../../scripts/bench/sign-v4.ts'
import { basic } from '../duracloud-client.ts'
import { furnish } from '../hostile/furnish.ts'
import { Known } from '../hostile/known.ts'
import { streamToken } from '../stream-client.ts'
import { anyGet, authority, options, type Pair, s3Authority, type Sent } from './any-get.ts'

const known = new Known()

/** A double each, so that all that counts (ids of requests, say) counts alike. */
let doubles: { direct: Emulator; adapted: Emulator; inProcess: Emulator }
let light: Worker
let ports: { direct: number; adapted: number; light: number }
let world: World
let tokens: string[]

beforeAll(async () => {
  const open = async (): Promise<Emulator> => {
    const emulator = await createEmulator(options)
    await furnish(emulator, emulator.worlds.main, known)
    return emulator
  }
  doubles = { direct: await open(), adapted: await open(), inProcess: await open() }
  const portOf = async (emulator: Emulator) => Number(new URL((await emulator.listen()).url).port)
  light = new Worker(new URL('light-double.ts', import.meta.url), {
    execArgv: ['--conditions=stuntdouble-source'],
    stdout: true,
  })
  const [port] = await once(light.stdout, 'data')
  ports = { direct: await portOf(doubles.direct), adapted: await portOf(doubles.adapted), light: Number(port) }
  world = doubles.direct.worlds.main
  tokens = [await streamToken(world), await streamToken(world, { user_id: 'john' }), 'none']
})
afterAll(async () => {
  await Promise.all([light.terminate(), ...Object.values(doubles).map((emulator) => emulator.close())])
})

interface Told {
  status: number
  headers: Pair[]
  body: string
  entry: JournalEntry | undefined
}

async function overSocket(way: keyof typeof ports, sent: Sent): Promise<Omit<Told, 'entry'>> {
  // An absolute target goes by the adaptor, and means the same.
  const target = way === 'adapted' ? `http://${sent.authority}${sent.target}` : sent.target
  const lines = [['Host', sent.authority], ...sent.headers].map(([name, value]) => `${name}: ${value}\r\n`)
  const bytes = await exchange(ports[way], `${sent.method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`)
  const end = bytes.indexOf('\r\n\r\n')
  const [first = '', ...rest] = bytes.slice(0, end).split('\r\n')
  const headers = rest.map((line): Pair => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
  const isChunked = headers.some(([name]) => name === 'Transfer-Encoding')
  const body = isChunked ? unchunked(bytes.slice(end + 4)) : bytes.slice(end + 4)
  return { status: Number(first.split(' ')[1]), headers, body }
}

function unchunked(text: string): string {
  const line = text.indexOf('\r\n')
  const size = Number.parseInt(text.slice(0, line), 16)
  const end = line + 2 + size
  return size > 0 ? text.slice(line + 2, end) + unchunked(text.slice(end + 2)) : ''
}

/** Latin1, as the wire is. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let all = ''
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => (all += chunk))
    socket.on('close', () => resolve(all))
    socket.on('error', reject)
    socket.write(text, 'latin1')
  })
}

async function withoutSocket(sent: Sent): Promise<Told> {
  const request = new Request(`http://${sent.authority}${sent.target}`, { method: sent.method })
  for (const [name, value] of [['Host', sent.authority] as const, ...sent.headers]) request.headers.append(name, value)
  const response = await doubles.inProcess.fetch(request)
  // What is said in answer to a HEAD, a socket does not send.
  const body = sent.method === 'HEAD' ? '' : Buffer.from(await response.arrayBuffer()).toString('latin1')
  return { status: response.status, headers: [...response.headers], body, entry: entryOf(doubles.inProcess) }
}

/** Asked of the control API, which tells the journal nothing of itself. */
async function entryOfLight(): Promise<JournalEntry | undefined> {
  const target = '/_stuntdouble/journal?limit=1'
  const { body } = await overSocket('light', { method: 'GET', authority, target, headers: [['Connection', 'close']] })
  const { entries } = JSON.parse(Buffer.from(body, 'latin1').toString()) as { entries: JournalEntry[] }
  return entries[0] && { ...entries[0], durationMs: 0 }
}

function entryOf({ worlds }: Emulator): JournalEntry | undefined {
  const [entry] = worlds.main.journal.list({ limit: 1 }).entries
  return entry && { ...entry, durationMs: 0 }
}

/** What Node says of each connection, whatever it is handed. */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length'])

/** @param isWire whether names are to be spelled alike, and lengths to be told */
function comparable({ status, headers, body, entry }: Told, { target }: Sent, isWire: boolean): unknown {
  const isOfClock = (name: string) => /^date$/i.test(name) && !headers.some(([other]) => other === 'x-amz-id-2')
  const pairs = headers
    .filter(([name]) => !isOfClock(name) && (isWire || !ofConnection.has(name.toLowerCase())))
    .map(([name, value]) => `${isWire ? name : name.toLowerCase()}: ${value}`)
  return { target, status, headers: pairs.toSorted(), body, entry }
}

async function sameByAllWays(sent: Sent): Promise<number> {
  const [direct, adapted, start, here] = await Promise.all([
    overSocket('direct', sent),
    overSocket('adapted', sent),
    overSocket('light', sent),
    withoutSocket(sent),
  ])
  const told = { ...direct, entry: entryOf(doubles.direct) }
  const onWire = comparable(told, sent, true)
  expect(comparable({ ...adapted, entry: entryOf(doubles.adapted) }, sent, true)).toEqual(onWire)
  expect(comparable({ ...start, entry: await entryOfLight() }, sent, true)).toEqual(onWire)
  expect(comparable(here, sent, false)).toEqual(comparable(told, sent, false))
  return direct.status
}

it('any GET is answered and noted alike, whichever way it comes', async () => {
  const statuses = new Set<number>()
  await fc.assert(
    fc.asyncProperty(anyGet({ world, known, tokens }), async (sent) => {
      statuses.add(await sameByAllWays(sent))
    }),
    { numRuns: 400 },
  )
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404]))
}, 60_000)

it.each([
  ['range', 'bytes=1-3', 206],
  ['range', 'bytes=99-', 416],
  ['range', 'lines=1-', 200],
  ['if-none-match', '*', 304],
  ['if-match', '"x"', 412],
  ['if-modified-since', 'Thu, 01 Jan 2037 00:00:00 GMT', 304],
  ['if-unmodified-since', 'Thu, 01 Jan 1998 00:00:00 GMT', 412],
])('so is one of a part, or on a condition: %s of %s', async (name, value, status) => {
  const path = '/my-bucket/film.mp4'
  for (const method of ['GET', 'HEAD'] as const) {
    const at = world.clock.now()
    const signed = signV4(world.credentials.s3, { method, host: s3Authority, path, payload: sha256(''), at })
    const headers: Pair[] = [...Object.entries(signed), [name, value], ['connection', 'close']]
    expect(await sameByAllWays({ method, authority: s3Authority, target: path, headers })).toBe(status)
  }
})

it('so is one whose answer takes its time', async () => {
  const fault = JSON.stringify({ service: 'duracloud', slow: { bytesPerSecond: 1_000_000 }, times: 1 })
  const type: Pair = ['Content-Type', 'application/json']
  const target = '/_stuntdouble/faults'
  for (const { fetch } of Object.values(doubles)) {
    const url = `http://${authority}${target}`
    const { status } = await fetch(new Request(url, { method: 'POST', headers: [[...type]], body: fault }))
    expect(status).toBe(201)
  }
  const head = `POST ${target} HTTP/1.1\r\nHost: ${authority}\r\n${type.join(': ')}\r\nContent-Length: ${fault.length}`
  expect(await exchange(ports.light, `${head}\r\nConnection: close\r\n\r\n${fault}`)).toMatch(/^HTTP\/1.1 201 /)
  const headers: Pair[] = [
    ['Authorization', basic({ username: 'root', password: 'rpw' })],
    ['Connection', 'close'],
  ]
  expect(await sameByAllWays({ method: 'GET', authority, target: '/durastore/spaces', headers })).toBe(200)
  expect(entryOf(doubles.direct)?.fault).toBeDefined()
})
