// What left a call ends: somebody stops it, its session ends, or it is two hours long. Its files are uploaded then (§2.10).
import type { World } from '../../../world.ts'
import { sessions, type VideoCall } from '../calls/model.ts'
import { presencesBetween } from '../calls/presence.ts'
import { tellEgress } from './events.ts'
import { type Egress, egresses, type EgressKind } from './model.ts'
import { allRunning, runningEgress } from './running.ts'
import { scheduleUpload } from './upload.ts'

/** On request; answers whether it was running. Within a transaction. */
export function stopEgress(world: World, call: VideoCall, kind: EgressKind, at: number): boolean {
  const egress = runningEgress(world, call.id, kind)
  if (!egress) return false
  end(world, call, egress, at)
  // Only who stops it is told that it stopped: at the end of a call there is just what is ready (§6.2, §2.10).
  tellEgress(world, call, kind, 'stopped', { at })
  return true
}

/** With the session. Within a transaction. */
export function endAllEgress(world: World, call: VideoCall, at: number): void {
  for (const egress of allRunning(world, call.id)) end(world, call, egress, at)
}

function end(world: World, call: VideoCall, egress: Egress, at: number): void {
  world.jobs.cancel(egress.id)
  world.state.table(egresses).delete(egress.id)
  closeFile(world, call, egress, at)
}

/** The file that was written until now is uploaded, of those who were in the call meanwhile. */
export function closeFile(world: World, call: VideoCall, egress: Egress, at: number): void {
  const session = world.state.table(sessions).get(egress.sessionId)
  const presences = session ? presencesBetween(session, egress.fileStartedAt, at) : []
  scheduleUpload(world, call, egress, at, presences)
}
