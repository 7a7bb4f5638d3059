// CallSettingsRequest (§2.3): what a call type or a call's `settings_override` may say.
import { z } from 'zod'
import { flag, freeMap, later, listOf, mapOf, nullable, oneOf, optional, shape, text, whole } from '../../schema.ts'
import { frameQualities, languages, layouts, modes, outputTypes, qualities } from './model.ts'

const mode = oneOf(modes)

const layout = later(() =>
  shape({
    name: oneOf(layouts),
    external_app_url: optional(text()),
    external_css_url: optional(text()),
    options: optional(freeMap()),
    detect_orientation: optional(flag()),
  }),
)

const resolution = later(() =>
  shape({
    width: whole({ min: 240, max: 3840 }),
    height: whole({ min: 240, max: 3840 }),
    bitrate: optional(whole({ max: 6_000_000 })),
  }),
)

const timeout = whole({ min: 5000, max: 180_000 })

/** SDKs that are generated from enums of integers send them as texts. */
const numeral = <const V extends readonly [number, ...number[]]>(values: V) =>
  z.preprocess((value) => (typeof value === 'string' ? Number(value) : value), z.literal(values))

const videoEncoding = later(() =>
  shape({
    source: shape({ width: whole({ min: 1 }), height: whole({ min: 1 }), fps: numeral([30, 60]) }),
    layers: listOf(
      shape({
        codec: oneOf(['h264', 'vp8']),
        bitrate: whole({ min: 1000 }),
        min_dimension: whole({ min: 240 }),
        max_dimension: whole({ min: 240 }),
        frame_rate_limit: whole({ min: 1, max: 60 }),
      }),
      { min: 1 },
    ),
  }),
)

export const callSettingsRequest = later(() =>
  shape({
    audio: optional(
      shape({
        default_device: oneOf(['speaker', 'earpiece']),
        access_request_enabled: optional(flag()),
        opus_dtx_enabled: optional(flag()),
        redundant_coding_enabled: optional(flag()),
        mic_default_on: optional(flag()),
        speaker_default_on: optional(flag()),
        hifi_audio_enabled: optional(flag()),
        noise_cancellation: optional(shape({ mode })),
      }),
    ),
    backstage: optional(
      shape({ enabled: optional(flag()), join_ahead_time_seconds: optional(whole({ min: 0, max: 2_147_483_647 })) }),
    ),
    broadcasting: optional(
      shape({
        enabled: optional(flag()),
        hls: optional(
          shape({
            quality_tracks: listOf(oneOf(qualities), { min: 1, max: 3 }),
            auto_on: optional(flag()),
            enabled: optional(flag()),
            layout: optional(layout),
          }),
        ),
        rtmp: optional(
          shape({ enabled: optional(flag()), quality: optional(oneOf(qualities)), layout: optional(layout) }),
        ),
      }),
    ),
    encryption: optional(shape({ mode: optional(mode) })),
    frame_recording: optional(
      shape({
        mode,
        capture_interval_in_seconds: whole({ min: 2, max: 60 }),
        quality: optional(oneOf(frameQualities)),
      }),
    ),
    geofencing: optional(shape({ names: optional(listOf(text())) })),
    individual_recording: optional(shape({ mode, output_types: optional(listOf(oneOf(outputTypes), { min: 1 })) })),
    ingress: optional(
      shape({
        enabled: optional(flag()),
        audio_encoding_options: optional(
          shape({
            bitrate: whole({ min: 16_000, max: 128_000 }),
            channels: numeral([1, 2]),
            enable_dtx: optional(flag()),
          }),
        ),
        video_encoding_options: optional(mapOf(videoEncoding)),
      }),
    ),
    limits: optional(
      shape({
        max_participants: nullable(whole({ min: 0 })),
        max_duration_seconds: nullable(whole({ min: 0 })),
        max_participants_exclude_owner: optional(flag()),
        max_participants_exclude_roles: optional(listOf(text())),
      }),
    ),
    raw_recording: optional(shape({ mode, audio_only: optional(flag()) })),
    recording: optional(
      shape({
        mode,
        audio_only: optional(flag()),
        quality: optional(oneOf(qualities)),
        layout: optional(layout),
      }),
    ),
    ring: optional(
      shape({
        incoming_call_timeout_ms: timeout,
        auto_cancel_timeout_ms: timeout,
        missed_call_timeout_ms: optional(timeout),
      }),
    ),
    screensharing: optional(
      shape({
        enabled: optional(flag()),
        access_request_enabled: optional(flag()),
        target_resolution: nullable(resolution),
      }),
    ),
    session: optional(shape({ inactivity_timeout_seconds: whole({ min: 5, max: 900 }) })),
    thumbnails: optional(shape({ enabled: optional(flag()) })),
    transcription: optional(
      shape({
        mode: optional(mode),
        closed_caption_mode: optional(mode),
        language: optional(oneOf(languages)),
        speech_segment_config: optional(
          shape({
            max_speech_caption_ms: optional(whole({ min: 0 })),
            silence_duration_ms: optional(whole({ min: 0 })),
          }),
        ),
        translation: optional(shape({ enabled: optional(flag()), languages: optional(listOf(text())) })),
      }),
    ),
    video: optional(
      shape({
        enabled: optional(flag()),
        access_request_enabled: optional(flag()),
        camera_default_on: optional(flag()),
        camera_facing: optional(oneOf(['front', 'back', 'external'])),
        target_resolution: optional(resolution),
      }),
    ),
  }),
)

export type CallSettingsRequest = z.output<typeof callSettingsRequest>
