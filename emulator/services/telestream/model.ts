// What Telestream keeps: factories (V2: clouds), profiles, videos, encodings, upload sessions. Ours in names; wire.ts has the vendor's.
import type { EncodingFault } from './encoding-fault.ts'
import { defineTable } from '../../state/table.ts'

/** V2 speaks of clouds, V3.0 of factories; both are signed. Flip 3.1 has another way to authenticate, and pages. */
export type ApiName = 'v2' | 'v3.0' | 'flip-3.1'

/** Facts about media; null until they are known, as on the wire. */
export interface MediaFields {
  mimeType: string | null
  /** ms. */
  duration: number | null
  width: number | null
  height: number | null
  fps: number | null
  /** Bytes. */
  fileSize: number | null
  videoCodec: string | null
  /** kbit/s. */
  videoBitrate: number | null
  audioCodec: string | null
  /** kbit/s. */
  audioBitrate: number | null
  audioSampleRate: number | null
  audioChannels: number | null
}

export const noMedia: MediaFields = {
  mimeType: null,
  duration: null,
  width: null,
  height: null,
  fps: null,
  fileSize: null,
  videoCodec: null,
  videoBitrate: null,
  audioCodec: null,
  audioBitrate: null,
  audioSampleRate: null,
  audioChannels: null,
}

/** §5, last paragraph. */
export const errorClasses = [
  'S3Error',
  'VideoStatusInvalid',
  'CommandInvalid',
  'EncodingError',
  'HLSVariantsNotFound',
  'FileNotFound',
  'DownloadFailed',
  'UnexpectedError',
  'FormatNotRecognised',
  'EncodingCanceled',
] as const
export type ErrorClass = (typeof errorClasses)[number]

export type Status = 'processing' | 'success' | 'fail'

export interface NotificationSettings {
  url: string | null
  /** Seconds; the first wait before a delivery is tried again. */
  delay: number
  sendVideoPayload: boolean
  events: Record<NotificationEvent, boolean>
}
export const notificationEvents = ['video_created', 'video_encoded', 'encoding_progress', 'encoding_completed'] as const
export type NotificationEvent = (typeof notificationEvents)[number]

export interface Factory {
  id: string
  name: string
  bucket: string
  privateAccess: boolean
  /** Set by the client; by default where the world's bucket is reached. */
  url: string | null
  uploadOriginalVideo: boolean
  outputsPathFormat: string | null
  priority: number
  /** V2's API token (§2.4). */
  token: string
  notifications: NotificationSettings
  /** What only Flip 3.1 speaks of, as far as it was set. */
  flip?: Partial<FlipSettings>
  createdAt: number
  updatedAt: number
}

/** A factory as Flip 3.1 knows it, beside what all APIs know (§3.7). */
export interface FlipSettings {
  region: string
  serverSideEncryption: boolean
  /** Files that are put there become videos, when the factory is synchronised. */
  inputBucket: string | null
  /** Whether it is synchronised again and again. */
  inputWatch: boolean
  inputRecursive: boolean
  /** Minutes. */
  inputEvery: number
  /** With `*` and `?`. */
  inputPattern: string | null
  /** ETags of the files that became videos, by key. */
  inputFiles: Record<string, string>
  /** §3.7: 0 S3, 1 GCS, 2 FTP, 5 GCS-interop, 7 Flip storage, 8 FASP, 9 Azure. */
  storageProvider: number
  providerSettings: Record<string, unknown> | null
  storeId: string | null
}

export interface Profile {
  id: string
  factoryId: string
  name: string
  title: string | null
  presetName: string | null
  command: string | null
  extname: string
  /** Whatever else was set, by its name on the wire, known to us or not. */
  settings: Record<string, unknown>
  /** Derived from the settings, for lists: a graph of inputs and outputs; one that needs an Advanced Service. */
  isWorkflow: boolean
  isAdvanced: boolean
  createdAt: number
  updatedAt: number
}

export interface Video extends MediaFields {
  id: string
  factoryId: string
  status: Status
  originalFilename: string | null
  extname: string | null
  path: string
  pathFormat: string
  sourceUrl: string | null
  payload: string | null
  errorClass: ErrorClass | null
  errorMessage: string | null
  /** What its maker asked for beside that, if anything, by its name on the wire (§3.7: clip_length, extra_files, store_id, …). */
  settings?: Record<string, unknown>
  /** Whether the source is still kept (DELETE …/source.json removes it). */
  hasSource: boolean
  /** What metadata.json answers. */
  metadata: Record<string, unknown>
  createdAt: number
  updatedAt: number
}

export interface Encoding extends MediaFields {
  id: string
  factoryId: string
  videoId: string
  profileId: string
  profileName: string
  status: Status
  /** While it is under way, progress follows from the clock, unless nobody knows the end; otherwise it is this. */
  progress: number
  /** When it was picked up; null before. */
  startedAt: number | null
  /**
   * World time from start to end, in ms; null while nobody knows the end, because a real encoder is at it. When it is over, what it took.
   */
  takes: number | null
  path: string
  extname: string
  files: string[]
  screenshots: string[]
  logfile: string | null
  errorClass: ErrorClass | null
  errorMessage: string | null
  /** How it will fail, when it is made to. */
  fault?: EncodingFault | undefined
  createdAt: number
  updatedAt: number
}

export interface UploadSession {
  id: string
  factoryId: string
  api: ApiName
  fileName: string
  fileSize: number
  multiChunk: boolean
  /** What the video is made with. */
  profileIds: string[]
  pathFormat: string
  payload: string | null
  settings?: Record<string, unknown>
  extraFiles: { tag: string; name: string; fileSize: number }[]
  /** Given beforehand: clients ask for it as `media_id` before the video is there. */
  videoId: string
  state: 'open' | 'complete'
  expiresAt: number
}

export const factories = defineTable<Factory>('telestream_factories', { indexes: [['token']], counted: [[]] })
export const profiles = defineTable<Profile>('telestream_profiles', {
  indexes: [['factoryId'], ['factoryId', 'isWorkflow'], ['factoryId', 'isAdvanced']],
  unique: [['factoryId', 'name']],
  counted: [['factoryId'], ['factoryId', 'isWorkflow'], ['factoryId', 'isAdvanced']],
})
export const videos = defineTable<Video>('telestream_videos', {
  indexes: [['factoryId'], ['factoryId', 'status']],
  counted: [['factoryId'], ['factoryId', 'status']],
})
export const encodings = defineTable<Encoding>('telestream_encodings', {
  indexes: [['factoryId'], ['factoryId', 'status'], ['videoId'], ['profileId'], ['factoryId', 'profileName']],
  // What Flip 3.1's pages give the total of, by one filter each.
  counted: [['factoryId'], ['factoryId', 'status'], ['profileId'], ['factoryId', 'profileName']],
})
export const uploadSessions = defineTable<UploadSession>('telestream_uploads')

/** The world's own bucket of sources. */
export const sourcesBucket = 'telestream-sources'
export const sourceKey = (video: Pick<Video, 'id' | 'extname'>) => `${video.id}${video.extname ?? ''}`
