// The platform of a Node process.
import type { createHash as CreateHash, hash as Hash } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers'
import type { crc32 as Crc32 } from 'node:zlib'
import type { Recorded } from '../journal.ts'
import type { Transport } from '../outbound/transport.ts'
import { writing } from './node-disk-full.ts'
import type { Ffmpeg } from './ffmpeg.ts'
import { type PlainBody, PlainResponse } from './node-plain-response.ts'
import { startTimer } from './node-timer.ts'
import type {
  Channel,
  ConsoleFiles,
  Database,
  Digest,
  DigestName,
  Listener,
  ListenOptions,
  SqlRow,
  Tls,
  TlsOptions,
} from './platform.ts'

/**
 * Every request that a double of this process answered, as its journal takes it down, with secrets: `stuntdouble:exchange` among Node's
 * diagnostics channels.
 */
export const exchanges: Channel<Recorded> = channel('stuntdouble:exchange')

/** Sockets for outbound requests; loaded by the first: `node:http` alone takes a process longer than all the rest of the double. */
export const transport: Transport = {
  startTimer,
  resolve: async (hostname) => (await loadTransport()).resolve(hostname),
  send: async (request) => (await loadTransport()).send(request),
}

async function loadTransport(): Promise<Transport> {
  return (await import('./node-transport.ts')).nodeTransport
}

/**
 * Opens an SQLite database.
 * @param path a file, or `:memory:`
 */
export async function openDatabase(path = ':memory:'): Promise<Database> {
  const database = new DatabaseSync(path)
  return {
    exec: (sql) => writing(() => database.exec(sql)),
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        run: (...values) => void writing(() => statement.run(...values)),
        // Reads write too, where a statement answers what it has changed.
        get: (...values) => writing(() => statement.get(...values)) as SqlRow | undefined,
        all: (...values) => statement.all(...values) as SqlRow[],
      }
    },
    close: () => database.close(),
  }
}

// Asked for by the first digest, and not imported: to give an ES module its names, Node loads all of WebCrypto.
let createHash: typeof CreateHash | undefined
let hash: typeof Hash | undefined
// The same: few requests need it, and it takes as long to load as node:http.
let zlibCrc32: typeof Crc32 | undefined

let lastShared = 0

/** Opens a new database in memory that has an address; it is there as long as it is open. */
export async function openSharedDatabase(): Promise<{ database: Database; address: string }> {
  // All threads of a process share these names; few doubles ever need one.
  const { threadId } = await import('node:worker_threads')
  const address = `file:/stuntdouble-${threadId}-${(lastShared += 1)}?vfs=memdb`
  return { database: await openDatabase(address), address }
}

/** An incremental digest by OpenSSL: nine times the speed of a JavaScript one on bulk bytes. */
export function createDigest(name: DigestName): Digest {
  createHash ??= process.getBuiltinModule('node:crypto').createHash
  const digest = createHash(name)
  return { update: (bytes) => void digest.update(bytes), digest: () => digest.digest() }
}

/** The SHA-256 of a short text or of few bytes, at once: a fifth of what an incremental one costs. */
export function sha256(data: Uint8Array | string): Uint8Array {
  hash ??= process.getBuiltinModule('node:crypto').hash
  return hash('sha256', data, 'buffer')
}

/** The same in lower-case hex. */
export function sha256Hex(data: Uint8Array | string): string {
  hash ??= process.getBuiltinModule('node:crypto').hash
  return hash('sha256', data, 'hex')
}

/** The MD5 of bytes that are there at once, in lower-case hex. */
export function md5Hex(data: Uint8Array): string {
  hash ??= process.getBuiltinModule('node:crypto').hash
  return hash('md5', data, 'hex')
}

export { headerNames } from './node-bodiless-request.ts'
export { hmacSha256 } from './node-hmac.ts'
export { giveBack } from './node-received.ts'
export { streamResponse } from './node-stream-response.ts'
export { asResponse } from './node-plain-response.ts'

/** The CRC-32 of zip and of S3, carried on from that of the bytes before; undefined where the platform has none of its own. */
export const crc32: ((bytes: Uint8Array, before: number) => number) | undefined = (bytes, before) => {
  zlibCrc32 ??= process.getBuiltinModule('node:zlib').crc32
  return zlibCrc32(bytes, before)
}

/** Until all that has arrived meanwhile was looked at: the next turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

/** The bytes of a file that is shipped with the package. At once: these are small, and by a thread it takes ten times as long. */
export async function readAsset(url: URL): Promise<Uint8Array> {
  return readFileSync(url)
}

/** The files of the console's page; in the sources they are made when somebody asks first. */
export async function readConsoleFiles(): Promise<ConsoleFiles> {
  return (await import('./node-console.ts')).readConsoleFiles()
}

/** AWS's SDK, for an object store elsewhere. A peer that most doubles do without: rejects where it is not installed. */
export async function importObjectStoreSdk() {
  return Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')])
}

/** OpenTelemetry's API, a peer that is asked for by whoever traces: rejects where it is not installed. */
export async function importOpenTelemetry() {
  return import('@opentelemetry/api')
}

/** The blobs of a data directory; loaded only when one is given. */
export async function openDirectoryBlobs(directory: string) {
  const { DirectoryBlobs } = await import('../objects/directory-blobs.ts')
  return DirectoryBlobs.open(directory)
}

/** The files of a data directory: the worlds' databases. */
export async function openDataDirectory(directory: string) {
  const { DataDirectory } = await import('./node-data-directory.ts')
  return DataDirectory.open(directory)
}

/** An answer of text, or of few bytes, which are nobody else's from now on. `headers` have names in lower case. */
export function plainResponse(body: PlainBody, status: number, headers: Readonly<Record<string, string>>): Response {
  return new PlainResponse(body, status, headers)
}

/** Listens on a TCP port. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { listenOnNode } = await import('./node-listen.ts')
  return listenOnNode(options)
}

/** An authority of the double's own, and certificates; loaded only when they are wanted. */
export async function openTls(options: TlsOptions): Promise<Tls> {
  const { openTlsOnNode } = await import('./node-tls.ts')
  return openTlsOnNode(options)
}

/**
 * The ffmpeg of this machine; loaded only when one is wanted.
 * @param path a program, or a name that is looked for on PATH; default `ffmpeg`
 * @throws {FfmpegUnavailable} when there is none there
 */
export async function openFfmpeg(path?: string): Promise<Ffmpeg> {
  const { openFfmpegOnNode } = await import('./node-ffmpeg.ts')
  return openFfmpegOnNode(path)
}
