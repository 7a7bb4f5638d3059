// The limits of a call: how many may be in it, and how long its session may be (§2.3).
import type { World } from '../../../world.ts'
import { inputError } from '../errors.ts'
import type { Participant, RunningSession, Session, VideoCall } from './model.ts'
import { settingsOf } from './settings.ts'

/** @throws {StreamError} 400/4 when there is no place for one more; 0 is no limit, as suites set it */
export function refuseWhenFull(
  world: World,
  call: VideoCall,
  session: Session | undefined,
  { userId, role }: Participant,
): void {
  const {
    max_participants: most,
    max_participants_exclude_owner: withoutOwner,
    max_participants_exclude_roles: withoutRoles,
  } = settingsOf(world, call).limits
  if (!most) return
  const counts = (one: Pick<Participant, 'userId' | 'role'>) =>
    !(withoutOwner && one.userId === call.createdById) && !withoutRoles.includes(one.role)
  const inside = session?.participants.filter(counts).length ?? 0
  if (counts({ userId, role }) && inside >= most) throw inputError('maximum number of participants reached')
}

/** When the session's time is over, by the settings as they are now; 0 and null are no limit. */
export function timerOf(world: World, call: VideoCall, { startedAt }: Pick<RunningSession, 'startedAt'>) {
  const { max_duration_seconds: seconds } = settingsOf(world, call).limits
  return seconds ? startedAt + seconds * 1000 : undefined
}

/** Lets the session end when its time is over; what was set before is taken back. Within a transaction. */
export function scheduleLimit(world: World, { id, callCid }: Session, dueAt: number | undefined): void {
  world.jobs.cancel(limitOf(id))
  if (dueAt === undefined) return
  const payload = { cid: callCid, sessionId: id }
  world.jobs.schedule({ kind: 'stream.session.end', dueAt, payload, subject: limitOf(id) })
}

/** The subject of the job that ends it. */
export const limitOf = (sessionId: string) => `${sessionId}/limit`
