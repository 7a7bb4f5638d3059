// Starting and stopping recordings and frames (§2.5, §2.6).
import type { Call } from '../call.ts'
import { requireCapability } from '../calls/capabilities.ts'
import { findCall } from '../calls/find.ts'
import { inputError } from '../errors.ts'
import { later, optional, shape, text } from '../schema.ts'
import { stopEgress } from './end.ts'
import { type EgressKind, type RecordingType, recordingTypes } from './model.ts'
import { startOnRequest } from './start-on-request.ts'

const startRequest = later(() => shape({ recording_external_storage: optional(text()) }))

/** POST C/recordings/{recording_type}/start */
export function startRecording(call: Call): object {
  return start(call, recordingType(call), 'StartRecording')
}

/** POST C/start_recording, of older clients. */
export function startComposite(call: Call): object {
  return start(call, 'composite', 'StartRecording')
}

/** POST C/start_frame_recording */
export function startFrames(call: Call): object {
  return start(call, 'frames', 'StartFrameRecording')
}

/** POST C/recordings/{recording_type}/stop */
export function stopRecording(call: Call): object {
  return stop(call, recordingType(call), 'StopRecording')
}

/** POST C/stop_recording, of older clients. */
export function stopComposite(call: Call): object {
  return stop(call, 'composite', 'StopRecording')
}

/** POST C/stop_frame_recording */
export function stopFrames(call: Call): object {
  return stop(call, 'frames', 'StopFrameRecording')
}

function start(call: Call, kind: EgressKind, action: string): object {
  const { recording_external_storage: named } = call.body(startRequest)
  const { world } = call
  world.state.transaction(() => {
    const row = findCall(call)
    requireCapability(call, capabilityOf(kind, 'start'), action, { type: row.type, cid: row.id })
    startOnRequest(world, row, { kind, named })
  })
  return {}
}

function stop(call: Call, kind: EgressKind, action: string): object {
  const { world, now } = call
  world.state.transaction(() => {
    const row = findCall(call)
    requireCapability(call, capabilityOf(kind, 'stop'), action, { type: row.type, cid: row.id })
    // §1.7, in the suites' words.
    if (!stopEgress(world, row, kind, now)) throw inputError('call egress is not running')
  })
  return {}
}

function capabilityOf(kind: EgressKind, what: 'start' | 'stop'): string {
  const middle: Partial<Record<EgressKind, string>> = {
    individual: 'individual-record',
    raw: 'raw-record',
    frames: 'frame-record',
  }
  return `${what}-${middle[kind] ?? 'record'}-call`
}

/** @throws {StreamError} 400/4. Node's client writes `undefined` for the documentation's own example, which names no type (§2.1). */
function recordingType(call: Call): RecordingType {
  const said = call.param('recording_type')
  if (said === 'undefined') return 'composite'
  const type = recordingTypes.find((known) => known === said)
  if (!type) throw inputError(`recording_type must be one of [${recordingTypes.join(' ')}]`)
  return type
}
