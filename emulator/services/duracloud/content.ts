// Content: adding, reading, describing, deleting (§3.4).
import { BodyAborted, bodyStream } from '../../body/index.ts'
import { answerText } from '../../exchange.ts'
import { isObjectStoreError } from '../../objects/errors.ts'
import type { ObjectHead } from '../../objects/object-store.ts'
import { refuseArchived } from './archive.ts'
import { record } from './audit.ts'
import type { Call } from './call.ts'
import { addedHeaders, contentHeaders, isMimeType } from './content-headers.ts'
import { contentIdMistake } from './content-names.ts'
import { copy } from './copy.ts'
import { attempting, Cause, errorPage, refuse } from './errors.ts'
import { causeOf, requireContent, requireSpace, requireStore } from './find.ts'
import { copySource, copySourceStore, mimeTypeHeader, propertiesOfRequest } from './headers.ts'
import type { Space } from './model.ts'
import { parseRange } from './range.ts'
import type { PathParameters } from './routes.ts'

/** S3 takes so many bytes of names and values. */
const propertyBytes = 2048
/** S3 takes no more in one request. */
const contentBytes = 5 * 1024 ** 3

/** `GET /SPACE/CONTENT`, all of it or a range. */
export async function get(call: Call, { spaceId, contentId }: PathParameters): Promise<Response> {
  const asked = call.request.headers.get('range')
  const range = asked === null ? undefined : parseRange(asked)
  return attempting(`get content '${contentId}' in '${spaceId}'`, async () => {
    const { world } = call
    const space = requireSpace(world, requireStore(call), spaceId)
    refuseArchived(world, space, await requireContent(world, space, contentId))
    const got = await read(call, space, contentId, range)
    const headers = contentHeaders(got.head)
    headers.set('content-length', String(got.range.end - got.range.start))
    if (range) headers.set('content-range', `bytes ${got.range.start}-${got.range.end - 1}/${got.head.size}`)
    if (call.query.get('attachment') === 'true') {
      headers.set('content-disposition', attachment(contentId))
    }
    return new Response(got.body, { status: range ? 206 : 200, headers })
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
  return attempting(`add content '${contentId}' in '${spaceId}'`, async () => {
    const space = requireSpace(world, requireStore(call), spaceId)
    // The body is what the server calls the request in its log.
    if (notAscii(given) !== undefined)
      throw refuse(400, `adding content(${spaceId}, ${contentId}, ${call.query.get('storeID')})`)
    const before = await headOrNothing(call, space, contentId)
    const properties = { ...before?.metadata, ...given }
    refuseTooMuch(properties, contentId, space)
    const contentType = request.headers.get('content-type') ?? before?.contentType ?? 'application/octet-stream'
    const contentEncoding = request.headers.get('content-encoding')
    const expectMd5 = request.headers.get('content-md5')
    let stored: ObjectHead
    try {
      stored = await world.objects.put(space.bucket, contentId, bodyStream(request), {
        contentType,
        metadata: properties,
        maxBytes: contentBytes,
        ...(contentEncoding !== null && { contentEncoding }),
        ...(expectMd5 !== null && { expectMd5 }),
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

function notAdded(contentId: string, { bucket }: Space, why: string): Cause {
  return new Cause(500, `Could not add content ${contentId} to S3 bucket ${bucket} due to error: ${why}`)
}

/** `POST /SPACE/CONTENT`: the properties of the request take the place of all there were; the body says nothing. */
export async function update(call: Call, { spaceId, contentId }: PathParameters): Promise<Response> {
  const { world, request, caller } = call
  const properties = propertiesOfRequest(request.headers, [mimeTypeHeader])
  const contentType = request.headers.get(mimeTypeHeader) ?? request.headers.get('content-type')
  if (contentType !== null && contentType !== '' && !isMimeType(contentType)) throw refuse(400, 'Invalid Mimetype')
  const odd = notAscii(properties)
  if (odd !== undefined) throw refuse(400, `The property ${odd} may only contain ASCII characters`)
  return attempting(`update properties for content '${contentId}' in '${spaceId}'`, async () => {
    const space = requireSpace(world, requireStore(call), spaceId)
    const before = await requireContent(world, space, contentId)
    refuseArchived(world, space, before)
    refuseTooMuch(properties, contentId, space)
    const address = { bucket: space.bucket, key: contentId }
    const replace = {
      contentType: contentType === null || contentType === '' ? before.contentType : contentType,
      metadata: properties,
      ...(before.contentEncoding !== undefined && { contentEncoding: before.contentEncoding }),
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

async function read(
  { world }: Call,
  space: Space,
  contentId: string,
  range: { start: number; end?: number } | undefined,
) {
  try {
    return await world.objects.get(space.bucket, contentId, range ? { range } : {})
  } catch (error) {
    if (isObjectStoreError(error, 'InvalidRange')) {
      throw new Cause(
        500,
        `Could not retrieve content ${contentId} in S3 bucket ${space.bucket} due to error: The requested range is not satisfiable`,
      )
    }
    throw causeOf(error, space, contentId)
  }
}

async function headOrNothing({ world }: Call, space: Space, contentId: string): Promise<ObjectHead | undefined> {
  try {
    return await requireContent(world, space, contentId)
  } catch (error) {
    if (error instanceof Cause && error.status === 404) return undefined
    throw error
  }
}

/** The name of a property with more than ASCII in it. */
function notAscii(properties: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(properties).find((name) => /[^\x00-\x7f]/.test(properties[name] ?? ''))
}

function refuseTooMuch(properties: Readonly<Record<string, string>>, contentId: string, space: Space): void {
  let bytes = 0
  for (const [name, value] of Object.entries(properties)) bytes += name.length + value.length
  if (bytes > propertyBytes)
    throw notAdded(contentId, space, 'Your metadata headers exceed the maximum allowed metadata size')
}

function attachment(contentId: string): string {
  return `attachment;filename="${contentId.replaceAll(/[^\t\x20-\x7e\x80-\xff]/gu, '?')}"`
}
