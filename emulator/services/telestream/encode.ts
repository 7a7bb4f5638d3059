// The life of an encoding (§7): processing, picked up, progressing by the clock, success or fail; and again on retry.
import type { Service } from '../../service.ts'
import type { World } from '../../world.ts'
import { deliberateFailure } from './deliberate-failure.ts'
import {
  type Encoding,
  encodings,
  type ErrorClass,
  factories,
  noMedia,
  type Profile,
  profiles,
  type Video,
  videos,
} from './model.ts'
import { expandPath } from './path-format.ts'
import { simulate } from './simulate.ts'
import { notifyEncoding, notifyVideo } from './webhooks.ts'
import { encodingProgress } from './wire.ts'

/** §6.1: progress is told about every 10 s. */
const progressInterval = 10_000
/** A playlist lists the variants of its video and so comes after them. */
const playlistDelay = 2000

interface EncodingJob {
  encodingId: string
}

/** One row for each profile, waiting for the source. */
export function createEncodings(world: World, video: Video, chosen: readonly Profile[]): Encoding[] {
  return chosen.map((profile) =>
    world.state.table(encodings).insert(newEncoding(world, video, profile, world.ids.hex('encoding'))),
  )
}

/** An encoding that nobody has begun; the caller stores it. */
export function newEncoding(world: World, video: Video, profile: Profile, id: string): Encoding {
  const now = world.clock.now()
  const facts = {
    id,
    videoId: video.id,
    originalFilename: video.originalFilename,
    createdAt: video.createdAt,
    profile: profile.name,
    type: 'encodings',
    resolution: `${String(profile.settings.width ?? 0)}x${String(profile.settings.height ?? 0)}`,
  } as const
  return {
    ...noMedia,
    // The documents show the profile's size from the beginning.
    width: sizeOf(profile, 'width'),
    height: sizeOf(profile, 'height'),
    id,
    factoryId: video.factoryId,
    videoId: video.id,
    profileId: profile.id,
    profileName: profile.name,
    status: 'processing',
    progress: 0,
    startedAt: null,
    takes: world.settings.telestream.encodingTime + (profile.presetName?.endsWith('.playlist') ? playlistDelay : 0),
    path: expandPath(video.pathFormat, facts),
    extname: profile.extname,
    files: [],
    screenshots: [],
    logfile: null,
    errorClass: null,
    errorMessage: null,
    createdAt: now,
    updatedAt: now,
  }
}

function sizeOf({ settings }: Profile, side: 'width' | 'height'): number | null {
  const size = settings[side]
  return typeof size === 'number' ? size : null
}

/** An encoding as it was before it began; the caller stores it. */
export function unbegun(world: World, encoding: Encoding): Encoding {
  return {
    ...encoding,
    ...noMedia,
    status: 'processing',
    progress: 0,
    startedAt: null,
    files: [],
    screenshots: [],
    logfile: null,
    errorClass: null,
    errorMessage: null,
    updatedAt: world.clock.now(),
  }
}

/** Starts encodings when their video is there; with a video that failed they fail. To be called in a transaction. */
export function begin(world: World, video: Video, waiting: readonly Encoding[]): void {
  if (video.status === 'processing') return
  for (const encoding of waiting) {
    if (video.status === 'fail') fail(world, encoding, 'VideoStatusInvalid', 'The video has the status fail')
    else schedule(world, 'telestream.encoding-start', encoding, world.clock.now())
  }
}

/** Answers whether there was anything to cancel. What a cancelled encoding looks like is not documented (§9): it fails. */
export function cancelEncoding(world: World, encoding: Encoding): boolean {
  if (encoding.status !== 'processing') return false
  world.state.transaction(() => {
    world.jobs.cancel(encoding.id)
    fail(world, encoding, 'EncodingCanceled', 'The encoding was canceled')
  })
  return true
}

/** Only what failed is tried again; answers whether it is. */
export function retryEncoding(world: World, encoding: Encoding): boolean {
  const video = world.state.table(videos).get(encoding.videoId)
  if (encoding.status !== 'fail' || !video) return false
  world.state.transaction(() => {
    const again = unbegun(world, encoding)
    world.state.table(encodings).put(again)
    begin(world, video, [again])
  })
  return true
}

/** With its files. */
export async function deleteEncoding(world: World, encoding: Encoding): Promise<void> {
  world.jobs.cancel(encoding.id)
  await deleteOutputs(world, encoding)
  world.state.table(encodings).delete(encoding.id)
}

/** What an encoding has written. */
export async function deleteOutputs(world: World, encoding: Encoding): Promise<void> {
  const factory = world.state.table(factories).get(encoding.factoryId)
  const names = [...encoding.files, ...encoding.screenshots, ...(encoding.logfile === null ? [] : [encoding.logfile])]
  if (factory && names.length > 0) await world.objects.deleteMany(factory.bucket, names)
}

export const encodeJobs: Service['jobs'] = {
  'telestream.encoding-start'(job, world) {
    const encoding = find(world, job.payload)
    if (!encoding) return undefined
    return () => {
      const started: Encoding = { ...encoding, startedAt: job.dueAt, updatedAt: job.dueAt }
      world.state.table(encodings).put(started)
      const failure = failureOf(world, started)
      const end = job.dueAt + (failure ? (started.takes * failure.at) / 100 : started.takes)
      schedule(world, 'telestream.encoding-finish', started, end)
      scheduleProgress(world, started, job.dueAt, end)
    }
  },

  'telestream.encoding-progress'(job, world) {
    const encoding = find(world, job.payload)
    if (!encoding || encoding.startedAt === null) return undefined
    return () => {
      notifyEncoding(world, 'encoding_progress', encoding, encodingProgress(encoding, job.dueAt))
      scheduleProgress(world, encoding, job.dueAt, (encoding.startedAt ?? 0) + encoding.takes)
    }
  },

  async 'telestream.encoding-finish'(job, world) {
    const encoding = find(world, job.payload)
    const video = encoding && world.state.table(videos).get(encoding.videoId)
    const factory = encoding && world.state.table(factories).get(encoding.factoryId)
    if (!encoding || !video || !factory) return undefined
    const failure = failureOf(world, encoding)
    if (failure) {
      const message = `Failed because the source is called ${video.originalFilename ?? ''}`
      const logfile = await writeLog(world, factory.bucket, encoding, message)
      return () => fail(world, { ...encoding, logfile, progress: failure.at }, failure.errorClass, message)
    }
    const profile = world.state.table(profiles).get(encoding.profileId)
    const outcome = await simulate(world, { encoding, video, factory, profile })
    if ('errorClass' in outcome) {
      const logfile = await writeLog(world, factory.bucket, encoding, outcome.errorMessage)
      return () => fail(world, { ...encoding, logfile }, outcome.errorClass, outcome.errorMessage)
    }
    return () => {
      const done: Encoding = { ...encoding, ...outcome, status: 'success', progress: 100, updatedAt: job.dueAt }
      world.state.table(encodings).put(done)
      tellEnd(world, done)
    }
  },
}

function find(world: World, payload: unknown): Encoding | undefined {
  const encoding = world.state.table(encodings).get((payload as EncodingJob).encodingId)
  return encoding?.status === 'processing' ? encoding : undefined
}

function schedule(world: World, kind: string, encoding: Encoding, dueAt: number): void {
  world.jobs.schedule({ kind, dueAt, payload: { encodingId: encoding.id } satisfies EncodingJob, subject: encoding.id })
}

function scheduleProgress(world: World, encoding: Encoding, from: number, end: number): void {
  if (from + progressInterval < end) schedule(world, 'telestream.encoding-progress', encoding, from + progressInterval)
}

function failureOf(world: World, encoding: Encoding) {
  return deliberateFailure(world.state.table(videos).get(encoding.videoId)?.originalFilename ?? null)
}

function fail(world: World, encoding: Encoding, errorClass: ErrorClass, errorMessage: string): void {
  const failed: Encoding = { ...encoding, status: 'fail', errorClass, errorMessage, updatedAt: world.clock.now() }
  world.state.table(encodings).put(failed)
  tellEnd(world, failed)
}

/** `video-encoded` follows when it was the last of its video. */
function tellEnd(world: World, encoding: Encoding): void {
  notifyEncoding(world, 'encoding_completed', encoding)
  const video = world.state.table(videos).get(encoding.videoId)
  const unfinished = world.state
    .table(encodings)
    .list({ where: { videoId: encoding.videoId } })
    .some(({ status }) => status === 'processing')
  if (video && !unfinished) notifyVideo(world, 'video_encoded', video)
}

/** `<path>.log`, beside where the outputs would be (§3.3). */
async function writeLog(world: World, bucket: string, encoding: Encoding, message: string): Promise<string> {
  const name = `${encoding.path}.log`
  const text = `encoding ${encoding.id}\nprofile ${encoding.profileName}\n${message}\n`
  await world.objects.put(bucket, name, new TextEncoder().encode(text), { contentType: 'text/plain; charset=utf-8' })
  return name
}
