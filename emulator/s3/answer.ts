// The S3 wire: one request, one answer. So far anybody may read what is public, and the bearer of a presigned URL what it names.
import { isObjectStoreError } from '../objects/errors.ts'
import type { ObjectStore } from '../objects/object-store.ts'
import { addressOf } from './address.ts'
import { preflight, publicAnswer } from './cors.ts'
import { accessDenied, anonymousOverride, fromStore, methodNotAllowed, notImplemented, S3Error } from './errors.ts'
import { isPresigned, type Keys, verifyPresigned } from './presigned.ts'
import { readObject } from './read-object.ts'
import { elements, xmlDeclaration } from './xml.ts'

export interface S3Call {
  readonly request: Request
  /** `/BUCKET/KEY`, percent-encoded, without what the caller's routing put before it. */
  readonly path: string
  /** NAME of `/w/NAME`, when the caller's routing put that before the path: a signature is of the whole. */
  readonly prefix?: string | undefined
  /** The raw query string, without `?`. */
  readonly query: string
  /** Set here: the name of S3's operation. */
  operation?: string
  /** Set here: the text of the answer, when it is one. */
  responseBody?: string
}

export interface S3Context extends Keys {
  store: ObjectStore
  /** For `x-amz-request-id`. */
  requestId: string
}

/** Parameters that make a GET another operation than GetObject; others are ignored, as S3 ignores them. */
const subresources = new Set([
  'acl',
  'attributes',
  'cors',
  'legal-hold',
  'lifecycle',
  'location',
  'partNumber',
  'policy',
  'retention',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
])

/**
 * Answers a request on the S3 port.
 * @throws only what is no refusal: a failing disk, say
 */
export async function answerS3(call: S3Call, context: S3Context): Promise<Response> {
  const response = await answerOrRefuse(call, context)
  response.headers.set('x-amz-request-id', context.requestId)
  return response
}

async function answerOrRefuse(call: S3Call, context: S3Context): Promise<Response> {
  const { store, requestId } = context
  const { request, path, query } = call
  let readable = false
  try {
    if (request.method === 'OPTIONS') return preflight(request)
    const parameters = new URLSearchParams(query)
    const { bucket, key } = addressOf(path)
    const signed = isPresigned(query)
    if (signed) verifyPresigned({ request, path: pathOnTheWire(call), query }, context)
    else refuseSigned(request, parameters)
    refuseOthersThanReaders(request)
    // A list of buckets is nobody's but their owner's.
    if (bucket === '') throw accessDenied()
    try {
      readable = (await store.headBucket(bucket)).publicRead || signed
      if (key === '') return answerBucket(call, readable)
      const head = readable ? await store.head(bucket, key) : await headOfPublic(store, bucket, key)
      readable = true
      refuseSubresources(parameters, signed)
      call.operation = request.method === 'HEAD' ? 'HeadObject' : 'GetObject'
      const response = await readObject(request, store, head)
      for (const [name, value] of Object.entries(publicAnswer)) response.headers.set(name, value)
      return response
    } catch (error) {
      throw fromStore(error, bucket, key) ?? error
    }
  } catch (error) {
    if (error instanceof S3Error) return refusal(call, error, requestId, readable)
    throw error
  }
}

function pathOnTheWire({ path, prefix }: S3Call): string {
  return prefix === undefined ? path : `/w/${prefix}${path}`
}

function refuseSigned({ headers }: Request, parameters: URLSearchParams): void {
  if (headers.has('authorization') || parameters.has('Signature')) {
    throw notImplemented(
      'this double does not serve signed requests yet, but for presigned GETs; public objects need no signature',
    )
  }
}

function refuseOthersThanReaders({ method }: Request): void {
  if (method === 'PUT' || method === 'POST' || method === 'DELETE') throw accessDenied()
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed(method)
}

function refuseSubresources(parameters: URLSearchParams, signed: boolean): void {
  for (const name of parameters.keys()) {
    if (subresources.has(name)) throw notImplemented(name)
    if (name.startsWith('response-')) throw signed ? notImplemented(name) : anonymousOverride()
  }
}

/** Who may not list a bucket is not told what is in it: a missing object looks like a private one. */
async function headOfPublic(store: ObjectStore, bucket: string, key: string) {
  try {
    const head = await store.head(bucket, key)
    if (head.publicRead) return head
  } catch (error) {
    if (!isObjectStoreError(error, 'NoSuchKey')) throw error
  }
  throw accessDenied()
}

function answerBucket(call: S3Call, readable: boolean): Response {
  if (!readable) throw accessDenied()
  if (call.request.method !== 'HEAD') throw notImplemented('lists of objects')
  call.operation = 'HeadBucket'
  return new Response(null, { status: 200, headers: publicAnswer })
}

/** The one place where a refusal becomes an answer. */
function refusal(call: S3Call, error: S3Error, requestId: string, readable: boolean): Response {
  const headers = { ...error.headers, ...(readable && publicAnswer), 'content-type': 'application/xml' }
  if (call.request.method === 'HEAD') return new Response(null, { status: error.status, headers })
  const pairs = {
    Code: error.code,
    Message: error.message,
    ...error.details,
    RequestId: requestId,
    HostId: 'stuntdouble',
  }
  call.responseBody = `${xmlDeclaration}<Error>${elements(Object.entries(pairs))}</Error>`
  return new Response(call.responseBody, { status: error.status, headers })
}
