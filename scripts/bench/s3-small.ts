// Objects of 1 KiB, signed in the header and verified, beside a bare Hono that keeps the same bytes in the same store, and MinIO.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { takeTurns } from './interleave.ts'
import { loadMessages, message } from './load.ts'
import { startMinio } from './minio.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { sha256, type S3Keys, signV4 } from './sign-v4.ts'
import { median, spread } from './statistics.ts'

const bytes = 1024
const keys = 200
const connections = 16

/** Whoever keeps objects; `message` makes a request before the time that is measured. */
interface Store {
  name: string
  port: number
  server?: ServerProcess
  get(key: number, variant: number): Buffer
  put(key: number, body: Uint8Array): Buffer
}

export const s3Small: Benchmark = {
  name: 's3-small',
  async run(settings: Settings): Promise<Row[]> {
    const { profile } = settings
    const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-bench-'))
    try {
      const rows: Row[] = []
      {
        await using double = await startServer('double', { profile })
        await using bare = await startServer('bare-hono')
        rows.push(...(await measure('in memory', settings, [doubleStore(double), bareStore(bare)])))
      }
      if (settings.short) return rows
      await using double = await startServer('double', { profile, args: [join(directory, 'double')] })
      await using bare = await startServer('bare-hono', { args: [join(directory, 'bare')] })
      await using minio = await startMinio()
      const others = minio ? [s3Store('MinIO', minio.port, minio.keys)] : []
      rows.push(...(await measure('with --data', settings, [doubleStore(double), bareStore(bare), ...others])))
      return rows
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  },
}

async function measure(where: string, { rounds, short = false }: Settings, stores: readonly Store[]): Promise<Row[]> {
  const works = { PUT: put, GET: get }
  // What is there to be read, and warm code on all sides.
  for (const store of stores) {
    for (let n = 0; n < (short ? 2 : 3); n += 1) await put(store)
    for (let n = 0; n < (short ? 1 : 3); n += 1) await get(store)
  }
  const rows: Row[] = []
  for (const [verb, work] of Object.entries(works)) {
    const cpu = stores.map((): number[] => [])
    const measured = await takeTurns(
      rounds,
      stores.map((store, index) => async () => {
        const { rate, spent } = await work(store)
        if (spent !== undefined) cpu[index]?.push(spent)
        return rate
      }),
    )
    const [ours = [], ...theirs] = measured
    for (const [index, rates] of theirs.entries()) {
      const name = stores[index + 1]?.name ?? ''
      rows.push({
        what: `S3 ${verb} of 1 KiB ${where}, requests/s of ${name}`,
        measured: median(ours) / median(rates),
        unit: '×',
        ...(verb === 'GET' && name === 'bare Hono' && { target: { least: 0.5 } }),
        detail: `${spread(ours, 0)} of ${spread(rates, 0)}/s${processorTimes(cpu[0] ?? [], cpu[index + 1] ?? [])}`,
      })
    }
  }
  return rows
}

/** In ms each; nothing where one of the two is not known. */
function processorTimes(ours: readonly number[], theirs: readonly number[]): string {
  if (ours.length === 0 || theirs.length === 0) return ''
  return `; ${(median(ours) * 1000).toFixed(1)} against ${(median(theirs) * 1000).toFixed(1)} µs of processor time`
}

const get = (store: Store): ReturnType<typeof run> => {
  const messages = Array.from({ length: 4000 }, (_, index) => store.get(index % keys, Math.floor(index / keys)))
  return run(store, messages, 10_000)
}

/** Of bytes that were never stored before: equal ones would be stored once. */
const put = (store: Store): ReturnType<typeof run> => {
  const messages = Array.from({ length: 2000 }, (_, index) => store.put(index % keys, randomBytes(bytes)))
  return run(store, messages, messages.length)
}

/** Requests a second, and ms of processor time for each where that is known. */
async function run({ port, server }: Store, messages: readonly Buffer[], answers: number) {
  const before = await server?.usage()
  const { requests, ms } = await loadMessages({ port, messages, connections, until: { answers } })
  const after = await server?.usage()
  return { rate: requests / (ms / 1000), spent: before && after && (after.cpu - before.cpu) / requests }
}

function doubleStore(server: ServerProcess): Store {
  return { ...s3Store('the double', Number(server.ready['s3Port']), server.ready['s3'] as S3Keys), server }
}

function s3Store(name: string, port: number, credentials: S3Keys): Store {
  const host = `127.0.0.1:${port}`
  const signed = (method: string, key: number, secondsAgo: number, body: Uint8Array): Buffer => {
    const path = `/bench/small/${key}`
    const at = Date.now() - secondsAgo * 1000
    return message(method, port, path, signV4(credentials, { method, host, path, payload: sha256(body), at }), body)
  }
  return {
    name,
    port,
    get: (key, variant) => signed('GET', key, variant, new Uint8Array(0)),
    put: (key, body) => signed('PUT', key, 0, body),
  }
}

function bareStore(server: ServerProcess): Store {
  const port = Number(server.ready['port'])
  return {
    name: 'bare Hono',
    port,
    server,
    get: (key) => message('GET', port, `/objects/${key}`),
    put: (key, body) => message('PUT', port, `/objects/${key}`, {}, body),
  }
}
