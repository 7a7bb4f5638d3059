// The S3 wire: one request, one answer. Find the operation, see who asks, see whether they may, do it, put it on the wire.
import { plainResponse, streamResponse } from '#platform'
import { BodyAborted } from '../body/body-errors.ts'
import { noteFault } from '../objects/errors.ts'
import { mayList, requireAccess } from './access.ts'
import { addressOf } from './address.ts'
import { authenticate, type AuthenticateOptions } from './auth/authenticate.ts'
import type { Answer, Asked, S3Call, S3Context } from './call.ts'
import { corsHeaders, preflight, readersOnly } from './cors.ts'
import { presentedAccessKey } from './auth/presented-key.ts'
import { mistake } from '../diagnosis/index.ts'
import { accessDenied, S3Error } from './errors.ts'
import { findRoute } from './find-route.ts'
import { httpDate } from './http-date.ts'
import { isForm } from './is-form.ts'
import { Query } from './query.ts'
import type { Route } from './routes.ts'
import { partAlgorithms } from './upload-in.ts'
import { fromStore } from './store-errors.ts'
import { elements, xmlDeclaration } from './xml.ts'

export type { S3Call, S3Context } from './call.ts'

/**
 * Answers a request on the S3 port.
 * @throws only what is no refusal: a failing disk, say
 */
export async function answerS3(call: S3Call, context: S3Context): Promise<Response> {
  const { request } = call
  let bucket = ''
  let key = ''
  try {
    const address = addressOf(call.path, call.origin)
    bucket = address.bucket
    key = address.key
    if (request.method === 'OPTIONS') {
      call.operation = 'Preflight'
      return toResponse(call, context, answerPreflight(call, context, bucket, key))
    }
    const answer = await answerOperation(call, context, bucket, key)
    if (request.headers.has('origin')) addCors(answer, call, context, bucket)
    return toResponse(call, context, answer)
  } catch (error) {
    const refused = refusalOf(error, bucket, key)
    if (!refused) throw error
    noteFault(call, error)
    if (refused.code === 'AccessDenied' && !refused.diagnosis && presentedAccessKey(call) === undefined)
      refused.diagnosis = { mistakes: [mistake('no-credentials', unsigned)] }
    return toResponse(call, context, refusalAnswer(call, context, refused, bucket))
  }
}

const unsigned = {
  message: 'The request is not signed, and not everybody may do this',
  hint: 'Sign it, as every S3 SDK does with the keys that `stuntdouble env` prints; or let a policy or an ACL open the bucket',
}

/** The way of a request. */
async function answerOperation(call: S3Call, context: S3Context, bucket: string, key: string): Promise<Answer> {
  const { request } = call
  const { store } = context
  const query = new Query(call.query)
  const isPost = request.method === 'POST' && key === '' && bucket !== '' && isForm(request.headers)
  if (isPost) {
    call.operation = 'PostObject'
    const auth = { accessKeyId: undefined, headers: request.headers, body: null, contentLength: undefined }
    const nobody = { ...auth, checksumAlgorithm: undefined, checksums: () => ({}) }
    const { postObject } = await import('./post-object.ts')
    return postObject({
      call,
      context: { ...context, region: regionFor('PostObject', store, bucket) },
      store,
      request,
      headers: request.headers,
      query,
      bucket,
      key,
      auth: nobody,
      owner: false,
    })
  }
  const route = findRoute(request, query, bucket, key)
  call.operation = route.operation
  const keys = { ...context, region: regionFor(route.operation, store, bucket) }
  const auth = await authenticate(call, keys, authenticateOptions(route, { store, bucket, key, query }))
  const owner = auth.accessKeyId !== undefined
  const asked: Asked = { call, context, store, request, headers: auth.headers, query, bucket, key, auth, owner }
  requireAccess(asked, actionOf(route, query), { bucket, key, versionId: query.get('versionId') })
  try {
    return await route.handle(asked)
  } catch (error) {
    // Who may not list a bucket is not told what is in it: a missing object looks like a private one.
    const missing = refusalOf(error, bucket, key)?.code === 'NoSuchKey'
    if (missing && !owner && !mayList(asked, bucket)) throw accessDenied()
    throw error
  }
}

function authenticateOptions(
  { operation }: Route,
  asked: Pick<Asked, 'store' | 'bucket' | 'key' | 'query'>,
): AuthenticateOptions | undefined {
  if (operation === 'UploadPart') return { compute: partAlgorithms(asked) }
  // "If you don't specify a checksum … Amazon S3 calculates CRC64NVME": the reference of PutObject.
  if (operation === 'PutObject') return { byDefault: 'CRC64NVME' }
  return operation === 'CompleteMultipartUpload' ? { checksumsAreOf: 'object' } : undefined
}

/** That a request for the bucket is to be signed for; undefined: any. Where a bucket is may be asked from anywhere. */
function regionFor(operation: string, store: S3Context['store'], bucket: string): string | undefined {
  if (bucket === '' || operation === 'CreateBucket' || operation === 'GetBucketLocation') return undefined
  try {
    return store.bucket(bucket).region
  } catch (error) {
    // That there is no such bucket is told to who may know it.
    if (fromStore(error, bucket, '')) return undefined
    throw error
  }
}

/** Of a version, policies have other words. */
function actionOf({ action }: Route, query: Query): string {
  return query.has('versionId') && /^s3:(?:Get|Put|Delete)Object(?:Acl|Tagging)?$/.test(action)
    ? action.replace('Object', 'ObjectVersion')
    : action
}

function refusalOf(error: unknown, bucket: string, key: string): S3Error | undefined {
  if (error instanceof S3Error) return error
  // Nobody hears it.
  if (error instanceof BodyAborted) return new S3Error(400, 'RequestTimeout', error.message)
  return fromStore(error, bucket, key)
}

/** Answers a request by a refusal, without looking at it. */
export function refuseS3(call: S3Call, context: S3Context, refused: S3Error): Response {
  const [, bucket = ''] = call.path.split('/')
  return toResponse(call, context, refusalAnswer(call, context, refused, bucket))
}

/** The one place where a refusal becomes an answer. */
function refusalAnswer(call: S3Call, context: S3Context, error: S3Error, bucket: string): Answer {
  if (error.diagnosis) call.diagnosis = error.diagnosis
  const pairs = {
    Code: error.code,
    Message: error.message,
    ...error.details,
    Resource: decodedPath(call.path),
    RequestId: context.requestId,
    HostId: hostId(context),
  }
  const answer: Answer = {
    status: error.status,
    headers: {
      ...error.headers,
      // SDKs that follow a bucket to its region read it here.
      ...(error.details['Region'] !== undefined && { 'x-amz-bucket-region': error.details['Region'] }),
      'content-type': 'application/xml',
    },
    body: `${xmlDeclaration}<Error>${elements(Object.entries(pairs))}</Error>`,
  }
  // What is private says nothing to pages of other origins, unless its owner said so.
  if (error.status === 403) addCors(answer, call, context, bucket, [])
  else addCors(answer, call, context, bucket)
  return answer
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Then the client sees what it sent.
    return path
  }
}

function addCors(
  { headers = {} }: Answer,
  call: S3Call,
  { store }: S3Context,
  bucket: string,
  otherwise = readersOnly,
): void {
  if (bucket === '' || !call.request.headers.has('origin')) return
  Object.assign(headers, corsHeaders(rulesOf(store, bucket) ?? otherwise, call.request))
}

function answerPreflight({ request }: S3Call, { store }: S3Context, bucket: string, key: string): Answer {
  return { headers: preflight(rulesOf(store, bucket) ?? readersOnly, request, key === '' ? 'BUCKET' : 'OBJECT') }
}

/** Of a bucket that there is not, nothing is said to a preflight: the request itself is told. */
function rulesOf(store: S3Context['store'], bucket: string) {
  try {
    return store.settings(bucket).cors
  } catch (error) {
    if (fromStore(error, bucket, '')) return undefined
    throw error
  }
}

function hostId({ requestId }: S3Context): string {
  return `stuntdouble/${requestId}`
}

function toResponse(call: S3Call, context: S3Context, { status = 200, headers: given, body }: Answer): Response {
  const headers: Record<string, string> = {
    ...given,
    'x-amz-request-id': context.requestId,
    'x-amz-id-2': hostId(context),
    // SDKs set their clocks by it.
    date: httpDate(context.now),
  }
  const silent = call.request.method === 'HEAD' || status === 204 || status === 304
  // S3 says so; otherwise it would go out in HTTP's chunks, of which there are none.
  if (!silent && body === undefined) headers['content-length'] ??= '0'
  if (typeof body === 'string' && !silent) call.responseBody = body
  const response =
    silent || body === undefined
      ? new Response(null, { status, headers })
      : body instanceof ReadableStream
        ? streamResponse(body, { status, headers })
        : plainResponse(body, status, headers)
  call.answered = { response, headers }
  return response
}
