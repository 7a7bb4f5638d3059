// `call.egress`, and the flags of a call that follow it (§2.4).
import type { World } from '../../../world.ts'
import type { VideoCall } from '../calls/model.ts'
import { type EgressKind, recordingTypes } from './model.ts'
import { allRunning } from './running.ts'

const fields: Partial<Record<EgressKind, string>> = {
  composite: 'composite_recording',
  individual: 'individual_recording',
  raw: 'raw_recording',
  frames: 'frame_recording',
}

export function writeEgress(world: World, call: Pick<VideoCall, 'id' | 'sessionId'>) {
  // Nothing runs outside of a session; most calls have none, and need not be looked up.
  const running = call.sessionId === undefined ? [] : allRunning(world, call.id).map(({ kind }) => kind)
  const egress: Record<string, unknown> = { broadcasting: false, rtmps: [], hls: null }
  if (running.includes('hls'))
    Object.assign(egress, { broadcasting: true, hls: { playlist_url: playlistUrl(world, call), status: 'running' } })
  for (const kind of running) {
    const field = fields[kind]
    // §8.3: the vendor's words for the status are not known.
    if (field !== undefined) egress[field] = { status: 'running' }
  }
  return {
    egress,
    recording: recordingTypes.some((type) => running.includes(type)),
    transcribing: running.includes('transcription'),
    captioning: running.includes('captions'),
  }
}

/** Of a broadcast that nobody can watch: there is no media server. */
export function playlistUrl(world: World, { id }: Pick<VideoCall, 'id'>): string {
  const { apiKey } = world.credentials.stream
  return `https://hls.stuntdouble.invalid/${apiKey}/${id.replace(':', '_')}/playlist.m3u8`
}
