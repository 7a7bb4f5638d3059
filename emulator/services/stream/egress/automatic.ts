// What starts by itself when a session opens: everything whose settings say `auto-on` (§2.9).
import type { World } from '../../../world.ts'
import type { RunningSession, VideoCall } from '../calls/model.ts'
import { settingsOf } from '../calls/settings.ts'
import type { EgressKind } from './model.ts'
import { startEgress } from './start.ts'
import { storageOf } from './storage-of.ts'

/** Within the transaction that opens the session. No call-level storage is known here: it is the type's, or Stream's own. */
export function startAutomatic(world: World, call: VideoCall, session: RunningSession): void {
  const { broadcasting, recording, individual_recording, raw_recording, frame_recording, transcription } = settingsOf(
    world,
    call,
  )
  const isBroadcast = broadcasting.enabled && broadcasting.hls.enabled && broadcasting.hls.auto_on
  const wanted: [EgressKind, string][] = [
    ['composite', recording.mode],
    ['individual', individual_recording.mode],
    ['raw', raw_recording.mode],
    ['frames', frame_recording.mode],
    ['transcription', transcription.mode],
    ['captions', transcription.closed_caption_mode],
    ['hls', isBroadcast ? 'auto-on' : 'available'],
  ]
  for (const [kind, mode] of wanted) {
    if (mode !== 'auto-on') continue
    const language = kind === 'transcription' || kind === 'captions' ? { language: transcription.language } : {}
    startEgress(world, call, session, { kind, storage: storageOf(world, call), at: session.startedAt, ...language })
  }
}
