// One encoding by ffmpeg: the source goes into a directory, ffmpeg works there, and what comes out is measured and stored.
import { mimeTypeOf } from '../../../media/mime-type.ts'
import type { Ffmpeg, FfmpegWorkspace } from '../../../platform/ffmpeg.ts'
import type { World } from '../../../world.ts'
import type { EncodingOutcome, EncodingTask } from '../encoder.ts'
import { sourceKey, sourcesBucket, type Video } from '../model.ts'
import { presets } from '../presets.ts'
import { containerOf, demuxerOf } from './containers.ts'
import { cutOf } from './cut.ts'
import { fetchKey, fetchWatermark } from './downloads.ts'
import { EncodingFailed, isMissing } from './failed.ts'
import { measureMedia, measurePicture } from './measure.ts'
import { keyName, mediaOutputs, type Output, stillOutputs, storeOutputs } from './outputs.ts'
import { type Plan, planEncoding } from './plan.ts'
import { Progress } from './progress.ts'
import { CommandRefused } from './refused.ts'
import { type Run, runnerIn } from './runner.ts'
import { type Encryption, encryptionOf, keyFile, keyInfo, keyInfoFile } from './segments.ts'
import { Settings } from './settings.ts'
import { copied, copyRun, sourceFile, type SourceFacts, sourceInput, withoutIndex } from './source.ts'
import { screenshotRuns, thumbnailRuns } from './still-plans.ts'
import { watermarkFile, watermarkUrl } from './watermark.ts'

export interface Transcoding {
  world: World
  task: EncodingTask
  ffmpeg: Ffmpeg
  /** ms of real time. */
  timeLimit: number
  signal: AbortSignal
  onProgress: (percent: number) => void
}

/** How much of the work the main runs are; the rest is pictures and looking into what was made. */
const mainShare = 0.9

/** @throws {CommandRefused | EncodingFailed | OutboundRefused | ObjectStoreError}, or the signal's reason */
export async function transcode(work: Transcoding): Promise<EncodingOutcome> {
  const { world, task, ffmpeg, signal } = work
  const { encoding, profile, video } = task
  if (!profile) throw new CommandRefused('The profile was deleted')
  const settings = new Settings(
    video.settings ?? {},
    profile.settings,
    presets[profile.presetName ?? '']?.settings ?? {},
  )
  const original = factsOf(video)
  // To seek in it, it needs an index.
  const isCopied = withoutIndex.has(original.demuxer) && seeks(settings, original, encoding.extname)
  const source = isCopied ? copied(original) : original
  const watermark = await watermarkFor(work, settings)
  const plan = planEncoding({
    source,
    settings,
    presetName: profile.presetName,
    command: profile.command,
    extname: encoding.extname,
    watermark: watermark?.demuxer,
    maxBytes: world.settings.telestream.fileSizeLimit,
  })
  const encryption = plan.container.muxer === 'hls' ? encryptionOf(settings) : undefined
  requireEncoders(ffmpeg, plan)

  // Not `await using`, which the oldest Node that runs these sources cannot parse.
  const workspace = await ffmpeg.openWorkspace()
  try {
    await bringSource(world, video, workspace)
    if (watermark) await workspace.write(watermarkFile, watermark.bytes)
    if (encryption) await bringKey(work, workspace, encryption)
    const run = runnerIn(workspace, work.timeLimit, signal)
    const progress = new Progress(work.onProgress)
    if (isCopied) await run(copyRun(sourceInput(original), source.file))
    await runAll(run, plan.runs, (share) => progress.reach(share * mainShare), plan.expected)

    const media = plan.container.kind === 'picture' ? [] : await finishedMedia(work, workspace, plan)
    const measured = media.length > 0 ? await measureMedia(workspace, plan, run) : undefined
    const stillsTold = (share: number) => progress.reach(mainShare + share * (1 - mainShare))
    const runs = measured
      ? screenshotRuns(settings, measured)
      : thumbnailRuns(settings, plan, source, watermark?.demuxer)
    await runAll(run, runs, stillsTold, null)
    const stills = await stillOutputs(workspace, encoding)
    const [first] = stills
    if (!measured && !first) throw new EncodingFailed('EncodingError', 'ffmpeg made no picture of the source')

    const files = measured ? media : stills
    const key = encryption && encryption.url === undefined ? [keyOutput(encoding.path)] : []
    await storeOutputs(world, workspace, task, [...media, ...key, ...stills], { signal, encryption })
    return {
      ...(measured?.fields ?? (await measurePicture(workspace, first?.file ?? ''))),
      mimeType: mimeTypeOf(encoding.extname),
      fileSize: files.reduce((sum, { size }) => sum + size, 0),
      files: [...files, ...key].map(({ name }) => name),
      screenshots: stills.map(({ name }) => name),
    }
  } finally {
    await workspace[Symbol.asyncDispose]()
  }
}

function factsOf(video: Video): SourceFacts {
  const demuxer = demuxerOf(video.mimeType)
  if (demuxer === undefined) {
    throw new EncodingFailed('FormatNotRecognised', `The ffmpeg encoder of stuntdouble reads no ${video.mimeType}`)
  }
  return {
    file: sourceFile,
    demuxer,
    duration: video.duration,
    fps: video.fps,
    hasPictures: video.width !== null,
    hasSound: video.audioSampleRate !== null,
  }
}

function seeks(settings: Settings, source: SourceFacts, extname: string): boolean {
  return containerOf(extname).kind === 'picture' || cutOf(settings, source).from > 0
}

async function watermarkFor({ world, task, signal }: Transcoding, settings: Settings) {
  const url = watermarkUrl(settings)
  // A command says itself what happens to its pictures.
  if (url === undefined || (task.profile?.command ?? null) !== null) return undefined
  return fetchWatermark(world, url, signal)
}

function requireEncoders({ encoders, version }: Ffmpeg, plan: Plan): void {
  const missing = plan.encoders.find((encoder) => !encoders.has(encoder))
  if (missing !== undefined) throw new CommandRefused(`ffmpeg ${version} was built without the encoder ${missing}`)
}

async function bringSource(world: World, video: Video, workspace: FfmpegWorkspace): Promise<void> {
  try {
    const { body } = await world.objects.get(sourcesBucket, sourceKey(video))
    await workspace.write(sourceFile, body)
  } catch (error) {
    if (isMissing(error)) throw new EncodingFailed('FileNotFound', 'The source of the video was deleted')
    throw error
  }
}

async function bringKey(
  { world, signal }: Transcoding,
  workspace: FfmpegWorkspace,
  encryption: Encryption,
): Promise<void> {
  const key = encryption.key ?? (await fetchKey(world, encryption.url ?? '', signal))
  await workspace.write(keyFile, key)
  await workspace.write(keyInfoFile, keyInfo(encryption))
}

/** @param expected ms that each run makes */
async function runAll(
  run: Run,
  runs: readonly (readonly string[])[],
  tell: (share: number) => void,
  expected: number | null,
): Promise<void> {
  for (const [at, args] of runs.entries()) {
    await run(args, (ms) => tell((at + (expected ? Math.min(1, ms / expected) : 0)) / runs.length))
    tell((at + 1) / runs.length)
  }
}

async function finishedMedia(
  { world, task }: Transcoding,
  workspace: FfmpegWorkspace,
  { container }: Plan,
): Promise<Output[]> {
  const media = await mediaOutputs(workspace, task.encoding, container)
  if (!media) throw new EncodingFailed('EncodingError', 'ffmpeg wrote nothing')
  const limit = world.settings.telestream.fileSizeLimit
  if (media.some(({ size }) => size >= limit)) {
    throw new EncodingFailed('EncodingError', `The output has more than ${limit} bytes, the most that a file may have`)
  }
  return media
}

function keyOutput(path: string): Output {
  return { file: keyFile, name: keyName(path), size: 16 }
}
