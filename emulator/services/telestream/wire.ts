// Telestream's names, dates and bodies (V2 and V3.0); the only place where ours become theirs.
import {
  type Encoding,
  type Factory,
  type MediaFields,
  notificationEvents,
  type NotificationSettings,
  type Profile,
  type Video,
} from './model.ts'
import { presets } from './presets.ts'

/** `2009/10/13 20:58:29 +0000` (§0 item 9). */
export function timestamp(ms: number): string {
  const second = ms - (ms % 1000)
  const known = written.get(second)
  if (known !== undefined) return known
  const iso = new Date(second).toISOString()
  const text = `${iso.slice(0, 4)}/${iso.slice(5, 7)}/${iso.slice(8, 10)} ${iso.slice(11, 19)} +0000`
  if (written.size >= 1000) written.clear()
  written.set(second, text)
  return text
}

/** What is created together is shown together: few seconds make up most answers. */
const written = new Map<number, string>()

/** @param bucketUrl where the factory's bucket is reached, unless it was given a URL of its own */
export function factoryBody(factory: Factory, bucketUrl: string) {
  return {
    id: factory.id,
    name: factory.name,
    s3_videos_bucket: factory.bucket,
    s3_private_access: factory.privateAccess,
    // The gem builds media URLs as url + path + extname.
    url: factory.url ?? bucketUrl,
    upload_original_video: factory.uploadOriginalVideo,
    ...(factory.outputsPathFormat === null ? {} : { outputs_path_format: factory.outputsPathFormat }),
    priority: factory.priority,
    created_at: timestamp(factory.createdAt),
    updated_at: timestamp(factory.updatedAt),
  }
}

function mediaBody(media: MediaFields) {
  return {
    mime_type: media.mimeType,
    duration: media.duration,
    width: media.width,
    height: media.height,
    fps: media.fps,
    file_size: media.fileSize,
    video_codec: media.videoCodec,
    video_bitrate: media.videoBitrate,
    audio_codec: media.audioCodec,
    audio_bitrate: media.audioBitrate,
    audio_sample_rate: media.audioSampleRate,
    audio_channels: media.audioChannels,
  }
}

export function videoBody(video: Video) {
  return {
    id: video.id,
    status: video.status,
    original_filename: video.originalFilename,
    extname: video.extname,
    path: video.path,
    path_format: video.pathFormat,
    source_url: video.sourceUrl,
    ...mediaBody(video),
    payload: video.payload,
    error_class: video.errorClass,
    error_message: video.errorMessage,
    created_at: timestamp(video.createdAt),
    updated_at: timestamp(video.updatedAt),
  }
}

/**
 * The progress of an encoding follows from the clock, so that no job has to write it; but a real encoder tells its own. 99 is the most
 * before the end, as in the documents' samples.
 */
export function encodingProgress(encoding: Encoding, now: number): number {
  if (encoding.status !== 'processing' || encoding.startedAt === null) return encoding.progress
  if (encoding.takes === null) return Math.min(99, encoding.progress)
  return Math.max(0, Math.min(99, Math.floor(((now - encoding.startedAt) / encoding.takes) * 100)))
}

export interface EncodingView {
  now: number
  /** Lists the screenshots' URLs when given: the base URL of the factory's bucket. */
  screenshotsUrl: string | undefined
  /** Of the factory's bucket. */
  bucketUrl: string
}

export function encodingBody(encoding: Encoding, { now, screenshotsUrl, bucketUrl }: EncodingView) {
  return {
    id: encoding.id,
    video_id: encoding.videoId,
    status: encoding.status,
    profile_id: encoding.profileId,
    profile_name: encoding.profileName,
    encoding_progress: encodingProgress(encoding, now),
    encoding_time: encoding.status === 'processing' ? 0 : Math.round((encoding.takes ?? 0) / 1000),
    // Omitted while unset: null breaks the old Go SDK, "" that one and Java's.
    ...(encoding.startedAt === null ? {} : { started_encoding_at: timestamp(encoding.startedAt) }),
    path: encoding.path,
    extname: encoding.extname,
    files: encoding.files,
    ...(screenshotsUrl === undefined ? {} : { screenshots: encoding.screenshots.map((name) => screenshotsUrl + name) }),
    ...mediaBody(encoding),
    logfile_url: encoding.logfile === null ? null : bucketUrl + encoding.logfile,
    external_id: null,
    parent_encoding_id: null,
    error_class: encoding.errorClass,
    error_message: encoding.errorMessage,
    created_at: timestamp(encoding.createdAt),
    updated_at: timestamp(encoding.updatedAt),
  }
}

/** @param expand adds the preset's defaults (`expand=true`, §3.4) */
export function profileBody(profile: Profile, expand: boolean) {
  const preset = profile.presetName === null ? undefined : presets[profile.presetName]
  return {
    ...(expand ? preset?.settings : {}),
    ...profile.settings,
    id: profile.id,
    name: profile.name,
    title: profile.title,
    preset_name: profile.presetName,
    ...(profile.command === null ? {} : { command: profile.command }),
    extname: profile.extname,
    created_at: timestamp(profile.createdAt),
    updated_at: timestamp(profile.updatedAt),
  }
}

export function notificationsBody(settings: NotificationSettings) {
  return {
    url: settings.url,
    delay: settings.delay,
    send_video_payload: settings.sendVideoPayload,
    events: Object.fromEntries(notificationEvents.map((event) => [event, settings.events[event]])),
  }
}

/** `true/false`, `True/False`, `1/0` (§3). Undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  if (/^(true|1)$/i.test(text)) return true
  return /^(false|0)$/i.test(text) ? false : undefined
}
