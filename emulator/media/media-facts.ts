// What a media file is, as far as the double needs to know. Plain JSON, so that it can be kept with a video's record.

export type Container =
  | 'mp4'
  | 'mov'
  | 'webm'
  | 'matroska'
  | 'ogg'
  | 'mp3'
  | 'adts'
  | 'wav'
  | 'flac'
  | 'mpegts'
  // Of samples only: `probe` does not recognise these.
  | 'mpegps'
  | 'mxf'
  | 'flv'
  | 'avi'
  | 'asf'
  | 'jpeg'
  | 'png'
  | 'hls'
  | 'dash'
  | 'smooth'

export interface MediaFacts {
  container: Container
  /** Without parameters, e.g. `video/mp4`. */
  mimeType: string
  /** Whole ms; null when the file does not tell. */
  durationMs: number | null
  /** The first video track. */
  video: VideoFacts | null
  /** The first audio track. */
  audio: AudioFacts | null
  /** What an MP4 or QuickTime file says of itself; null in every other container. */
  movie: MovieFacts | null
}

export interface VideoFacts {
  /** As the container numbers it. */
  trackId: number
  /** FFmpeg's name, which is the vendor's: `h264`, `vp8`, `theora`, … (§3.2); null when the codec is not known. */
  codec: string | null
  /** Pixels, before rotation. */
  width: number
  height: number
  /** Frames a second to three decimals, e.g. 29.97; null when unknown. */
  fps: number | null
  /** kbit/s; null when unknown. */
  bitrate: number | null
  /** Degrees clockwise: 0, 90, 180 or 270. */
  rotation: number
}

export interface AudioFacts {
  trackId: number
  /** FFmpeg's name: `aac`, `mp3`, `vorbis`, …; null when the codec is not known. */
  codec: string | null
  /** kbit/s; null when unknown. */
  bitrate: number | null
  /** Hz. */
  sampleRate: number
  channels: number
}

/** The boxes of an MP4 or QuickTime file that §3.2's metadata speaks of. Dates are seconds since 1904, 0 when not set. */
export interface MovieFacts {
  majorBrand: string | null
  minorVersion: number
  compatibleBrands: string[]
  /** Bytes of all `mdat` boxes, and where the first begins. */
  mediaDataBytes: number
  mediaDataOffset: number | null
  headerVersion: number
  created: number
  modified: number
  /** Units a second. */
  timeScale: number
  /** 1 is normal speed. */
  preferredRate: number
  /** 1 is full volume. */
  preferredVolume: number
  nextTrackId: number
  tracks: MovieTrack[]
}

export interface MovieTrack {
  id: number
  /** `vide`, `soun`, … */
  handler: string
  /** The sample entry, e.g. `avc1`, `mp4a`. */
  format: string | null
  headerVersion: number
  created: number
  modified: number
  /** Seconds, as the edit list presents the track; null when not set. */
  duration: number | null
  layer: number
  /** 1 is full volume. */
  volume: number
  /** Pixels as presented. */
  width: number
  height: number
  media: {
    headerVersion: number
    created: number
    modified: number
    timeScale: number
    /** Seconds; null when not set. */
    duration: number | null
  }
  picture: {
    width: number
    height: number
    /** Pixels an inch. */
    xResolution: number
    yResolution: number
    bitDepth: number
    graphicsMode: number
    opColor: number[]
  } | null
  sound: { channels: number; bitsPerSample: number; sampleRate: number; balance: number } | null
}
