// Going live, and stopping: backstage and what is started or goes on with it (§2.4).
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { findCallType } from '../call-types/model.ts'
import type { EgressKind } from '../egress/model.ts'
import { allRunning } from '../egress/running.ts'
import { startOnRequest } from '../egress/start-on-request.ts'
import { stopEgress } from '../egress/end.ts'
import { flag, later, optional, shape, text } from '../schema.ts'
import { emit } from '../webhooks/emit.ts'
import { requireCapability } from './capabilities.ts'
import { findCall } from './find.ts'
import { calls, sessions, type VideoCall } from './model.ts'
import { isRunning, sessionOf } from './session-of.ts'
import { writeCall } from './wire.ts'

const goRequest = later(() =>
  shape({
    recording_storage_name: optional(text()),
    transcription_storage_name: optional(text()),
    start_recording: optional(flag()),
    start_composite_recording: optional(flag()),
    start_individual_recording: optional(flag()),
    start_raw_recording: optional(flag()),
    start_transcription: optional(flag()),
    start_closed_caption: optional(flag()),
    start_hls: optional(flag()),
  }),
)

/** POST C/go_live: everybody may join now, and what is wished starts. */
export function goLive(call: Call): object {
  const request = call.body(goRequest)
  const { world, now } = call
  return world.state.transaction(() => {
    const row = found(call, 'GoLive')
    const live = world.state.table(calls).put({ ...row, backstage: false, updatedAt: now })
    beginLive(world, live, now)
    emit(world, { type: 'call.live_started', callCid: row.id, fields: { call: writeCall(world, live) } })
    const storage = request.recording_storage_name
    const transcripts = request.transcription_storage_name
    const wanted: [EgressKind, boolean | undefined, string | undefined][] = [
      ['composite', request.start_recording || request.start_composite_recording, storage],
      ['individual', request.start_individual_recording, storage],
      ['raw', request.start_raw_recording, storage],
      ['transcription', request.start_transcription, transcripts],
      ['captions', request.start_closed_caption, undefined],
      ['hls', request.start_hls, undefined],
    ]
    for (const [kind, wish, named] of wanted) if (wish) startOnRequest(world, live, { kind, named })
    return { call: writeCall(world, live) }
  })
}

const stopRequest = later(() =>
  shape({
    continue_recording: optional(flag()),
    continue_composite_recording: optional(flag()),
    continue_individual_recording: optional(flag()),
    continue_raw_recording: optional(flag()),
    continue_transcription: optional(flag()),
    continue_closed_caption: optional(flag()),
    continue_hls: optional(flag()),
    continue_rtmp_broadcasts: optional(flag()),
  }),
)

/** POST C/stop_live: back to the backstage; all that is not to go on is stopped. */
export function stopLive(call: Call): object {
  const request = call.body(stopRequest)
  const { world, now } = call
  return world.state.transaction(() => {
    const row = found(call, 'StopLive')
    const goesOn: Partial<Record<EgressKind, boolean | undefined>> = {
      composite: request.continue_recording || request.continue_composite_recording,
      individual: request.continue_individual_recording,
      raw: request.continue_raw_recording,
      transcription: request.continue_transcription,
      captions: request.continue_closed_caption,
      hls: request.continue_hls,
    }
    for (const { kind } of allRunning(world, row.id)) if (!goesOn[kind]) stopEgress(world, row, kind, now)
    endLive(world, row, now)
    const stopped = world.state.table(calls).put({ ...findCall(call), backstage: true, updatedAt: now })
    emit(world, {
      type: 'call.updated',
      callCid: row.id,
      fields: { call: writeCall(world, stopped), capabilities_by_role: findCallType(world, row.type)?.grants ?? {} },
    })
    return { call: writeCall(world, stopped) }
  })
}

/** Of a session that was live before, this is another beginning. */
function beginLive(world: World, call: VideoCall, now: number): void {
  const session = sessionOf(world, call)
  if (!session || !isRunning(session)) return
  const { liveEndedAt, liveStartedAt, ...rest } = session
  const isLive = liveStartedAt !== undefined && liveEndedAt === undefined
  if (!isLive) world.state.table(sessions).put({ ...rest, liveStartedAt: now })
}

function endLive(world: World, call: VideoCall, now: number): void {
  const session = sessionOf(world, call)
  if (session?.liveStartedAt !== undefined && session.liveEndedAt === undefined)
    world.state.table(sessions).put({ ...session, liveEndedAt: now })
}

function found(call: Call, action: string): VideoCall {
  const row = findCall(call)
  requireCapability(call, 'update-call', action, { type: row.type, cid: row.id })
  return row
}
