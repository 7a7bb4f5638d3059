// Transcriptions and closed captions, started, stopped and sent (§2.7, §2.8).
import type { Call } from '../call.ts'
import { languages } from '../call-types/settings/index.ts'
import { requireCapability } from '../calls/capabilities.ts'
import { findCall } from '../calls/find.ts'
import type { VideoCall } from '../calls/model.ts'
import { writeUserOf } from '../calls/wire.ts'
import { inputError } from '../errors.ts'
import { filled, flag, later, oneOf, optional, shape, text, time, whole } from '../schema.ts'
import { userRequest } from '../users/schema.ts'
import { emit } from '../webhooks/emit.ts'
import { at } from '../wire.ts'
import { stopEgress } from './end.ts'
import { startOnRequest } from './start-on-request.ts'

const language = optional(oneOf(languages))
const startTranscriptionRequest = later(() =>
  shape({
    transcription_external_storage: optional(text()),
    language,
    enable_closed_captions: optional(flag()),
  }),
)

/** POST C/start_transcription */
export function startTranscription(call: Call): object {
  const request = call.body(startTranscriptionRequest)
  within(call, 'start-transcription-call', 'StartTranscription', (row) => {
    const named = request.transcription_external_storage
    startOnRequest(call.world, row, { kind: 'transcription', named, language: request.language })
    if (request.enable_closed_captions)
      startOnRequest(call.world, row, { kind: 'captions', named: undefined, language: request.language })
  })
  return {}
}

const stopTranscriptionRequest = later(() => shape({ stop_closed_captions: optional(flag()) }))

/** POST C/stop_transcription */
export function stopTranscription(call: Call): object {
  const { stop_closed_captions: both } = call.body(stopTranscriptionRequest)
  within(call, 'stop-transcription-call', 'StopTranscription', (row) => {
    if (!stopEgress(call.world, row, 'transcription', call.now)) throw inputError('call is not being transcribed')
    if (both) stopEgress(call.world, row, 'captions', call.now)
  })
  return {}
}

const startCaptionsRequest = later(() =>
  shape({
    enable_transcription: optional(flag()),
    external_storage: optional(text()),
    language,
    speech_segment_config: optional(
      shape({ max_speech_caption_ms: optional(whole({ min: 0 })), silence_duration_ms: optional(whole({ min: 0 })) }),
    ),
  }),
)

/** POST C/start_closed_captions */
export function startCaptions(call: Call): object {
  const request = call.body(startCaptionsRequest)
  within(call, 'start-closed-captions-call', 'StartClosedCaptions', (row) => {
    startOnRequest(call.world, row, { kind: 'captions', named: undefined, language: request.language })
    if (request.enable_transcription) {
      startOnRequest(call.world, row, {
        kind: 'transcription',
        named: request.external_storage,
        language: request.language,
      })
    }
  })
  return {}
}

const stopCaptionsRequest = later(() => shape({ stop_transcription: optional(flag()) }))

/** POST C/stop_closed_captions */
export function stopCaptions(call: Call): object {
  const { stop_transcription: both } = call.body(stopCaptionsRequest)
  within(call, 'stop-closed-captions-call', 'StopClosedCaptions', (row) => {
    if (!stopEgress(call.world, row, 'captions', call.now)) throw inputError('call is not being transcribed')
    if (both) stopEgress(call.world, row, 'transcription', call.now)
  })
  return {}
}

const captionRequest = later(() =>
  shape({
    text: filled({ max: 32_768 }),
    speaker_id: filled({ max: 256 }),
    language: optional(text()),
    service: optional(text()),
    start_time: optional(time()),
    end_time: optional(time()),
    translated: optional(flag()),
    user: optional(userRequest),
    user_id: optional(text()),
  }),
)

/** POST C/closed_captions: one that somebody else made out. */
export function sendCaption(call: Call): object {
  const caption = call.body(captionRequest)
  const { world, now } = call
  within(call, 'send-closed-captions-call', 'SendClosedCaption', (row) => {
    emit(world, {
      type: 'call.closed_caption',
      callCid: row.id,
      fields: {
        closed_caption: {
          id: world.ids.uuid('stream.caption'),
          text: caption.text,
          speaker_id: caption.speaker_id,
          language: caption.language ?? 'en',
          translated: caption.translated ?? false,
          start_time: at(caption.start_time ?? now),
          end_time: at(caption.end_time ?? now),
          user: writeUserOf(world, caption.user?.id ?? caption.user_id ?? caption.speaker_id),
          ...(caption.service !== undefined && { service: caption.service }),
        },
      },
    })
  })
  return {}
}

function within(call: Call, capability: string, action: string, change: (row: VideoCall) => void): void {
  call.world.state.transaction(() => {
    const row = findCall(call)
    requireCapability(call, capability, action, { type: row.type, cid: row.id })
    change(row)
  })
}
