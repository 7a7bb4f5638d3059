// The simulated encoder: real small media of the profile's container, written where a real one would write.
import { sampleFor } from '../../media/samples.ts'
import type { World } from '../../world.ts'
import { plainText } from '../../plain-text.ts'
import { clippedDuration } from './clip.ts'
import type { Encoder, EncodingOutcome, EncodingTask } from './encoder.ts'
import { isHlsPlaylist, makeHlsPlaylist } from './hls-playlist.ts'
import type { Encoding, MediaFields, Video } from './model.ts'
import { presets } from './presets.ts'

interface OutputFile {
  name: string
  bytes: Uint8Array
  contentType: string
}

/** It takes no time: the world's clock says when an encoding is over. */
export const simulatedEncoder: Encoder = { encode: simulate }

/**
 * Writes the outputs and says what they are. Size, rates and codecs are the profile's, the duration is that of the source, or of its
 * clip: what a real encoder would have made. `fileSize` is that of the bytes that were written.
 */
async function simulate(world: World, task: EncodingTask): Promise<EncodingOutcome> {
  const { encoding, factory, profile } = task
  const preset = presets[profile?.presetName ?? '']
  if (isHlsPlaylist(profile)) return makeHlsPlaylist(world, task)
  const isImage = preset !== undefined && isPicture(encoding)
  const media = isImage ? [] : await mediaFiles(encoding, profile?.presetName ?? undefined)
  if (media === undefined)
    return { errorClass: 'CommandInvalid', errorMessage: `stuntdouble has no sample of ${encoding.extname}` }
  const screenshots = await screenshotFiles(task, preset?.videoCodec ?? null)
  for (const file of [...media, ...screenshots]) {
    await world.objects.put(factory.bucket, file.name, file.bytes, { contentType: file.contentType })
  }
  // The files of a thumbnail profile are its pictures; there is no other.
  const files = isImage ? screenshots : media
  return {
    ...mediaFields(task, files, isImage),
    files: files.map(({ name }) => name),
    screenshots: screenshots.map(({ name }) => name),
  }
}

function isPicture({ extname }: Encoding): boolean {
  return extname === '.jpg' || extname === '.png'
}

/** The main file, and what it refers to: a playlist with its segments. Undefined for an extension that we have no sample of. */
async function mediaFiles(
  { path, extname }: Encoding,
  presetName: string | undefined,
): Promise<OutputFile[] | undefined> {
  const sample = await sampleFor(extname, presetName)
  if (!sample) return undefined
  const directory = path.slice(0, path.lastIndexOf('/') + 1)
  const stem = path.slice(directory.length)
  const parts = sample.parts.map((part, at) => ({
    ...part,
    renamed: `${stem}-${at}${part.name.slice(part.name.lastIndexOf('.'))}`,
  }))
  let bytes = sample.bytes
  if (parts.length > 0) {
    let text = new TextDecoder().decode(bytes)
    for (const part of parts) text = text.replaceAll(part.name, part.renamed)
    bytes = new TextEncoder().encode(text)
  }
  return [
    { name: `${path}${extname}`, bytes, contentType: sample.mimeType },
    ...parts.map((part) => ({ name: `${directory}${part.renamed}`, bytes: part.bytes, contentType: part.mimeType })),
  ]
}

/** `<path>_1.jpg` … `<path>_7.jpg`; as many as the profile says (§3.3). A profile of PNGs makes PNGs. */
async function screenshotFiles(
  { encoding, profile, video }: EncodingTask,
  videoCodec: string | null,
): Promise<OutputFile[]> {
  const isVideo = videoCodec !== null || isPicture(encoding) || (profile?.presetName ?? null) === null
  if (!isVideo) return []
  const count = screenshotCount({ ...presets[profile?.presetName ?? '']?.settings, ...profile?.settings }, video)
  const extname = isPicture(encoding) ? encoding.extname : '.jpg'
  const sample = await sampleFor(extname)
  if (!sample) return []
  return Array.from({ length: count }, (_, at) => ({
    name: `${encoding.path}_${at + 1}${extname}`,
    bytes: sample.bytes,
    contentType: sample.mimeType,
  }))
}

/** By `frame_offsets`, `frame_interval` (`300f` or `10s`), or `frame_count` evenly spaced ones; 100 at the most. */
function screenshotCount(settings: Record<string, unknown>, { duration, fps }: Video): number {
  const offsets = plainText(settings.frame_offsets ?? '')
    .split(',')
    .filter((offset) => offset.trim() !== '')
  if (offsets.length > 0) return Math.min(offsets.length, 100)
  const [, length, unit] = /^(\d+(?:\.\d+)?)\s*([fs]?)$/.exec(plainText(settings.frame_interval ?? '')) ?? []
  const interval = Number(length ?? 0) * (unit === 'f' ? 1000 / (fps ?? 25) : 1000)
  if (interval > 0 && duration !== null) return Math.min(Math.ceil(duration / interval), 100)
  const asked = Number(settings.frame_count ?? 7)
  return Number.isInteger(asked) ? Math.max(0, Math.min(asked, 100)) : 7
}

function mediaFields({ video, profile, encoding }: EncodingTask, media: OutputFile[], isImage: boolean): MediaFields {
  const preset = presets[profile?.presetName ?? '']
  const setting = (name: string) => number(profile?.settings[name] ?? preset?.settings[name])
  // A profile with a command of its own keeps the source's properties, as far as anybody can tell.
  const videoCodec = preset ? preset.videoCodec : video.videoCodec
  const audioCodec = preset ? (video.audioCodec === null ? null : preset.audioCodec) : video.audioCodec
  const sized = videoCodec !== null || isImage
  return {
    mimeType: media[0]?.contentType ?? null,
    duration:
      isImage || video.duration === null
        ? null
        : clippedDuration(video.duration, video.fps, video.settings ?? {}, profile?.settings ?? {}),
    width: sized ? (setting('width') ?? video.width) : null,
    height: sized ? (setting('height') ?? video.height) : null,
    fps: videoCodec === null ? null : (setting('fps') ?? video.fps),
    fileSize: media
      .filter(({ name }) => name.startsWith(encoding.path))
      .reduce((sum, { bytes }) => sum + bytes.length, 0),
    videoCodec,
    videoBitrate: videoCodec === null ? null : (setting('video_bitrate') ?? video.videoBitrate),
    audioCodec,
    audioBitrate: audioCodec === null ? null : (setting('audio_bitrate') ?? video.audioBitrate),
    audioSampleRate: audioCodec === null ? null : (setting('audio_sample_rate') ?? video.audioSampleRate),
    audioChannels: audioCodec === null ? null : (setting('audio_channels') ?? video.audioChannels),
  }
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
