// What a double that runs for long comes to: mixed requests over HTTP and worlds that come and go, for minutes; and what it holds at the end
// that it did not hold once it was warm. `npm run bench -- soak [--minutes 60]`.
import { signRequest } from '../../emulator/services/telestream/signature/index.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { loadMessages, message } from './load.ts'
import { startServer } from './server-process.ts'
import { soakUsage } from './soak-usage.ts'
import { sha256, signV4, type S3Keys } from './sign-v4.ts'
import { mainCredentials } from '../../emulator/credentials.ts'
import { SignJWT } from 'jose'
import { z } from 'zod'

/** What a run of ten minutes has to come to; a shorter one has its share. */
const tenMinutes = { requests: 500_000, worlds: 2000 }
/**
 * Then a double is warm, however long the run: V8 gives the young generation 128 MiB by and by, and clears the old one only when it has
 * about four times what lives in it, which takes some 50,000 requests each time.
 */
const warmAfter = 100_000
const connections = 8

const ready = z.object({ port: z.number(), s3Port: z.number(), pid: z.number() })

export const soak: Benchmark = {
  name: 'soak',
  onlyByName: true,
  async run({ minutes }: Settings): Promise<Row[]> {
    await using server = await startServer('double')
    const { port, s3Port, pid } = ready.parse(server.ready)
    const share = minutes / 10
    const want = { requests: Math.ceil(tenMinutes.requests * share), worlds: Math.ceil(tenMinutes.worlds * share) }
    const done = { requests: 0, worlds: 0 }
    const end = performance.now() + minutes * 60_000
    const usage = soakUsage(server, pid, port)

    /** One hundredth of it at a time: requests and worlds in turns. */
    const work = async (): Promise<void> => {
      const answers = Math.max(connections, Math.round(want.requests / 100))
      const to = (share: number): number => Math.max(connections, Math.round(answers * share))
      const messages = await freshMessages(port)
      const many = await loadMessages({ port, messages, connections, until: { answers: to(0.8) } })
      done.requests += many.requests
      for (const method of ['PUT', 'GET'] as const) {
        const messages = objectMessages(s3Port, method)
        done.requests += (
          await loadMessages({ port: s3Port, messages, connections, until: { answers: to(0.1) } })
        ).requests
      }
      for (let n = 0; n < Math.max(1, Math.round(want.worlds / 100)); n += 1) {
        await passingWorld(port)
        done.worlds += 1
        done.requests += 4
      }
    }

    // What is held once everything has happened once is the height from which nothing may grow.
    while (done.requests < warmAfter) await work()
    const warm = await usage()
    const warmed = { ...done }
    let told = performance.now()
    for (let n = 0; n < 80 || performance.now() < end; n += 1) {
      await work()
      if (performance.now() - told > 30_000) {
        told = performance.now()
        process.stderr.write(
          `soak: ${done.requests} requests, ${done.worlds} worlds, ${mebibytes((await server.usage()).resident)} MiB\n`,
        )
      }
    }
    const after = await usage()
    const detail = `${done.requests - warmed.requests} requests and ${done.worlds - warmed.worlds} worlds, behind ${warmed.requests} and ${warmed.worlds} of warming up`
    return [
      {
        what: `soak: resident memory, beside that of a warm double`,
        measured: after.resident / warm.resident,
        unit: '×',
        target: { most: 1.1 },
        detail: `${mebibytes(warm.resident)} to ${mebibytes(after.resident)} MiB after ${detail}`,
      },
      {
        what: 'soak: what lives after a collection, beside that of a warm double',
        measured: after.living / warm.living,
        unit: '×',
        target: { most: 1.05 },
        detail: `${mebibytes(warm.living)} to ${mebibytes(after.living)} MiB of objects and buffers`,
      },
      {
        what: 'soak: open files, beside those of a warm double',
        measured: after.files / warm.files,
        unit: '×',
        target: { most: 1 },
        detail: `${warm.files} to ${after.files}`,
      },
      {
        what: 'soak: entries of the journal, beside its limit',
        measured: after.journal / 1000,
        unit: '×',
        target: { most: 1 },
        detail: `${after.journal} entries, ${mebibytes(after.journalBytes)} MiB as it is answered`,
      },
    ]
  },
}

/** Signatures get old: each round has its own. */
async function freshMessages(port: number): Promise<Buffer[]> {
  const { telestream, stream, duracloud } = mainCredentials
  const signed = ['/videos.json', '/profiles.json', '/encodings.json'].map((path) => {
    const { query } = signRequest({
      verb: 'GET',
      host: '127.0.0.1',
      path,
      accessKey: telestream.accessKey,
      secret: telestream.secretKey,
      factoryId: telestream.factoryId,
      timestamp: new Date().toISOString(),
    })
    return message('GET', port, `/v3.0${path}?${query}`)
  })
  const key = new TextEncoder().encode(stream.apiSecret)
  const authorization = await new SignJWT({ server: true }).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key)
  const token = { authorization, 'stream-auth-type': 'jwt' }
  const root = duracloud[0] ?? { username: '', password: '' }
  const basic = { authorization: `Basic ${btoa(`${root.username}:${root.password}`)}` }
  return [
    ...signed,
    message('GET', port, `/api/v2/video/calltypes?api_key=${stream.apiKey}`, token),
    message('GET', port, `/api/v2/app?api_key=${stream.apiKey}`, token),
    message('GET', port, '/durastore/stores', basic),
    message('GET', port, '/_stuntdouble/worlds'),
  ]
}

/** Objects that are put over each other, and read. */
function objectMessages(port: number, method: 'PUT' | 'GET', keys: S3Keys = mainCredentials.s3): Buffer[] {
  const body = method === 'PUT' ? new Uint8Array(10_000) : new Uint8Array()
  const host = `127.0.0.1:${port}`
  return Array.from({ length: connections }, (_, n) => {
    const path = `/bench/soak-${n}`
    const headers = signV4(keys, { method, host, path, payload: sha256(body), at: Date.now() })
    return message(method, port, path, headers, body)
  })
}

/** A world comes, is asked something, and goes. */
async function passingWorld(port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}`
  const made = await fetch(`${url}/_stuntdouble/worlds`, { method: 'POST' })
  const { name, credentials } = z
    .object({ name: z.string(), credentials: z.object({ telestream: z.object({ apiKey: z.string() }) }) })
    .parse(await made.json())
  const headers = { 'x-api-key': credentials.telestream.apiKey, 'content-type': 'application/json' }
  const asked = await fetch(`${url}/stores/v1.1/stores`, { headers })
  if (asked.status !== 200) throw new Error(`${asked.status}: ${await asked.text()}`)
  await asked.body?.cancel()
  const gone = await fetch(`${url}/_stuntdouble/worlds/${name}`, { method: 'DELETE' })
  if (gone.status !== 204) throw new Error(`${gone.status}: ${await gone.text()}`)
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}
