// The platform of a browser tab (or of any runtime without Node's built-ins): the same SQL through the official WebAssembly build.
import { hmac } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256 as sha256InJavaScript, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { browserTransport } from './browser-transport.ts'
import { type Ffmpeg, FfmpegUnavailable } from './ffmpeg.ts'
import type { Recorded } from '../journal.ts'
import type {
  Channel,
  ConsoleFiles,
  Database,
  Digest,
  DigestName,
  Hmac,
  Listener,
  ListenOptions,
  SqlRow,
  Tls,
  TlsOptions,
} from './platform.ts'

/** Nobody hears of what is answered but the journal. */
export const exchanges: Channel<Recorded> = { hasSubscribers: false, publish: () => undefined }

/** What a browser's `fetch` can reach. */
export const transport = browserTransport

let sqlite: ReturnType<typeof loadSqlite> | undefined

async function loadSqlite() {
  const { default: init } = await import('@sqlite.org/sqlite-wasm')
  return init()
}

/** Opens an SQLite database in memory; a browser tab keeps no files. */
export async function openDatabase(path = ':memory:'): Promise<Database> {
  if (path !== ':memory:' && !path.endsWith('?vfs=memdb'))
    throw new TypeError(`A browser keeps its state in memory; it cannot open ${path}`)
  sqlite ??= loadSqlite()
  const { oo1 } = await sqlite
  const database = new oo1.DB(path)
  return {
    exec: (sql) => void database.exec(sql),
    prepare(sql) {
      const statement = database.prepare(sql)
      const bind = (values: readonly (string | number | null)[]) => {
        statement.reset()
        if (values.length > 0) statement.bind([...values])
        return statement
      }
      return {
        run: (...values) => void bind(values).stepReset(),
        get(...values) {
          const row = bind(values).step() ? (statement.get({}) as SqlRow) : undefined
          statement.reset()
          return row
        },
        all(...values) {
          const rows: SqlRow[] = []
          bind(values)
          while (statement.step()) rows.push(statement.get({}) as SqlRow)
          statement.reset()
          return rows
        },
      }
    },
    close: () => database.close(),
  }
}

let lastShared = 0

/** Opens a new database in memory that has an address; it is there as long as it is open. */
export async function openSharedDatabase(): Promise<{ database: Database; address: string }> {
  const address = `file:/stuntdouble-${(lastShared += 1)}?vfs=memdb`
  return { database: await openDatabase(address), address }
}

const hashes = { md5, sha1, sha256: sha256InJavaScript, sha512 } as const

/** An incremental digest in JavaScript: WebCrypto has none. */
export function createDigest(name: DigestName): Digest {
  const hash = hashes[name].create()
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() }
}

/** The SHA-256 of a short text or of few bytes. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return sha256InJavaScript(typeof data === 'string' ? utf8ToBytes(data) : data)
}

/** The same in lower-case hex. */
export function sha256Hex(data: Uint8Array | string): string {
  return bytesToHex(sha256(data))
}

/** The MD5 of bytes that are there at once, in lower-case hex. */
export function md5Hex(data: Uint8Array): string {
  return bytesToHex(md5(data))
}

/** Makes the function that signs texts with a secret; the secret's part of the work is done here. */
export function hmacSha256(secret: string | Uint8Array): Hmac {
  const keyed = hmac.create(sha256InJavaScript, typeof secret === 'string' ? utf8ToBytes(secret) : secret)
  return (text, encoding, rest = '') => {
    const digest = keyed.clone().update(utf8ToBytes(text)).update(utf8ToBytes(rest)).digest()
    return encoding === 'hex' ? bytesToHex(digest) : btoa(String.fromCharCode(...digest))
  }
}

/** A browser has no CRC-32 that a page may call. */
export const crc32: ((bytes: Uint8Array, before: number) => number) | undefined = undefined

/** Nothing comes over sockets: what a body is made of is its sender's. */
export function giveBack(_bytes: Uint8Array): void {}

/** Until all that has arrived meanwhile was looked at: a message comes behind it, and no timer's least delay is waited for. */
export function nextTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    const arrived = () => {
      port1.close()
      resolve()
    }
    port1.addEventListener('message', arrived, { once: true })
    port1.start()
    port2.postMessage(undefined)
  })
}

/** The names of headers in lower case. */
export function headerNames(headers: Headers): string[] {
  return [...headers.keys()]
}

/** An answer of text, or of few bytes. `headers` have names in lower case. */
export function plainResponse(
  body: string | Uint8Array<ArrayBuffer>,
  status: number,
  headers: Readonly<Record<string, string>>,
): Response {
  return new Response(body, { status, headers: { ...headers } })
}

/** An answer with a large body. */
export function streamResponse(body: ReadableStream<Uint8Array>, init: ResponseInit): Response {
  return new Response(body, init)
}

/** As the platform itself would make one. */
export function asResponse(response: Response): Response {
  return response
}

/** The bytes of a file that is shipped with the package. */
export async function readAsset(url: URL): Promise<Uint8Array> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** A double in a tab has no address to open in another one. */
export async function readConsoleFiles(): Promise<ConsoleFiles> {
  throw Object.assign(new TypeError('A double in a browser has no console; start one with `npx stuntdouble start`'), {
    name: 'NoConsole',
  })
}

export async function openDirectoryBlobs(_directory: string): Promise<never> {
  throw new TypeError('A browser has no data directory')
}

export async function openDataDirectory(_directory: string): Promise<never> {
  throw new TypeError('A browser has no data directory')
}

export async function listen(_options: ListenOptions): Promise<Listener> {
  throw new TypeError('A browser cannot listen; use emulator.fetch or the msw handlers')
}

export async function openTls(_options: TlsOptions): Promise<Tls> {
  throw new TypeError('A browser cannot listen, so it needs no certificates; leave `tls` away')
}

export async function openFfmpeg(_path?: string): Promise<Ffmpeg> {
  throw new FfmpegUnavailable('A browser cannot run ffmpeg; leave `encoder` at `simulated`')
}

/** Bundlers for browsers would ask everybody for a package that hardly anybody has. */
export function importOpenTelemetry(): Promise<never> {
  return Promise.reject(new TypeError('Traces need Node'))
}

/** A tab keeps its objects itself: the part of AWS's SDK that uploads in parts needs Node. */
export function importObjectStoreSdk(): Promise<never> {
  return Promise.reject(new TypeError('An S3 as the object store needs Node'))
}
