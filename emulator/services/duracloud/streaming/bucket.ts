// The bucket of a space as CloudFront reads it: S3's answers, while the bucket's policy lets CloudFront in.
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { ObjectHead } from '../../../objects/object-store.ts'
import { evaluateConditions, rangeApplies } from '../../../s3/conditions.ts'
import { parseRange } from '../../../s3/range.ts'
import type { World } from '../../../world.ts'
import { headerText } from '../headers.ts'
import type { Space } from '../model.ts'
import { isOutOfReach, storageClassOf } from '../storage-class.ts'
import { accessDenied, archived, invalidRange, noSuchBucket, preconditionFailed } from './refusals.ts'

/** A GET or HEAD: conditions, a range, and the bytes as they are read. @throws {DeliveryRefused} what S3 refuses */
export async function readBucket(world: World, space: Space, key: string, request: Request): Promise<Response> {
  if (space.cloudFrontMayRead !== true) {
    throw accessDenied(
      `CloudFront may not read the space ${space.spaceId}: a disable- or delete- task, of RTMP or HLS, has taken that back`,
      'Perform enable-hls or enable-streaming again',
    )
  }
  try {
    const head = await headOf(world, space, key)
    const storageClass = storageClassOf(space, head, world.clock.now())
    if (isOutOfReach(storageClass)) throw archived(storageClass)
    return await read(world, head, request)
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchBucket')) throw noSuchBucket(space.bucket)
    throw error
  }
}

async function headOf(world: World, space: Space, key: string): Promise<ObjectHead> {
  // The root of a distribution is the list of its bucket, which nobody may see.
  if (key === '') throw accessDenied('No content is named', 'The path of the URL is the id of the content')
  try {
    return await world.objects.head(space.bucket, key)
  } catch (error) {
    // CloudFront may read and not list: then S3 does not tell what is missing.
    if (isObjectStoreError(error, 'NoSuchKey')) {
      const hint = 'Real distributions do not tell missing content from private content either'
      throw accessDenied(`There is no content ${JSON.stringify(key)} in the space ${space.spaceId}`, hint)
    }
    throw error
  }
}

async function read(world: World, head: ObjectHead, request: Request): Promise<Response> {
  const headers = headersOf(head)
  const outcome = evaluateConditions(request.headers, head)
  if (outcome === 'not modified') return new Response(null, { status: 304, headers })
  if (outcome !== 'proceed') throw preconditionFailed(outcome.failed)

  const asked = rangeApplies(request.headers, head) ? request.headers.get('range') : null
  const range = asked === null ? undefined : parseRange(asked, head.size)
  if (range === 'unsatisfiable') throw invalidRange(asked ?? '', head.size)
  headers.set('content-length', String(range ? range.end - range.start : head.size))
  if (range) headers.set('content-range', `bytes ${range.start}-${range.end - 1}/${head.size}`)
  const status = range ? 206 : 200
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  try {
    const { body } = await world.objects.get(head.bucket, head.key, { ifMatch: head.etag, ...(range && { range }) })
    return new Response(body, { status, headers })
  } catch (error) {
    // Replaced since we looked: what was decided holds for the old version only.
    if (isObjectStoreError(error, 'PreconditionFailed'))
      return read(world, await world.objects.head(head.bucket, head.key), request)
    throw error
  }
}

/** All but length and range; properties of content are the bucket's metadata. */
function headersOf(head: ObjectHead): Headers {
  const headers = new Headers({
    'accept-ranges': 'bytes',
    'content-type': headerText(head.contentType),
    etag: `"${head.etag}"`,
    'last-modified': new Date(head.lastModified).toUTCString(),
  })
  if (head.contentEncoding !== undefined) headers.set('content-encoding', headerText(head.contentEncoding))
  for (const [name, value] of Object.entries(head.metadata)) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) headers.set(`x-amz-meta-${name}`, headerText(value))
  }
  return headers
}
