// What is heavy rather than wrong: slow and half requests, floods, giants, and small things that would grow.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { signV4 } from '../../../scripts/bench/sign-v4.ts'
import { destroyAll, head, open, opened, type Target, tell } from './target.ts'

export interface Attack {
  name: string
  /** What takes the attackers longer than the attack: done before anybody measures. */
  prepare?: () => void
  /** Answers what was answered, by status lines: for people. */
  run: (target: Target) => Promise<string>
}

/** ms that attacks go on that have no end of their own. */
const lasting = 3000
const MiB = 2 ** 20

function counted(statuses: readonly string[]): string {
  const counts = Map.groupBy(statuses, (status) => status.slice(9, 12) || 'no answer')
  return [...counts].map(([status, of]) => `${of.length} × ${status}`).join(', ')
}

/** So many clients, each of which begins again when it has its answer, for as long as an attack lasts. */
async function goOn(clients: number, work: (turn: number) => Promise<string>): Promise<string> {
  const end = performance.now() + lasting
  const answers: string[] = []
  const client = async (first: number): Promise<void> => {
    for (let turn = first; performance.now() < end; turn += 1) answers.push(await work(turn))
  }
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)))
  return counted(answers)
}

function stream(target: Target, path: string, length: number, more: Record<string, string> = {}): string {
  return head('POST', `${path}?api_key=${target.credentials.stream.apiKey}`, {
    authorization: target.streamToken,
    'stream-auth-type': 'jwt',
    'content-type': 'application/json',
    'content-length': length,
    ...more,
  })
}

function basic({ credentials }: Target): string {
  const { username, password } = credentials.duracloud[0] ?? { username: '', password: '' }
  return `Basic ${btoa(`${username}:${password}`)}`
}

function* zeros(bytes: number): Generator<Uint8Array> {
  const piece = new Uint8Array(MiB)
  for (let sent = 0; sent < bytes; sent += MiB) yield piece.subarray(0, Math.min(MiB, bytes - sent))
}

/** The head of an entry of a tar: it says how large the entry is, and no more. */
function tarHead(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('ustar\x0000', 257)
  block.write('        ', 148)
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  return block
}

function manifest(entries: readonly { path: string; size: number; sha256: string }[]): Buffer {
  const sizes = { entities: 1, jobs: 0, blobs: 1, bytes: 1 }
  const about = {
    format: 'stuntdouble-snapshot',
    version: 1,
    stuntdouble: '0',
    schema: 1,
    objects: 'embedded',
    world: 'x',
  }
  return Buffer.from(JSON.stringify({ ...about, at: '2026-01-01T00:00:00.000Z', sizes, entries }))
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}

const toSnapshots = (length: number): string =>
  head('POST', '/_stuntdouble/snapshots', { 'content-type': 'application/x-tar', 'content-length': length })

const bombs: Buffer[] = []

export const attacks: readonly Attack[] = [
  {
    name: '500 clients that write a byte of their header every 100 ms',
    async run({ port, s3Port }) {
      const sockets = [...(await opened(port, 400)), ...(await opened(s3Port, 100))]
      const text = `GET /v3.0/videos.json HTTP/1.1\r\nHost: x\r\nX-Slow: ${'a'.repeat(1000)}`
      for (let at = 0; at < lasting / 100; at += 1) {
        for (const socket of sockets) socket.write(text[at] ?? 'a')
        await sleep(100)
      }
      destroyAll(sockets)
      return 'not answered before they are done'
    },
  },
  {
    name: '500 clients that stop in the middle of a body, and hang up',
    async run(target) {
      const sockets = [...(await opened(target.port, 400)), ...(await opened(target.s3Port, 100))]
      const half = [
        stream(target, '/api/v2/video/call/default/x', 100_000),
        head('POST', '/v3.0/videos.json', {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': 100_000,
        }),
        head('POST', '/v3.0/videos.json', {
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': 100_000,
        }),
        head('POST', '/stores/v1.1/stores', {
          'x-api-key': target.credentials.telestream.apiKey,
          'content-type': 'application/json',
          'content-length': 100_000,
        }),
        head('PUT', '/durastore/hostile-space/half', { authorization: basic(target), 'content-length': 100_000 }),
        head('POST', '/durastore/task/create-snapshot?storeID=2', {
          authorization: basic(target),
          'content-length': 100_000,
        }),
        head('POST', '/bridge/snapshot/x/complete', { authorization: basic(target), 'content-length': 100_000 }),
        head('POST', '/_stuntdouble/worlds', { 'content-type': 'application/json', 'content-length': 100_000 }),
        toSnapshots(100_000),
      ]
      sockets.forEach((socket, at) =>
        socket.write(
          `${at >= 400 ? head('PUT', '/bench/half', { 'content-length': 100_000 }) : half[at % half.length]}{"a":`,
        ),
      )
      await sleep(lasting)
      destroyAll(sockets)
      return 'not answered before they hang up'
    },
  },
  {
    name: '3,000 connections that say nothing, and 3,000 that come and go',
    async run({ port, s3Port }) {
      const silent = [...(await opened(port, 2500)), ...(await opened(s3Port, 500))]
      for (let n = 0; n < 30; n += 1) destroyAll(await opened(port, 100))
      const open = silent.filter((socket) => !socket.destroyed).length
      destroyAll(silent)
      return `${open} of 3000 stayed open`
    },
  },
  {
    name: 'headers of 60 KiB, of 1 MiB, and 20,000 of them',
    async run({ port }) {
      const large = head('GET', '/v3.0/videos.json', { 'x-large': 'a'.repeat(60_000) })
      const giant = `GET / HTTP/1.1\r\nhost: x\r\nx-giant: ${'a'.repeat(MiB)}`
      const many = `GET /v3.0/videos.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${'a: b\r\n'.repeat(20_000)}\r\n`
      return goOn(4, (turn) => tell(port, [large, giant, many][turn % 3] ?? large))
    },
  },
  {
    name: 'JSON that is nested a million deep, to every API',
    async run(target) {
      const deep = '['.repeat(MiB - 10)
      const json = { 'content-type': 'application/json', 'content-length': deep.length }
      const key = { 'x-api-key': target.credentials.telestream.apiKey }
      const heads = [
        stream(target, '/api/v2/users', deep.length),
        head('POST', '/stores/v1.1/stores', { ...json, ...key }),
        head('POST', `/flip/3.1/videos.json?factory_id=${target.credentials.telestream.factoryId}`, {
          ...json,
          ...key,
        }),
        head('POST', '/v3.0/videos.json', json),
        head('POST', '/durastore/task/enable-hls', { ...json, authorization: basic(target) }),
        head('POST', '/bridge/snapshot/x/complete', { ...json, authorization: basic(target) }),
        head('POST', '/_stuntdouble/worlds', json),
        head('POST', '/_stuntdouble/states', json),
      ]
      const closed = deep.slice(0, 400_000) + ']'.repeat(400_000)
      const whole = [
        stream(target, '/api/v2/users', closed.length),
        head('POST', '/_stuntdouble/seed', { ...json, 'content-length': closed.length }),
      ]
      const messages = [...heads.map((one) => [one, deep] as const), ...whole.map((one) => [one, closed] as const)]
      return goOn(4, (turn) => {
        const [one, body] = messages[turn % messages.length] ?? ['', '']
        return tell(target.port, one, [body])
      })
    },
  },
  {
    name: 'gzip and deflate of a thousand times their size, to every API',
    prepare() {
      bombs.push(gzipSync(new Uint8Array(512 * MiB), { level: 9 }), deflateRawSync(new Uint8Array(512 * MiB)))
    },
    async run(target) {
      const [bomb = Buffer.alloc(0), raw = bomb] = bombs
      const zipped = { 'content-encoding': 'gzip', 'content-type': 'application/json' }
      const key = { 'x-api-key': target.credentials.telestream.apiKey }
      const heads = (body: Buffer): string[] => {
        const length = { 'content-length': body.length }
        return [
          stream(target, '/api/v2/users', body.length, { 'content-encoding': body === raw ? 'deflate' : 'gzip' }),
          head('POST', '/v3.0/videos.json', { ...zipped, ...length }),
          head('POST', '/stores/v1.1/stores', { ...zipped, ...length, ...key }),
          head('POST', '/_stuntdouble/worlds', { ...zipped, ...length }),
          head('PUT', '/durastore/hostile-space/bomb', { ...zipped, ...length, authorization: basic(target) }),
        ]
      }
      return goOn(4, (turn) => {
        const body = turn % 2 === 0 ? bomb : raw
        return tell(target.port, heads(body)[turn % 5] ?? '', [body])
      })
    },
  },
  {
    name: 'files of snapshots that promise more than there is, or hold more than they promise',
    async run({ port }) {
      const size = 32 * MiB
      const digest = createHash('sha256').update('').digest('hex')
      const lying = manifest([{ path: `objects/${digest}`, size: 2 ** 40, sha256: digest }])
      const many = manifest(
        Array.from({ length: 60_000 }, (_, n) => ({
          path: `objects/${n.toString(16).padStart(64, '0')}`,
          size: 1,
          sha256: digest,
        })),
      )
      const zipped = gzipSync(new Uint8Array(64 * MiB))
      const messages = (): [length: number, body: Iterable<Uint8Array>][] => [
        [size, zeros(size)],
        [512 + size, [tarHead('manifest.json', size), ...zeros(size)]],
        [512 + 1024, [tarHead('manifest.json', 2 ** 32), new Uint8Array(1024)]],
        [
          1024 + padded(lying).length + size,
          [
            tarHead('manifest.json', lying.length),
            padded(lying),
            tarHead(`objects/${digest}`, 2 ** 32),
            ...zeros(size),
          ],
        ],
        [512 + padded(many).length, [tarHead('manifest.json', many.length), padded(many)]],
        [zipped.length, [zipped]],
      ]
      return goOn(1, (turn) => {
        const [length, body] = messages()[turn % 6] ?? [0, []]
        return tell(port, toSnapshots(length), body)
      })
    },
  },
  {
    name: 'documents of XML of 8 MiB and of 100,000 tags, and forms of 100,000 fields',
    async run({ port, s3Port, credentials }) {
      const keys = Buffer.from(`<Delete>${'<Object><Key>a</Key></Object>'.repeat(280_000)}</Delete>`)
      const taken = Buffer.from(`<Delete>${'<Object><Key>a</Key></Object>'.repeat(24_000)}</Delete>`)
      const { accessKey } = credentials.telestream
      const signedByNobody = Buffer.from(
        `access_key=${accessKey}&timestamp=2026-01-01T00:00:00Z&signature=${'A'.repeat(43)}%3D&${Array.from({ length: 250 }, (_, n) => `f${n}=${'%20'.repeat(300)}`).join('&')}`,
      )
      const laughs = Buffer.from(
        `<!DOCTYPE a [${Array.from({ length: 12 }, (_, n) => `<!ENTITY e${n} "${`&e${n - 1};`.repeat(10)}">`).join('')}]><Delete>&e11;</Delete>`,
      )
      const form = Buffer.from(Array.from({ length: 100_000 }, (_, n) => `f${n}=1`).join('&'))
      const parts = Buffer.from(
        Array.from(
          { length: 20_000 },
          (_, n) => `--b\r\nContent-Disposition: form-data; name="f${n}"\r\n\r\n1\r\n`,
        ).join(''),
      )
      const toBucket = (body: Buffer): Promise<string> => {
        const host = '127.0.0.1'
        const { s3 } = credentials
        const payload = 'UNSIGNED-PAYLOAD'
        const signed = signV4(s3, {
          method: 'POST',
          host,
          path: '/bench',
          query: { delete: '' },
          payload,
          at: Date.now(),
        })
        const md5 = createHash('md5').update(body).digest('base64')
        const headers = { ...signed, 'content-md5': md5, 'content-length': body.length }
        return tell(s3Port, head('POST', '/bench?delete=', headers), [body])
      }
      const toVideos = (type: string, body: Buffer): Promise<string> =>
        tell(port, head('POST', '/v3.0/videos.json', { 'content-type': type, 'content-length': body.length }), [body])
      return goOn(6, (turn) => {
        if (turn % 6 === 0) return toBucket(keys)
        if (turn % 6 === 1) return toBucket(laughs)
        if (turn % 6 === 2) return toVideos('application/x-www-form-urlencoded', form)
        if (turn % 6 === 3) return toVideos('multipart/form-data; boundary=b', parts)
        // As much as is taken: keys that are looked at, and fields that were signed by somebody, if not by whom they say.
        return turn % 6 === 4 ? toBucket(taken) : toVideos('application/x-www-form-urlencoded', signedByNobody)
      })
    },
  },
  {
    name: '100 clients that ask for an object of 100 MiB and do not read it',
    async run({ s3Port, large }) {
      const sockets = Array.from({ length: 100 }, () => open(s3Port).pause())
      for (const socket of sockets) {
        socket.write(head('GET', large, {}))
        await sleep(lasting / sockets.length)
      }
      destroyAll(sockets)
      return 'as much is sent as they take'
    },
  },
  {
    name: '8 clients that upload 20 MiB again and again, some of them in pieces of 1 KiB',
    async run(target) {
      const small = new Uint8Array(1024)
      function* pieces(): Generator<Uint8Array> {
        for (let n = 0; n < 2048; n += 1) yield small
      }
      return goOn(8, (turn) => {
        const slow = turn % 4 === 0
        const length = slow ? 2 * MiB : 20 * MiB
        const path = `/durastore/hostile-space/upload-${turn % 10}`
        const put = head('PUT', path, { authorization: basic(target), 'content-length': length })
        return tell(target.port, put, slow ? pieces() : zeros(length))
      })
    },
  },
]
