// An upload session: what it is for, what has arrived of it, and how it becomes a video.
import type { Blob } from '../../objects/blobs.ts'
import type { World } from '../../world.ts'
import { badRequest } from './errors.ts'
import { extraKey } from './extra-files.ts'
import { factories, profiles, sourcesBucket, type UploadSession, uploadSessions, type Video, videos } from './model.ts'
import { createVideo, prepareSources } from './sources.ts'

/** 5 MiB, as the Python and Java SDKs cut; small enough for Java's 32-bit offsets (§8). */
export const partSize = 5 * 1024 * 1024
export const maxConnections = 8

export const sessionPath = '/upload/session'
/** A location is good for a day of world time. */
const lifetime = 24 * 60 * 60_000

/**
 * Announces an upload.
 * @param origin by which the client came: its location begins so
 */
export function openSession(
  world: World,
  origin: string,
  asked: Omit<UploadSession, 'id' | 'videoId' | 'state' | 'expiresAt'>,
): { session: UploadSession; location: string } {
  const id = world.ids.hex('upload')
  const session: UploadSession = {
    ...asked,
    id,
    videoId: world.ids.hex('video'),
    state: 'open',
    expiresAt: world.clock.now() + lifetime,
  }
  world.state.transaction(() => {
    world.state.table(uploadSessions).insert(session)
    world.jobs.schedule({
      kind: 'telestream.upload-expire',
      dueAt: session.expiresAt,
      payload: { id },
      subject: id,
      background: true,
    })
  })
  return { session, location: world.issue(origin, `telestream/upload/${id}`, `${sessionPath}?id=${id}`) }
}

/** One of the files that a session takes: the video itself, or an extra one with its tag. */
export interface UploadedFile {
  session: UploadSession
  /** Undefined for the video itself. */
  tag: string | undefined
  size: number
  /** Who holds its pieces, see `Pieces`. */
  owner: string
}

export function mainFile(session: UploadSession): UploadedFile {
  return { session, tag: undefined, size: session.fileSize, owner: `session/${session.id}/main` }
}

/** By `X-Extra-File-Tag`: none, or an empty one (Go, Python 2), is the video itself. @throws {TelestreamError} 400 for an unknown tag */
export function fileByTag(session: UploadSession, tag: string | null): UploadedFile {
  if (tag === null || tag === '') return mainFile(session)
  const extra = session.extraFiles.find((file) => file.tag === tag)
  if (!extra)
    throw badRequest(`X-Extra-File-Tag: the session has no file with the tag ${JSON.stringify(tag.slice(0, 60))}`)
  return { session, tag, size: extra.fileSize, owner: `session/${session.id}/extra/${tag}` }
}

export function allFiles(session: UploadSession): UploadedFile[] {
  return [mainFile(session), ...session.extraFiles.map(({ tag }) => fileByTag(session, tag))]
}

export function partsOf({ size }: Pick<UploadedFile, 'size'>): number {
  return Math.max(1, Math.ceil(size / partSize))
}

/** Bytes that part `index` must have. */
export function sizeOfPart(file: UploadedFile, index: number): number {
  return index === partsOf(file) - 1 ? file.size - index * partSize : partSize
}

/** Zero-based, ascending. */
export function missingParts(world: World, file: UploadedFile): number[] {
  const present = new Set(world.pieces.list(file.owner).map(({ position }) => position))
  return Array.from({ length: partsOf(file) }, (_, index) => index).filter((index) => !present.has(index))
}

/** How many bytes of a streamed file have arrived, from its beginning. */
export function receivedBytes(world: World, file: UploadedFile): number {
  const last = world.pieces.list(file.owner).at(-1)
  return last === undefined ? 0 : last.position + last.size
}

const completions = new WeakMap<World, Map<string, Promise<Video>>>()

/**
 * Makes the video of a session whose main file is all there; once, however many last parts arrive at the same time. What was
 * stored of it but not acknowledged when the process was killed is completed by the next request.
 */
export function complete(world: World, session: UploadSession): Promise<Video> {
  const underWay = completions.get(world) ?? new Map<string, Promise<Video>>()
  completions.set(world, underWay)
  let completion = underWay.get(session.id)
  if (!completion) {
    completion = makeVideo(world, session).finally(() => underWay.delete(session.id))
    underWay.set(session.id, completion)
  }
  return completion
}

async function makeVideo(world: World, session: UploadSession): Promise<Video> {
  const made = world.state.table(videos).get(session.videoId)
  if (made) return made
  const factory = world.state.table(factories).get(session.factoryId)
  if (!factory) throw badRequest('The factory of this upload was deleted')
  const { owner } = mainFile(session)
  const chosen = session.profileIds.flatMap((id) => world.state.table(profiles).get(id) ?? [])
  return createVideo(world, factory, {
    id: session.videoId,
    sourceUrl: null,
    fileName: session.fileName,
    profiles: chosen,
    pathFormat: session.pathFormat,
    payload: session.payload,
    settings: session.settings ?? {},
    blobs: retained(world, owner),
    also() {
      world.pieces.remove(owner)
      world.state.table(uploadSessions).update(session.id, { state: 'complete' })
    },
  })
}

/** Puts an extra file where its video's source is: `VIDEO/extra/TAG`. */
export async function storeExtraFile(world: World, { session, owner, tag = '' }: UploadedFile): Promise<void> {
  await prepareSources(world)
  await world.objects.assemble(sourcesBucket, extraKey(session.videoId, tag), retained(world, owner))
}

/** The pieces in order, each with a reference more for its next owner. */
function retained(world: World, owner: string): Blob[] {
  const pieces = world.pieces.list(owner)
  for (const { hash } of pieces) world.blobs.retain(hash)
  return pieces
}

/** Forgets a session and what has arrived of it; the video that was made of it stays. */
export function forgetSession(world: World, session: UploadSession): void {
  world.state.transaction(() => {
    for (const file of allFiles(session)) world.pieces.remove(file.owner)
    world.state.table(uploadSessions).delete(session.id)
    world.jobs.cancel(session.id)
    world.unclaim(`telestream/upload/${session.id}`)
  })
}
