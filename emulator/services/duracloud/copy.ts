// Content copied from a space to another, also of another store (§3.6).
import { bodyStream } from '../../body/index.ts'
import { isObjectStoreError } from '../../objects/errors.ts'
import type { ObjectHead } from '../../objects/object-store.ts'
import { refuseArchived } from './archive.ts'
import { record } from './audit.ts'
import type { Call } from './call.ts'
import { addedHeaders } from './content-headers.ts'
import { attempting, Cause, noSuchStore, refuse } from './errors.ts'
import { causeOf, findContent, primaryStore, requireContent, requireSpace, requireStore, storeById } from './find.ts'
import { copySource, copySourceStore } from './headers.ts'
import type { Space, Store } from './model.ts'
import type { PathParameters } from './routes.ts'
import { urlDecode } from './url-decode.ts'

interface Source {
  spaceId: string
  contentId: string
}

export async function copy(call: Call, to: PathParameters): Promise<Response> {
  const { request, world, caller } = call
  const header = request.headers.get(copySource) ?? ''
  const size = await sizeOf(request)
  if (size > 0) {
    throw refuse(400, `Body should not be present in copy-content request: from ${header}, with body size: ${size}`)
  }
  const source = parseSource(header)
  const words = `copy content '${source.spaceId} / ${source.contentId}' to '${to.spaceId} / ${to.contentId}'`
  return attempting(words, async () => {
    const store = requireStore(call)
    const sourceStore = requireSourceStore(request)
    const from = await findSource(call, sourceStore, source, store)
    const space = requireSpace(world, store, to.spaceId)
    const places = [from.space.bucket, source.contentId, space.bucket, to.contentId]
    refuseArchived(
      world,
      from.space,
      from.head,
      `Error copying from: ${places[0]} / ${places[1]}, to: ${places[2]} / ${places[3]}`,
    )
    const before = await findContent(world, space, to.contentId)
    let head: ObjectHead
    try {
      head = await world.objects.copy(
        { bucket: from.space.bucket, key: source.contentId },
        { bucket: space.bucket, key: to.contentId },
      )
    } catch (error) {
      // No source has such a key: there is nothing under it.
      if (isObjectStoreError(error, 'InvalidKey')) throw causeOf(error, space, to.contentId)
      throw causeOf(error, from.space, source.contentId)
    }
    world.state.transaction(() =>
      record(
        world,
        space,
        {
          action: 'COPY_CONTENT',
          contentId: to.contentId,
          md5: head.md5 ?? head.etag,
          size: head.size,
          mimeType: head.contentType,
          properties: head.metadata,
          sourceSpaceId: source.spaceId,
          sourceContentId: source.contentId,
          username: caller.name ?? '',
        },
        { bytes: head.size - (before?.size ?? 0), items: before ? 0 : 1 },
      ),
    )
    return new Response(null, { status: 201, headers: addedHeaders(request, head) })
  })
}

/** `/SPACE/CONTENT`, whose content is percent-encoded by Java; Ruby sends it as it is, and so no percent sign or plus. */
function parseSource(header: string): Source {
  if (header === '') throw refuse(400, `Missing header: ${copySource}`)
  const [, spaceId, encoded] = /^\/*([^/]+)\/(.+)$/s.exec(header) ?? []
  // It is decoded before anybody looks whether there is one.
  if (spaceId === undefined || encoded === undefined)
    throw refuse(500, 'Cannot invoke "String.length()" because "s" is null')
  return { spaceId, contentId: urlDecode(utf8Of(encoded)) }
}

/** A header's characters stand for bytes. */
function utf8Of(text: string): string {
  return new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0)))
}

function requireSourceStore({ headers }: Request): Store {
  const id = headers.get(copySourceStore)
  const store = id === null || id === '' ? primaryStore() : storeById(id)
  if (!store) throw noSuchStore(id ?? '')
  return store
}

/** A source that is missing is 404 within a store, and 500 across two (§3.6). */
async function findSource(
  { world }: Call,
  sourceStore: Store,
  { spaceId, contentId }: Source,
  store: Store,
): Promise<{ space: Space; head: ObjectHead }> {
  try {
    const space = requireSpace(world, sourceStore, spaceId)
    return { space, head: await requireContent(world, space, contentId) }
  } catch (error) {
    if (error instanceof Cause && sourceStore.id !== store.id) throw new Cause(500, error.message)
    throw error
  }
}

/** Bytes that the request says it has, or the first of those that come without saying so. */
async function sizeOf(request: Request): Promise<number> {
  const said = Number(request.headers.get('content-length') ?? 0)
  if (said > 0) return said
  const reader = bodyStream(request).getReader()
  try {
    return (await reader.read()).value?.length ?? 0
  } finally {
    await reader.cancel()
  }
}
