// An encoding at work (§7): picked up, progressing by the clock or as its encoder says, success or fail.
import { ObjectStoreError } from '../../objects/errors.ts'
import { noteOutage } from '../../objects/note-outage.ts'
import type { Service } from '../../service.ts'
import type { Job } from '../../time/jobs.ts'
import type { World } from '../../world.ts'
import { deliberateFailure } from './deliberate-failure.ts'
import { encoderOf, type EncodingFailure } from './encoder.ts'
import { endEncoding, failEncoding } from './encoding-end.ts'
import { isHlsPlaylist } from './hls-playlist.ts'
import { type Encoding, encodings, factories, type Profile, profiles, videos } from './model.ts'
import { type EncodingFault, encodingFault } from './encoding-fault.ts'
import { notifyEncoding } from './webhooks.ts'
import { encodingProgress } from './wire.ts'

/** §6.1: progress is told about every 10 s. */
const progressInterval = 10_000
/** A playlist lists the variants of its video and so comes after them. */
const playlistDelay = 2000

interface EncodingJob {
  encodingId: string
}

/** World time that an encoding takes, in ms, as long as no real encoder says otherwise. */
export function timeFor({ settings }: World, profile: Profile | undefined): number {
  return settings.telestream.encodingTime + (profile?.presetName?.endsWith('.playlist') ? playlistDelay : 0)
}

export const encodeJobs: Service['jobs'] = {
  'telestream.encoding-start'(job, world) {
    const encoding = find(world, job.payload)
    if (!encoding) return undefined
    return () => {
      const wanted = failureOf(world, encoding)
      const fault = wanted ? undefined : faultOf(world, encoding)
      const failure = wanted ?? fault
      if (world.transcoder && world.clock.mode === 'real' && !failure) return startReal(world, encoding, job.dueAt)
      if (isSourceDeleted(world, encoding)) {
        return failEncoding(
          world,
          { ...encoding, startedAt: job.dueAt },
          'FileNotFound',
          'The source of the video was deleted',
        )
      }
      const takes = timeFor(world, world.state.table(profiles).get(encoding.profileId))
      const started: Encoding = { ...encoding, takes, startedAt: job.dueAt, updatedAt: job.dueAt, fault }
      world.state.table(encodings).put(started)
      const end = job.dueAt + (failure ? (takes * failure.at) / 100 : takes)
      schedule(world, 'telestream.encoding-finish', started, end)
      scheduleProgress(world, started, job.dueAt, end)
    }
  },

  'telestream.encoding-progress'(job, world) {
    const encoding = find(world, job.payload)
    if (!encoding || encoding.startedAt === null) return undefined
    return () => {
      notifyEncoding(world, 'encoding_progress', encoding, encodingProgress(encoding, job.dueAt))
      scheduleProgress(world, encoding, job.dueAt, (encoding.startedAt ?? 0) + (encoding.takes ?? Infinity))
    }
  },

  async 'telestream.encoding-finish'(job, world, signal) {
    const encoding = find(world, job.payload)
    const video = encoding && world.state.table(videos).get(encoding.videoId)
    const factory = encoding && world.state.table(factories).get(encoding.factoryId)
    if (!encoding || !video || !factory) return undefined
    const failure = failureOf(world, encoding) ?? encoding.fault
    if (failure) {
      const message = encoding.fault?.message ?? `Failed because the source is called ${video.originalFilename ?? ''}`
      const logfile = await writeLog(world, job, factory.bucket, encoding, message)
      return () => failEncoding(world, { ...encoding, logfile, progress: failure.at }, failure.errorClass, message)
    }
    const profile = world.state.table(profiles).get(encoding.profileId)
    const encoder = await encoderOf(world)
    const onProgress = (percent: number) => {
      if (!signal.aborted) noteProgress(world, encoding.id, percent)
    }
    const outcome = await encoder
      .encode(world, { encoding, video, factory, profile }, { signal, onProgress })
      .catch((error: unknown) => {
        noteOutage(world, job, error)
        return explainStore(error)
      })
    const now = () => find(world, job.payload) ?? encoding
    if ('errorClass' in outcome) {
      const { errorClass, errorMessage, log = '' } = outcome
      const logfile = await writeLog(world, job, factory.bucket, encoding, `${errorMessage}\n${log}`.trimEnd())
      return () => failEncoding(world, { ...now(), logfile }, errorClass, errorMessage)
    }
    return () => endEncoding(world, now(), { ...outcome, status: 'success', progress: 100 })
  },
}

/** The end is where the work ends. A playlist waits for the variants that it lists. */
function startReal(world: World, encoding: Encoding, now: number): void {
  const profile = world.state.table(profiles).get(encoding.profileId)
  if (isHlsPlaylist(profile) && variantsUnderWay(world, encoding)) {
    scheduleStart(world, encoding, now + playlistDelay)
    return
  }
  world.state.table(encodings).put({ ...encoding, takes: null, startedAt: null })
  schedule(world, 'telestream.encoding-finish', encoding, now, true)
}

function variantsUnderWay(world: World, { videoId }: Encoding): boolean {
  return world.state
    .table(encodings)
    .list({ where: { videoId } })
    .filter(({ status, extname }) => status === 'processing' && extname === '.m3u8')
    .some(({ profileId }) => !isHlsPlaylist(world.state.table(profiles).get(profileId)))
}

/** What a real encoder tells of its work; of an encoding that goes by the clock, nothing has to be written. */
function noteProgress(world: World, id: string, percent: number): void {
  const encoding = find(world, { encodingId: id } satisfies EncodingJob)
  if (!encoding || encoding.takes !== null) return
  const now = world.clock.now()
  if (percent > 0) {
    world.state.table(encodings).put({ ...encoding, progress: percent })
    return
  }
  world.state.transaction(() => {
    world.state.table(encodings).put({ ...encoding, progress: 0, startedAt: now, updatedAt: now })
    // Picked up once more after a restart: the progress is told of already.
    if (encoding.startedAt === null) scheduleProgress(world, encoding, now, Infinity)
  })
}

/** Begins an encoding whose source is there. */
export function scheduleStart(world: World, encoding: Encoding, dueAt: number): void {
  schedule(world, 'telestream.encoding-start', encoding, dueAt)
}

function find(world: World, payload: unknown): Encoding | undefined {
  const encoding = world.state.table(encodings).get((payload as EncodingJob).encodingId)
  return encoding?.status === 'processing' ? encoding : undefined
}

/** What works already has read it: only what begins needs it. */
function isSourceDeleted(world: World, { videoId }: Encoding): boolean {
  return world.state.table(videos).get(videoId)?.hasSource === false
}

function schedule(world: World, kind: string, { id }: Encoding, dueAt: number, queues = false): void {
  world.jobs.schedule({ kind, dueAt, payload: { encodingId: id } satisfies EncodingJob, subject: id, queues })
}

function scheduleProgress(world: World, encoding: Encoding, from: number, end: number): void {
  if (from + progressInterval < end) schedule(world, 'telestream.encoding-progress', encoding, from + progressInterval)
}

function failureOf(world: World, encoding: Encoding) {
  return deliberateFailure(world.state.table(videos).get(encoding.videoId)?.originalFilename ?? null)
}

/** Whether a fault of the world happens to it, and how it fails then. */
function faultOf(world: World, encoding: Encoding): EncodingFault | undefined {
  const video = world.state.table(videos).get(encoding.videoId)
  const fault = world.faults.happens('telestream', 'encoding', video?.originalFilename ?? encoding.videoId)
  return fault && encodingFault(fault)
}

/** "S3Error: whenever the system tries to access your bucket and gets a bad response." */
function explainStore(error: unknown): EncodingFailure {
  if (error instanceof ObjectStoreError) return { errorClass: 'S3Error', errorMessage: error.message }
  throw error
}

/** `<path>.log`, beside where the outputs would be (§3.3); null when it cannot be stored, because the bucket itself is the matter. */
async function writeLog(
  world: World,
  job: Job,
  bucket: string,
  encoding: Encoding,
  message: string,
): Promise<string | null> {
  const name = `${encoding.path}.log`
  const text = `encoding ${encoding.id}\nprofile ${encoding.profileName}\n${message}\n`
  try {
    await world.objects.put(bucket, name, new TextEncoder().encode(text), { contentType: 'text/plain; charset=utf-8' })
    return name
  } catch (error) {
    noteOutage(world, job, error, name)
    if (error instanceof ObjectStoreError) return null
    throw error
  }
}
