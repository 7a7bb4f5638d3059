// Something begins to leave a call: a recording, frames, a transcription, captions (§2.5 to §2.8).
import type { World } from '../../../world.ts'
import type { RunningSession, VideoCall } from '../calls/model.ts'
import { settingsOf } from '../calls/settings.ts'
import { scheduleCaptions } from './captions.ts'
import { tellEgress } from './events.ts'
import { type Egress, egresses, type EgressKind, recordingTypes } from './model.ts'

/** §2.10: a longer recording becomes several files, of this many ms of world time at most. */
export const longestFile = 2 * 3_600_000

export interface EgressStart {
  kind: EgressKind
  /** Chosen now, and not again when it is uploaded (§2.9). */
  storage: string
  /** ms */
  at: number
  language?: string
}

/** Within a transaction. What runs already goes on as it is: whether the vendor refuses a second start is not known (§8.3). */
export function startEgress(world: World, call: VideoCall, session: RunningSession, start: EgressStart): void {
  const { kind, storage, at, language } = start
  const table = world.state.table(egresses)
  const id = `${call.id}/${kind}`
  if (table.get(id)) return
  const egress = table.insert({
    id,
    callCid: call.id,
    sessionId: session.id,
    kind,
    storage,
    startedAt: at,
    fileStartedAt: at,
    ...(language !== undefined && { language }),
  })
  tellEgress(world, call, kind, 'started', { at })
  if (kind === 'captions') scheduleCaptions(world, egress)
  else scheduleNext(world, call, egress, at)
}

/** The next border of files, or the next frame. */
export function scheduleNext(world: World, call: VideoCall, { id, kind, sessionId }: Egress, at: number): void {
  const step = stepOf(world, call, kind)
  if (step === undefined) return
  const payload = { id, sessionId }
  // A clock that runs until nothing is left to do does not wait for what never ends by itself.
  world.jobs.schedule({
    kind: `stream.egress.${step.what}`,
    dueAt: at + step.ms,
    payload,
    subject: id,
    background: true,
  })
}

function stepOf(world: World, call: VideoCall, kind: EgressKind): { what: 'split' | 'frame'; ms: number } | undefined {
  if (recordingTypes.some((type) => type === kind)) return { what: 'split', ms: longestFile }
  if (kind !== 'frames') return undefined
  return { what: 'frame', ms: settingsOf(world, call).frame_recording.capture_interval_in_seconds * 1000 }
}
