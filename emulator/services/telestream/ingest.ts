// The first job of a video (§7): its source is fetched, if it did not come along, probed and stored; then its encodings begin.
import type { MediaFacts } from '../../media/media-facts.ts'
import { metadataOf } from '../../media/metadata.ts'
import { probe } from '../../media/probe.ts'
import { OutboundRefused } from '../../outbound/index.ts'
import { ObjectStoreError } from '../../objects/errors.ts'
import { noteOutage } from '../../objects/note-outage.ts'
import type { Service } from '../../service.ts'
import type { World } from '../../world.ts'
import { deliberateFailure, failsTheSource } from './deliberate-failure.ts'
import { begin } from './encode.ts'
import { extraKey, readNamedFiles } from './extra-files.ts'
import {
  encodings,
  type ErrorClass,
  type Factory,
  factories,
  type MediaFields,
  sourceKey,
  sourcesBucket,
  type Video,
  videos,
} from './model.ts'
import { expandPath } from './path-format.ts'
import { copyToSources, originalKey, prepareSources } from './sources.ts'
import { stores } from './stores/model.ts'
import { egressOfVideo } from './stores/video-egress.ts'
import { notifyVideo } from './webhooks.ts'

type Failure = { errorClass: ErrorClass; errorMessage: string } & Partial<Pick<Video, 'fileSize' | 'hasSource'>>

export const ingestJobs: Service['jobs'] = {
  async 'telestream.ingest'(job, world) {
    const video = world.state.table(videos).get((job.payload as { videoId: string }).videoId)
    const factory = video && world.state.table(factories).get(video.factoryId)
    if (!video || !factory || video.status !== 'processing') return undefined
    const outcome = await examine(world, video, factory).catch((error: unknown) => {
      noteOutage(world, job, error)
      return explainStore(error)
    })
    const noteEgress = await egressOfVideo(world, video, factory)
    return () => {
      if (!world.state.table(videos).get(video.id)) return
      const updatedAt = world.clock.now()
      const examined: Video =
        'failure' in outcome
          ? { ...video, ...outcome.failure, status: 'fail', updatedAt }
          : { ...outcome.video, status: 'success', updatedAt }
      world.state.table(videos).put(examined)
      if (examined.fileSize !== null) noteEgress?.(examined.fileSize)
      notifyVideo(world, 'video_created', examined)
      begin(world, examined, world.state.table(encodings).list({ where: { videoId: video.id } }))
    }
  },
}

/** The video with all that is known of its source, which is stored where it belongs; or why it is no video. */
async function examine(world: World, video: Video, factory: Factory): Promise<{ video: Video } | { failure: Failure }> {
  const deliberate = deliberateFailure(video.originalFilename)
  if (deliberate && failsTheSource(deliberate)) {
    const errorMessage = `Failed because the source is called ${video.originalFilename ?? ''}`
    return { failure: { errorClass: deliberate.errorClass, errorMessage } }
  }
  const failure = (await fetchSource(world, video)) ?? (await fetchSidecars(world, video))
  if (failure) return { failure }
  const { objects } = world
  const key = sourceKey(video)
  const { size } = await objects.head(sourcesBucket, key)
  const facts = await probe({ size, read: (start, end) => objects.readRange(sourcesBucket, key, start, end) })
  if (!facts) {
    const errorMessage = 'The format of the file was not recognised'
    return { failure: { errorClass: 'FormatNotRecognised', errorMessage, fileSize: size, hasSource: true } }
  }
  const examined: Video = {
    ...video,
    ...mediaFields(facts),
    fileSize: size,
    hasSource: true,
    metadata: metadataOf(facts, { fileName: video.originalFilename ?? '', fileSize: size }),
  }
  examined.path = pathOf(examined)
  if (factory.uploadOriginalVideo) {
    await objects.copy(
      { bucket: sourcesBucket, key },
      { bucket: factory.bucket, key: originalKey(examined) },
      { replace: { contentType: facts.mimeType } },
    )
  }
  return { video: examined }
}

function mediaFields({ mimeType, durationMs, video, audio }: MediaFacts): Omit<MediaFields, 'fileSize'> {
  return {
    mimeType,
    duration: durationMs,
    width: video?.width ?? null,
    height: video?.height ?? null,
    fps: video?.fps ?? null,
    videoCodec: video?.codec ?? null,
    videoBitrate: video?.bitrate ?? null,
    audioCodec: audio?.codec ?? null,
    audioBitrate: audio?.bitrate ?? null,
    audioSampleRate: audio?.sampleRate ?? null,
    audioChannels: audio?.channels ?? null,
  }
}

function explainStore(error: unknown): { failure: Failure } {
  if (!(error instanceof ObjectStoreError)) throw error
  return { failure: { errorClass: 'S3Error', errorMessage: error.message } }
}

/** Only now is `:resolution` known. */
function pathOf(video: Video): string {
  const { id, originalFilename, createdAt, width, height } = video
  return expandPath(video.pathFormat, {
    id,
    videoId: id,
    originalFilename,
    createdAt,
    profile: 'original',
    type: 'original',
    resolution: `${width ?? 0}x${height ?? 0}`,
  })
}

async function fetchSource(world: World, video: Video): Promise<Failure | undefined> {
  if (video.hasSource) return undefined
  // It was to be in a store.
  if (video.sourceUrl === null) return notFound(String(video.settings?.input_path ?? video.originalFilename))
  return download(world, video.sourceUrl, sourceKey(video))
}

/** Subtitles and other files beside the source. */
async function fetchSidecars(world: World, video: Video): Promise<Failure | undefined> {
  const { bucket } = world.state.table(stores).get(String(video.settings?.store_id)) ?? { bucket: '' }
  for (const { tag, from } of readNamedFiles(video.settings ?? {})) {
    const key = extraKey(video.id, tag)
    const failure =
      'url' in from
        ? await download(world, from.url, key)
        : (await copyToSources(world, { bucket, key: from.key }, key))
          ? undefined
          : notFound(from.key)
    if (failure) return { ...failure, hasSource: true }
  }
  return undefined
}

function notFound(path: string): Failure {
  return { errorClass: 'FileNotFound', errorMessage: `There is no ${path} in the store` }
}

async function download(world: World, url: string, key: string): Promise<Failure | undefined> {
  const failed = (reason: string): Failure => ({
    errorClass: 'DownloadFailed',
    errorMessage: `Could not download ${url}: ${reason}`,
  })
  try {
    const response = await world.outbound.fetch('source', 'telestream', {
      url,
      maxBytes: world.settings.telestream.fileSizeLimit,
      timeoutMs: world.settings.telestream.sourceTimeout,
    })
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel()
      return failed(`the server answered ${response.status}`)
    }
    await prepareSources(world)
    await world.objects.put(sourcesBucket, key, response.body)
    return undefined
  } catch (error) {
    if (error instanceof OutboundRefused) return failed(error.message)
    throw error
  }
}
