// The words in which webhooks tell of an egress (§6.2).
import type { World } from '../../../world.ts'
import type { VideoCall } from '../calls/model.ts'
import { writeCall } from '../calls/wire.ts'
import { emit } from '../webhooks/emit.ts'
import type { EgressKind } from './model.ts'
import { playlistUrl } from './wire.ts'

export type EgressMoment = 'started' | 'stopped' | 'ready' | 'failed'

const names: Readonly<Record<EgressKind, string>> = {
  composite: 'recording',
  individual: 'recording',
  raw: 'recording',
  frames: 'frame_recording',
  transcription: 'transcription',
  captions: 'closed_captions',
  hls: 'hls_broadcasting',
}

/**
 * Within a transaction. Production sends `egress_id` empty (§8.2), and so does the double.
 * @param at ms; by default now
 */
export function tellEgress(
  world: World,
  call: VideoCall,
  kind: EgressKind,
  moment: EgressMoment,
  { at, ...fields }: { at?: number; [field: string]: unknown } = {},
): void {
  emit(world, {
    type: `call.${names[kind]}_${moment}`,
    callCid: call.id,
    ...(at !== undefined && { at }),
    fields: { ...fieldsOf(world, call, kind, moment), ...fields },
  })
}

function fieldsOf(world: World, call: VideoCall, kind: EgressKind, moment: EgressMoment): object {
  switch (kind) {
    case 'composite':
    case 'individual':
    case 'raw':
      return { egress_id: '', recording_type: kind }
    case 'frames':
      return { egress_id: '', ...(moment !== 'ready' && { call: writeCall(world, call) }) }
    case 'transcription':
      return { egress_id: '' }
    case 'hls':
      return moment === 'started' ? { hls_playlist_url: playlistUrl(world, call), call: writeCall(world, call) } : {}
    case 'captions':
      return {}
  }
}
