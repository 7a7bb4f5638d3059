// A start that a client asks for: what must be so before, and which storage it chooses (§1.7, §2.9).
import type { World } from '../../../world.ts'
import type { VideoCall } from '../calls/model.ts'
import { requireSession } from '../calls/session-of.ts'
import { settingsOf } from '../calls/settings.ts'
import type { Language, Mode } from '../call-types/settings/index.ts'
import { inputError } from '../errors.ts'
import type { EgressKind } from './model.ts'
import { startEgress } from './start.ts'
import { requireStorage } from './storage-of.ts'

export interface StartRequest {
  kind: EgressKind
  /** The storage that the request names. */
  named: string | undefined
  language?: Language | undefined
}

/**
 * Within a transaction.
 * @throws {StreamError} 400/4 without a session, when the settings switch it off, and for a storage that is none
 */
export function startOnRequest(world: World, call: VideoCall, { kind, named, language }: StartRequest): void {
  const session = requireSession(world, call)
  const settings = settingsOf(world, call)
  const modes: Record<EgressKind, Mode> = {
    composite: settings.recording.mode,
    individual: settings.individual_recording.mode,
    raw: settings.raw_recording.mode,
    frames: settings.frame_recording.mode,
    transcription: settings.transcription.mode,
    captions: settings.transcription.closed_caption_mode,
    hls: settings.broadcasting.enabled && settings.broadcasting.hls.enabled ? 'available' : 'disabled',
  }
  if (modes[kind] === 'disabled') throw inputError(`${what[kind]} is disabled for this call`)
  const spoken = kind === 'transcription' || kind === 'captions'
  startEgress(world, call, session, {
    kind,
    storage: requireStorage(world, call, named),
    at: world.clock.now(),
    ...(spoken && { language: language ?? settings.transcription.language }),
  })
}

const what: Readonly<Record<EgressKind, string>> = {
  composite: 'recording',
  individual: 'individual recording',
  raw: 'raw recording',
  frames: 'frame recording',
  transcription: 'transcription',
  captions: 'closed captioning',
  hls: 'broadcasting',
}
