// `PUT /SPACE/CONTENT`: content that is added, or replaced (§3.4).
import { BodyAborted, bodyStream } from '../../body/index.ts'
import { isObjectStoreError } from '../../objects/errors.ts'
import type { ObjectHead } from '../../objects/object-store.ts'
import { record } from './audit.ts'
import type { Call } from './call.ts'
import { addedHeaders, isMimeType, mimeTypeText } from './content-headers.ts'
import { compareMd5, sentMd5 } from './content-md5.ts'
import { contentIdMistake } from './content-names.ts'
import { copy } from './copy.ts'
import { attempting, Cause, errorPage, refuse } from './errors.ts'
import { causeOf, findContent, requireSpace, requireStore } from './find.ts'
import { copySource, copySourceStore, mimeTypeHeader, propertiesOfRequest } from './headers.ts'
import type { Space } from './model.ts'
import { notAdded, notAscii, refuseTooMuch, withoutCalculated } from './property-rules.ts'
import type { PathParameters } from './routes.ts'

/** S3 takes no more in one request. */
const contentBytes = 5 * 1024 ** 3

/** `PUT /SPACE/CONTENT`: bytes, or a copy of what the copy-source header names. */
export async function put(call: Call, path: PathParameters): Promise<Response> {
  const mistake = contentIdMistake(path.contentId)
  if (mistake !== undefined) throw refuse(400, mistake)
  if (call.request.headers.has(copySource)) return copy(call, path)
  return add(call, path)
}

async function add(call: Call, { spaceId, contentId }: PathParameters): Promise<Response> {
  const { world, request, caller } = call
  const given = propertiesOfRequest(request.headers, [mimeTypeHeader, copySourceStore])
  const sentType = request.headers.get('content-type')
  // JAX-RS reads the header before it hands the request on.
  if (sentType && !isMimeType(sentType)) throw errorPage(400, 'Bad Request')
  return attempting(`add content '${contentId}' in '${spaceId}'`, async () => {
    const space = requireSpace(world, requireStore(call), spaceId)
    // The body is what the server calls the request in its log.
    if (notAscii(given) !== undefined)
      throw refuse(400, `adding content(${spaceId}, ${contentId}, ${call.query.get('storeID')})`)
    const before = await findContent(world, space, contentId)
    const properties = { ...before?.metadata, ...withoutCalculated(given) }
    refuseTooMuch(properties, contentId, space)
    const contentType = sentType ? mimeTypeText(sentType) : (before?.contentType ?? 'application/octet-stream')
    // One of the properties that an overwriting leaves alone.
    const contentEncoding = request.headers.get('content-encoding') || before?.contentEncoding
    const expectMd5 = sentMd5(request.headers)
    let stored: ObjectHead
    try {
      stored = await world.objects.put(space.bucket, contentId, bodyStream(request), {
        contentType,
        metadata: properties,
        maxBytes: contentBytes,
        ...(contentEncoding !== undefined && { contentEncoding }),
        ...(expectMd5 && { expectMd5 }),
      })
    } catch (error) {
      throw refusalOfBody(error, contentId, space)
    }
    world.state.transaction(() =>
      record(
        world,
        space,
        {
          action: 'ADD_CONTENT',
          contentId,
          md5: stored.md5 ?? stored.etag,
          size: stored.size,
          mimeType: stored.contentType,
          properties,
          username: caller.name ?? '',
        },
        { bytes: stored.size - (before?.size ?? 0), items: before ? 0 : 1 },
      ),
    )
    compareMd5(expectMd5, stored.md5 ?? stored.etag, contentId, spaceId)
    return new Response(null, { status: 201, headers: addedHeaders(request, stored) })
  })
}

function refusalOfBody(error: unknown, contentId: string, space: Space): unknown {
  if (isObjectStoreError(error, 'DigestMismatch')) {
    return new Cause(
      409,
      `Checksum mismatch detected attempting to add content ${contentId} to S3 bucket ${space.bucket}. Content was not added.`,
    )
  }
  if (isObjectStoreError(error, 'EntityTooLarge'))
    return notAdded(contentId, space, 'Your proposed upload exceeds the maximum allowed size')
  if (error instanceof BodyAborted) return errorPage(400, 'The request broke off')
  return causeOf(error, space, contentId)
}
