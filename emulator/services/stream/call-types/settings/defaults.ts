// What the built-in call types are set to (§2.3, the documentation's table); a new type begins as `default` does.
import { deepMerge, type Over } from '../deep-merge.ts'
import type { CallSettings, Layout } from './model.ts'

const spotlight: Layout = { name: 'spotlight', external_app_url: '', external_css_url: '', options: {} }

export const defaultSettings: CallSettings = {
  audio: {
    access_request_enabled: true,
    opus_dtx_enabled: true,
    redundant_coding_enabled: true,
    mic_default_on: true,
    speaker_default_on: true,
    default_device: 'earpiece',
    hifi_audio_enabled: false,
    noise_cancellation: { mode: 'available' },
  },
  backstage: { enabled: false, join_ahead_time_seconds: 0 },
  broadcasting: {
    enabled: true,
    hls: { auto_on: false, enabled: true, quality_tracks: ['720p'], layout: spotlight },
    rtmp: { enabled: true, quality: '720p', layout: spotlight },
  },
  encryption: { mode: 'disabled' },
  frame_recording: { mode: 'available', capture_interval_in_seconds: 2, quality: '720p' },
  geofencing: { names: [] },
  individual_recording: { mode: 'available', output_types: ['audio_video'] },
  ingress: { enabled: true },
  limits: {
    max_participants: null,
    max_duration_seconds: null,
    max_participants_exclude_owner: false,
    max_participants_exclude_roles: [],
  },
  raw_recording: { mode: 'available', audio_only: false },
  recording: { audio_only: false, mode: 'available', quality: '720p', layout: spotlight },
  ring: { incoming_call_timeout_ms: 15_000, auto_cancel_timeout_ms: 15_000, missed_call_timeout_ms: 5000 },
  screensharing: { enabled: true, access_request_enabled: true, target_resolution: null },
  session: { inactivity_timeout_seconds: 30 },
  thumbnails: { enabled: true },
  transcription: { mode: 'available', closed_caption_mode: 'available', language: 'auto' },
  video: {
    enabled: true,
    access_request_enabled: true,
    target_resolution: { width: 2560, height: 1440, bitrate: 5_000_000 },
    camera_default_on: true,
    camera_facing: 'front',
  },
}

const noRing = { incoming_call_timeout_ms: 0, auto_cancel_timeout_ms: 0, missed_call_timeout_ms: 0 }
const fullHd = { width: 1920, height: 1080, bitrate: 3_000_000 }

/** Where the others differ from `default`. */
const differences: Readonly<Record<string, Over<CallSettings>>> = {
  default: {},
  livestream: {
    audio: { access_request_enabled: false, mic_default_on: false, default_device: 'speaker' },
    backstage: { enabled: true },
    video: { access_request_enabled: false, target_resolution: fullHd },
    screensharing: { access_request_enabled: false },
    ring: noRing,
  },
  audio_room: {
    audio: { mic_default_on: false, default_device: 'speaker' },
    backstage: { enabled: true },
    video: { enabled: false, access_request_enabled: false, camera_default_on: false },
    screensharing: { enabled: false, access_request_enabled: false },
    ring: noRing,
  },
  development: { video: { target_resolution: fullHd } },
}

/** The settings of the types that every app has, by name. */
export const builtInSettings: Readonly<Record<string, CallSettings>> = Object.fromEntries(
  Object.entries(differences).map(([name, difference]) => [name, deepMerge<CallSettings>(defaultSettings, difference)]),
)
