// GET and HEAD of an object: conditions, ranges, and its bytes as they are read.
import { isObjectStoreError } from '../objects/errors.ts'
import type { ObjectHead, ObjectStore } from '../objects/object-store.ts'
import { evaluateConditions, rangeApplies } from './conditions.ts'
import { invalidRange, preconditionFailed } from './errors.ts'
import { objectHeaders } from './object-headers.ts'
import { parseRange } from './range.ts'

/** @throws {S3Error} PreconditionFailed, InvalidRange */
export async function readObject(request: Request, store: ObjectStore, head: ObjectHead): Promise<Response> {
  const headers = objectHeaders(head)
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

  const { bucket, key, etag } = head
  try {
    const { body } = await store.get(bucket, key, { ifMatch: etag, ...(range && { range }) })
    return new Response(body, { status, headers })
  } catch (error) {
    // Replaced since we looked: what was decided holds for the old version only.
    if (isObjectStoreError(error, 'PreconditionFailed'))
      return readObject(request, store, await store.head(bucket, key))
    throw error
  }
}
