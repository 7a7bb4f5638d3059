// The settings of a call, as every answer has them (§2.3). They are kept in the vendor's names: nothing would be won by two spellings of a tree this size.

export type Mode = 'available' | 'disabled' | 'auto-on'
export type Quality = (typeof qualities)[number]
export type FrameQuality = (typeof frameQualities)[number]
export type Language = (typeof languages)[number]

export const modes = ['available', 'disabled', 'auto-on'] as const
export const frameQualities = ['360p', '480p', '720p', '1080p', '1440p'] as const
export const qualities = [
  ...frameQualities,
  'portrait-360x640',
  'portrait-480x854',
  'portrait-720x1280',
  'portrait-1080x1920',
  'portrait-1440x2560',
] as const
export const outputTypes = [
  'audio_only',
  'video_only',
  'audio_video',
  'screenshare_audio_only',
  'screenshare_video_only',
  'screenshare_audio_video',
] as const
export const layouts = ['spotlight', 'grid', 'single-participant', 'mobile', 'custom'] as const
/* oxfmt-ignore */
export const languages = [
  'auto', 'en', 'fr', 'es', 'de', 'it', 'nl', 'pt', 'pl', 'ca', 'cs', 'da', 'el', 'fi', 'id', 'ja', 'ru', 'sv', 'ta', 'th', 'tr',
  'hu', 'ro', 'zh', 'ar', 'tl', 'he', 'hi', 'hr', 'ko', 'ms', 'no', 'uk', 'bg', 'et', 'sl', 'sk',
] as const

export interface Layout {
  name: (typeof layouts)[number]
  external_app_url: string
  external_css_url: string
  options: Record<string, unknown>
  detect_orientation?: boolean
}

export interface Resolution {
  width: number
  height: number
  bitrate?: number
}

export interface VideoEncoding {
  source: { width: number; height: number; fps: number }
  layers: {
    codec: 'h264' | 'vp8'
    bitrate: number
    min_dimension: number
    max_dimension: number
    frame_rate_limit: number
  }[]
}

/** CallSettingsResponse */
export interface CallSettings {
  audio: {
    access_request_enabled: boolean
    opus_dtx_enabled: boolean
    redundant_coding_enabled: boolean
    mic_default_on: boolean
    speaker_default_on: boolean
    default_device: 'speaker' | 'earpiece'
    hifi_audio_enabled: boolean
    noise_cancellation: { mode: Mode }
  }
  backstage: { enabled: boolean; join_ahead_time_seconds: number }
  broadcasting: {
    enabled: boolean
    hls: { auto_on: boolean; enabled: boolean; quality_tracks: Quality[]; layout: Layout }
    rtmp: { enabled: boolean; quality: Quality; layout: Layout }
  }
  encryption: { mode: Mode }
  frame_recording: { mode: Mode; capture_interval_in_seconds: number; quality: FrameQuality }
  geofencing: { names: string[] }
  individual_recording: { mode: Mode; output_types: (typeof outputTypes)[number][] }
  ingress: {
    enabled: boolean
    audio_encoding_options?: { bitrate: number; channels: number; enable_dtx?: boolean }
    video_encoding_options?: Record<string, VideoEncoding>
  }
  limits: {
    max_participants: number | null
    max_duration_seconds: number | null
    max_participants_exclude_owner: boolean
    max_participants_exclude_roles: string[]
  }
  raw_recording: { mode: Mode; audio_only: boolean }
  recording: { audio_only: boolean; mode: Mode; quality: Quality; layout: Layout }
  ring: { incoming_call_timeout_ms: number; auto_cancel_timeout_ms: number; missed_call_timeout_ms: number }
  screensharing: { enabled: boolean; access_request_enabled: boolean; target_resolution: Resolution | null }
  session: { inactivity_timeout_seconds: number }
  thumbnails: { enabled: boolean }
  transcription: {
    mode: Mode
    closed_caption_mode: Mode
    language: Language
    speech_segment_config?: { max_speech_caption_ms?: number; silence_duration_ms?: number }
    translation?: { enabled?: boolean; languages?: string[] }
  }
  video: {
    enabled: boolean
    access_request_enabled: boolean
    target_resolution: Resolution
    camera_default_on: boolean
    camera_facing: 'front' | 'back' | 'external'
  }
}
