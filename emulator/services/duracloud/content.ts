// Content: reading, describing, deleting (§3.4).
import { streamResponse } from '#platform'
import { answerText } from '../../exchange.ts'
import { isObjectStoreError } from '../../objects/errors.ts'
import { invalidObjectState, refuseArchived } from './archive.ts'
import { record } from './audit.ts'
import type { Call } from './call.ts'
import { contentHeaders, isMimeType } from './content-headers.ts'
import { attempting, Cause, errorPage, refuse } from './errors.ts'
import { causeOf, requireContent, requireSpace, requireStore } from './find.ts'
import { headerText, mimeTypeHeader, propertiesOfRequest } from './headers.ts'
import type { Space } from './model.ts'
import { notAscii, refuseTooMuch, withoutCalculated } from './property-rules.ts'
import { parseRange, type Range } from './range.ts'
import type { PathParameters } from './routes.ts'

/** `GET /SPACE/CONTENT`, all of it or a range. */
export async function get(call: Call, { spaceId, contentId }: PathParameters): Promise<Response> {
  const asked = call.request.headers.get('range')
  return attempting(`get content '${contentId}' in '${spaceId}'`, async () => {
    const { world } = call
    const space = requireSpace(world, requireStore(call), spaceId)
    const range = asked ? parseRange(asked) : undefined
    refuseArchived(
      world,
      space,
      await requireContent(world, space, contentId),
      notRetrieved(space, contentId, invalidObjectState),
    )
    const got = await read(call, space, contentId, range)
    const headers = contentHeaders(got.head)
    headers.set('content-length', String(got.range.end - got.range.start))
    if (range) headers.set('content-range', `bytes ${got.range.start}-${got.range.end - 1}/${got.head.size}`)
    if (call.query.get('attachment')?.toLowerCase() === 'true') {
      headers.set('content-disposition', attachment(contentId))
    }
    return streamResponse(got.body, { status: asked ? 206 : 200, headers })
  })
}

/** `HEAD /SPACE/CONTENT` */
export function head(call: Call, { spaceId, contentId }: PathParameters): Promise<Response> {
  return attempting(`get properties for content '${contentId}' in '${spaceId}'`, async () => {
    const space = requireSpace(call.world, requireStore(call), spaceId)
    const found = await requireContent(call.world, space, contentId)
    const headers = contentHeaders(found)
    headers.set('content-length', String(found.size))
    return new Response(null, { headers })
  })
}

/** `POST /SPACE/CONTENT`: the properties of the request take the place of all there were; the body says nothing. */
export async function update(call: Call, { spaceId, contentId }: PathParameters): Promise<Response> {
  const { world, request, caller } = call
  const properties = withoutCalculated(propertiesOfRequest(request.headers, [mimeTypeHeader]))
  const sentType = request.headers.get('content-type')
  // JAX-RS reads the header before it hands the request on.
  if (sentType && !isMimeType(sentType)) throw errorPage(400, 'Bad Request')
  const contentType = request.headers.get(mimeTypeHeader) ?? sentType
  if (contentType && !isMimeType(contentType)) throw refuse(500, 'Invalid Mimetype')
  const contentEncoding = request.headers.get('content-encoding')
  const odd = notAscii(properties)
  if (odd !== undefined) throw refuse(400, `The property ${odd} may only contain ASCII characters`)
  return attempting(`update properties for content '${contentId}' in '${spaceId}'`, async () => {
    const space = requireSpace(world, requireStore(call), spaceId)
    const before = await requireContent(world, space, contentId)
    refuseArchived(
      world,
      space,
      before,
      `Could not update metadata for content ${contentId} in S3 bucket ${space.bucket} due to error: ${invalidObjectState}`,
    )
    refuseTooMuch(properties, contentId, space)
    const address = { bucket: space.bucket, key: contentId }
    const replace = {
      contentType: contentType || before.contentType,
      metadata: properties,
      // As with the properties: what is not sent again is gone.
      ...(contentEncoding && { contentEncoding }),
    }
    try {
      await world.objects.copy(address, address, { replace })
    } catch (error) {
      throw causeOf(error, space, contentId)
    }
    world.state.transaction(() =>
      record(world, space, {
        action: 'UPDATE_CONTENT_PROPERTIES',
        contentId,
        properties,
        username: caller.name ?? '',
      }),
    )
    return answerText(call.exchange, 200, `Content ${contentId} updated successfully`, {
      'content-type': 'text/plain',
    })
  })
}

/** `DELETE /SPACE/CONTENT` */
export function remove(call: Call, { spaceId, contentId }: PathParameters): Promise<Response> {
  return attempting(`delete content '${contentId}' in '${spaceId}'`, async () => {
    const { world, caller } = call
    const space = requireSpace(world, requireStore(call), spaceId)
    const before = await requireContent(world, space, contentId)
    await world.objects.delete(space.bucket, contentId)
    world.state.transaction(() =>
      record(
        world,
        space,
        { action: 'DELETE_CONTENT', contentId, username: caller.name ?? '' },
        { bytes: -before.size, items: -1 },
      ),
    )
    return answerText(call.exchange, 200, `Content ${contentId} deleted successfully`, {
      'content-type': 'text/plain',
    })
  })
}

async function read({ world }: Call, space: Space, contentId: string, range: Range | undefined) {
  try {
    return await world.objects.get(space.bucket, contentId, range ? { range } : {})
  } catch (error) {
    if (isObjectStoreError(error, 'InvalidRange')) {
      throw new Cause(500, notRetrieved(space, contentId, 'The requested range is not satisfiable'))
    }
    throw causeOf(error, space, contentId)
  }
}

function notRetrieved({ bucket }: Space, contentId: string, why: string): string {
  return `Could not retrieve content ${contentId} in S3 bucket ${bucket} due to error: ${why}`
}

function attachment(contentId: string): string {
  return headerText(`attachment;filename="${contentId}"`)
}
