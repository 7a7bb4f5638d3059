// Sources: how a video comes to be, and how it goes.
import type { Blob } from '../../objects/blobs.ts'
import { isObjectStoreError } from '../../objects/errors.ts'
import type { ObjectAddress } from '../../objects/object-store.ts'
import type { World } from '../../world.ts'
import { createEncodings, deleteEncoding } from './encode.ts'
import { deleteExtraFiles } from './extra-files.ts'
import { encodings, factories, type Factory, noMedia, sourceKey, sourcesBucket, type Video, videos } from './model.ts'
import { baseName, expandPath, extensionOf } from './path-format.ts'
import type { VideoSettings } from './video-settings.ts'

export interface NewVideo extends Omit<VideoSettings, 'settings'> {
  /** Given beforehand to an upload session; otherwise the next. */
  id?: string
  settings?: VideoSettings['settings']
  sourceUrl: string | null
  fileName: string
  /** The bytes of the source, when they have arrived; the video takes over the caller's references. */
  blobs: readonly Blob[]
  /** Where the source is to be copied from, when it is in one of the world's buckets. */
  from?: ObjectAddress
  /** Runs in the transaction that makes the video. */
  also?: (video: Video) => void
}

/** Makes a video and its encodings; the source is looked at by the next job. */
export async function createVideo(world: World, factory: Factory, given: NewVideo): Promise<Video> {
  const { state, clock, ids, jobs, objects } = world
  const id = given.id ?? ids.hex('video')
  const now = clock.now()
  const { settings = {} } = given
  const originalFilename = baseName(given.fileName) || null
  const extname = extensionOf(given.fileName) || null
  const facts = {
    id,
    videoId: id,
    originalFilename,
    createdAt: now,
    profile: 'original',
    type: 'original',
    resolution: 'unknown',
  } as const
  const video: Video = {
    ...noMedia,
    id,
    factoryId: factory.id,
    status: 'processing',
    originalFilename,
    extname,
    path: expandPath(given.pathFormat, facts),
    pathFormat: given.pathFormat,
    sourceUrl: given.sourceUrl,
    payload: given.payload,
    errorClass: null,
    errorMessage: null,
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
    hasSource: given.blobs.length > 0,
    metadata: {},
    createdAt: now,
    updatedAt: now,
  }
  if (given.blobs.length > 0) {
    await prepareSources(world)
    await objects.assemble(sourcesBucket, sourceKey(video), given.blobs)
  } else if (given.from) {
    video.hasSource = await copyToSources(world, given.from, sourceKey(video))
  }
  state.transaction(() => {
    state.table(videos).insert(video)
    createEncodings(world, video, given.profiles)
    jobs.schedule({ kind: 'telestream.ingest', dueAt: now, payload: { videoId: id }, subject: id })
    given.also?.(video)
  })
  return video
}

/** False when there is nothing there: then the source cannot be found, whoever looks for it. */
export async function copyToSources(world: World, from: ObjectAddress, key: string): Promise<boolean> {
  try {
    await prepareSources(world)
    await world.objects.copy(from, { bucket: sourcesBucket, key })
    return true
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchKey') || isObjectStoreError(error, 'NoSuchBucket')) return false
    throw error
  }
}

/** The private bucket of sources, made by the first. */
export async function prepareSources(world: World): Promise<void> {
  const buckets = await world.objects.listBuckets()
  if (!buckets.some(({ name }) => name === sourcesBucket)) await world.objects.createBucket(sourcesBucket)
}

/** With its encodings, their files and its source. */
export async function deleteVideo(world: World, video: Video): Promise<void> {
  world.jobs.cancel(video.id)
  for (const encoding of world.state.table(encodings).list({ where: { videoId: video.id } }))
    await deleteEncoding(world, encoding)
  await deleteSource(world, video)
  await deleteExtraFiles(world, video.id)
  world.state.table(videos).delete(video.id)
}

export async function deleteSource(world: World, video: Video): Promise<void> {
  if (!video.hasSource) return
  await world.objects.delete(sourcesBucket, sourceKey(video))
  const factory = world.state.table(factories).get(video.factoryId)
  if (factory?.uploadOriginalVideo) await world.objects.delete(factory.bucket, originalKey(video))
}

/** Where a factory that keeps originals has this one. */
export function originalKey(video: Video): string {
  return `${video.path}${video.extname ?? ''}`
}
