// Stream's own storage, `stream-s3`: a bucket of the world behind signed URLs, as the vendor's are behind its CDN (§2.9, §2.10).
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { constantTimeEqual } from '../../../constant-time.ts'
import type { Exchange } from '../../../exchange.ts'
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { ObjectAddress, ObjectStore } from '../../../objects/object-store.ts'
import { objectHeaders } from '../../../s3/object-headers.ts'
import { parseRange } from '../../../s3/range.ts'
import type { World } from '../../../world.ts'
import type { FileToStore } from './store-file.ts'

/** Where the vendor's CDN is on the double: `/stream-io-cdn/us-east/1/video/recordings/…`. */
export const cdnPrefix = '/stream-io-cdn'
const region = 'us-east'
const bucket = 'stream-s3'
/** As long as files are kept: exactly two weeks from when they are ready (§2.9). */
export const keptFor = 14 * 24 * 3_600_000

/** Puts the file there. @returns a URL that works until the file vanishes, two weeks later */
export async function putOnStream(world: World, file: FileToStore, origin?: string): Promise<string> {
  const address = addressOf(world, file)
  await world.objects.createBucket(bucket).catch((error: unknown) => {
    if (!isObjectStoreError(error, 'BucketAlreadyExists')) throw error
  })
  await world.objects.put(bucket, address.key, file.body, { contentType: file.contentType })
  return signedUrl(world, address.key, world.clock.now() + keptFor, origin)
}

/** Lets go of a file; one that is not there any more is no error. */
export async function deleteFromStream(world: World, file: Pick<FileToStore, 'folder' | 'name'>): Promise<void> {
  const { key } = addressOf(world, file)
  await world.objects.delete(bucket, key).catch((error: unknown) => {
    if (!isObjectStoreError(error, 'NoSuchBucket')) throw error
  })
}

/** The number of the app, which is in the paths of its files. */
export function appId(world: World): number {
  const known = world.state.read<number>('stream/app-id')
  if (known !== undefined) return known
  const id = 1_100_000 + Math.floor(world.ids.fraction('stream-app') * 100_000)
  world.state.write('stream/app-id', id)
  return id
}

function addressOf(world: World, { folder, name }: Pick<FileToStore, 'folder' | 'name'>): ObjectAddress {
  return { bucket, key: `${appId(world)}/${folder}/${name}` }
}

/** Which world a signed URL belongs to: the key pair in it is one world's. */
export function keyPairKey(query: string): string | undefined {
  const id = /(?:^|&)Key-Pair-Id=(\w+)/.exec(query)?.[1]
  return id === undefined ? undefined : `stream/key-pair/${id}`
}

function keyPairId(world: World): string {
  const known = world.state.read<string>('stream/key-pair')
  if (known !== undefined) return known
  const id = `K${world.ids.hex('stream-key-pair', 13).toUpperCase()}`
  world.state.write('stream/key-pair', id)
  return id
}

function signedUrl(world: World, key: string, expiresAt: number, origin = world.url): string {
  const path = `${cdnPrefix}/${region}/${key.split('/').map(encodeURIComponent).join('/')}`
  const id = keyPairId(world)
  const seconds = Math.floor(expiresAt / 1000)
  const query = `Expires=${seconds}&Signature=${signatureOf(world, path, seconds)}&Key-Pair-Id=${id}`
  return `${world.issue(origin, `stream/key-pair/${id}`, path)}?${query}`
}

const secretKey = 'stream/cdn-secret'

/** In a copy of a world, URLs of files are signed as they were: rows hold some. */
export function keepSigning(world: World, apiSecret: string): void {
  if (world.state.read(secretKey) === undefined) world.state.write(secretKey, apiSecret)
}

/** The double's own: a world needs no RSA key for URLs that only it checks. */
function signatureOf(world: World, path: string, expires: number): string {
  const secret = world.state.read<string>(secretKey) ?? world.credentials.stream.apiSecret
  const mac = hmac(sha256, utf8ToBytes(`cdn/${secret}`), utf8ToBytes(`${path}?${expires}`))
  return btoa(String.fromCharCode(...mac))
    .replaceAll('+', '-')
    .replaceAll('/', '~')
    .replaceAll('=', '_')
}

/** What the journal calls a request to the CDN, which the vendor has no names for; undefined for a method that it refuses. */
export const cdnOperations: Readonly<Record<string, string>> = {
  GET: 'cdn.get',
  HEAD: 'cdn.head',
  OPTIONS: 'cdn.preflight',
}

export const cdnOperation = (method: string): string | undefined =>
  Object.hasOwn(cdnOperations, method) ? cdnOperations[method] : undefined

/** GET and HEAD of a file by its signed URL; refusals are those of the vendor's CDN, which is CloudFront. */
export async function answerCdn(exchange: Exchange): Promise<Response> {
  const { request, world, path, query } = exchange
  const operation = cdnOperation(request.method)
  if (operation !== undefined) exchange.operation = operation
  const parameters = new URLSearchParams(query)
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: openToAll })
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(405, 'MethodNotAllowed', 'Method Not Allowed')
  const expires = parameters.get('Expires')
  const signature = parameters.get('Signature')
  if (expires === null || signature === null) {
    return refuse(403, 'MissingKey', 'Missing Key-Pair-Id query parameter or cookie value')
  }
  if (!constantTimeEqual(signatureOf(world, path, Number(expires)), signature))
    return refuse(403, 'AccessDenied', 'Access Denied')
  if (Number(expires) * 1000 <= world.clock.now()) return refuse(403, 'AccessDenied', 'Access Denied')
  try {
    const key = path
      .slice(cdnPrefix.length + 1)
      .split('/')
      .slice(1)
      .map(decodeURIComponent)
      .join('/')
    return await readFile(request, world.objects, key)
  } catch (error) {
    // Who may not list is not told what is missing, as of any bucket behind CloudFront.
    if (isObjectStoreError(error, 'NoSuchKey') || isObjectStoreError(error, 'NoSuchBucket'))
      return refuse(403, 'AccessDenied', 'Access Denied')
    throw error
  }
}

async function readFile(request: Request, store: ObjectStore, key: string): Promise<Response> {
  const head = await store.head(bucket, key)
  const headers = new Headers(objectHeaders(head))
  for (const [name, value] of Object.entries(openToAll)) headers.set(name, value)
  const asked = request.headers.get('range')
  const range = asked === null ? undefined : parseRange(asked, head.size)
  if (range === 'unsatisfiable') return refuse(416, 'InvalidRange', 'The requested range is not satisfiable')
  const { start, end } = range ?? { start: 0, end: head.size }
  headers.set('content-length', String(end - start))
  if (range) headers.set('content-range', `bytes ${start}-${end - 1}/${head.size}`)
  const status = range ? 206 : 200
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  const { body } = await store.get(bucket, key, range ? { range } : {})
  return new Response(body, { status, headers })
}

const openToAll = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'range',
}

function refuse(status: number, code: string, message: string): Response {
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    { status, headers: { 'content-type': 'text/xml', ...openToAll } },
  )
}
