// Stream: a GET of one call, its JWT verified and the exchange journalled, beside a bare Hono that does the same by hand; a page of 100 calls
// by a filter that an index serves, out of a large table beside one out of a thousand.
import { SignJWT } from 'jose'
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import { mainCredentials } from '../../emulator/credentials.ts'
import { calls, type VideoCall } from '../../emulator/services/stream/calls/model.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { load } from './load.ts'
import { startServer } from './server-process.ts'
import { median } from './statistics.ts'

const { apiKey, apiSecret } = mainCredentials.stream

/** In the query, where browsers put it too; as many as a server sees. */
async function authorized(path: string, count = 1): Promise<string[]> {
  const key = new TextEncoder().encode(apiSecret)
  const token = (n: number) =>
    new SignJWT({ server: true, n }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key)
  const tokens = await Promise.all(Array.from({ length: count }, (_, n) => token(n)))
  return tokens.map((one) => `${path}?api_key=${apiKey}&stream-auth-type=jwt&authorization=${one}`)
}

async function post(url: string, path: string, body: unknown): Promise<void> {
  const [authorizedPath = ''] = await authorized(path)
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}${authorizedPath}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
}

export const streamCall: Benchmark = {
  name: 'stream-call',
  async run({ rounds, profile }: Settings): Promise<Row[]> {
    await using double = await startServer('double', { profile })
    await using byHand = await startServer('bare-call')
    await using hello = await startServer('bare-hono')
    const port = Number(double.ready['port'])
    const path = '/api/v2/video/call/default/bench'
    await post(`http://127.0.0.1:${port}`, path, { data: { created_by_id: 'john' } })
    const paths = await authorized(path, 100)
    const warmUp = { connections: 16, until: { answers: 60_000 } }
    await load({ port, paths, ...warmUp })
    await load({ port: Number(byHand.ready['port']), paths, ...warmUp })
    await load({ port: Number(hello.ready['port']), paths: ['/hello'], ...warmUp })
    const measure = async (server: typeof double, sent: readonly string[], spent: number[]): Promise<number> => {
      const before = await server.usage()
      const until = { ms: 1500 }
      const { requests, ms } = await load({ port: Number(server.ready['port']), paths: sent, connections: 16, until })
      spent.push(((await server.usage()).cpu - before.cpu) / requests)
      return requests / (ms / 1000)
    }
    const rows: Row[] = []
    for (const [what, peer, sent, target] of [
      ['beside the same by hand', byHand, paths, { least: 0.6 }],
      ['beside hello world', hello, ['/hello'], undefined],
    ] as const) {
      const cpu = { double: [] as number[], peer: [] as number[] }
      const {
        double: ours,
        peer: theirs,
        ratio,
      } = await interleave(
        rounds,
        () => measure(double, paths, cpu.double),
        () => measure(peer, sent, cpu.peer),
      )
      const [oursCpu, theirsCpu] = [median(cpu.double.slice(1)), median(cpu.peer.slice(1))]
      rows.push(
        {
          what: `Stream: GET of a call ${what}, requests/s`,
          measured: ratio,
          unit: '×',
          ...(target && { target }),
          detail: `${median(ours).toFixed(0)} of ${median(theirs).toFixed(0)}/s, 16 connections`,
        },
        {
          what: 'the same of processor time',
          measured: theirsCpu / oursCpu,
          unit: '×',
          ...(target && { target }),
          detail: `${(oursCpu * 1000).toFixed(1)} against ${(theirsCpu * 1000).toFixed(1)} µs each, in the server's process`,
        },
      )
    }
    return rows
  },
}

const callsPerRound = 10

export const streamQuery: Benchmark = {
  name: 'stream-query',
  async run({ rounds, entities }: Settings): Promise<Row[]> {
    await using small = await withCalls(1000)
    await using large = await withCalls(entities)
    const rows: Row[] = []
    for (const [what, filter_conditions] of [
      ['without a filter', {}],
      ['by type', { type: 'livestream' }],
      ['by creator', { created_by_user_id: 'john' }],
      ['that have not ended', { ended_at: null }],
      ['that are not backstage', { backstage: false }],
    ] as const) {
      const body = JSON.stringify({ filter_conditions, limit: 100 })
      const { double, peer, ratio } = await interleave(
        rounds,
        () => timeOfQuery(large, body),
        () => timeOfQuery(small, body),
      )
      rows.push({
        what: `Stream: 100 calls ${what}, out of ${entities.toLocaleString('en')}`,
        measured: ratio,
        unit: '×',
        target: { most: 1.3 },
        detail: `${median(double).toFixed(2)} against ${median(peer).toFixed(2)} ms out of 1,000`,
      })
    }
    return rows
  },
}

async function withCalls(count: number): Promise<Emulator> {
  const emulator = await createEmulator()
  const { main } = emulator.worlds
  await main.prepare('stream')
  const table = main.state.table(calls)
  const now = main.clock.now()
  main.state.transaction(() => {
    for (let n = 1; n <= count; n += 1) table.insert(makeCall(n, now + n))
  })
  return emulator
}

function makeCall(n: number, now: number): VideoCall {
  const type = n % 2 === 0 ? 'default' : 'livestream'
  return {
    id: `${type}:call-${n}`,
    type,
    callId: `call-${n}`,
    createdById: n % 2 === 0 ? 'john' : 'mary',
    custom: { n },
    backstage: n % 3 === 0,
    blockedUserIds: [],
    ongoing: false,
    startsAt: now,
    createdAt: now,
    updatedAt: now,
  }
}

/** ms of one query. */
async function timeOfQuery(emulator: Emulator, body: string): Promise<number> {
  const [path = ''] = await authorized('/api/v2/video/calls')
  const headers = { 'content-type': 'application/json' }
  const start = performance.now()
  for (let call = 0; call < callsPerRound; call += 1) {
    const request = new Request(`http://127.0.0.1:4600${path}`, { method: 'POST', headers, body })
    const answer: unknown = await (await emulator.fetch(request)).json()
    const found = (answer as { calls?: unknown[] }).calls
    if (found?.length !== 100) throw new Error(`No page of 100: ${JSON.stringify(answer).slice(0, 500)}`)
  }
  return (performance.now() - start) / callsPerRound
}
