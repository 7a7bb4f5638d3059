// A call goes: when somebody deletes it, or a user with all of theirs (§2.4, §2.11).
import type { World } from '../../../world.ts'
import { forgetEntries, forgetFiles } from '../egress/forget.ts'
import { ensureUser } from '../users/model.ts'
import { emit } from '../webhooks/emit.ts'
import { calls, members, sessions, type VideoCall } from './model.ts'
import { endSession } from './sessions.ts'
import { writeCall } from './wire.ts'

/**
 * Softly, files are kept where whoever has their URLs finds them, and what was being recorded is still uploaded; hard, they go too.
 * Within a transaction.
 * @returns the call, as answers and events have it
 */
export function removeCall(world: World, { id }: VideoCall, hard: boolean): Record<string, unknown> {
  endSession(world, id, world.clock.now())
  const row = world.state.table(calls).get(id)
  if (!row) throw new Error(`There is no call ${id}`)
  const body = writeCall(world, row)
  const where = { callCid: id }
  for (const member of world.state.table(members).list({ where })) world.state.table(members).delete(member.id)
  for (const session of world.state.table(sessions).list({ where })) world.state.table(sessions).delete(session.id)
  world.state.table(calls).delete(id)
  if (hard) forgetFiles(world, id)
  else forgetEntries(world, id)
  emit(world, { type: 'call.deleted', callCid: id, fields: { call: body } })
  return body
}

/** Calls that a user made go with them, or to somebody else. Within a transaction. */
export function giveUpCalls(
  world: World,
  userId: string,
  { hard, heir }: { hard: boolean; heir?: string | undefined },
) {
  for (const call of world.state.table(calls).list({ where: { createdById: userId }, orderBy: 'createdAt' })) {
    if (heir) world.state.table(calls).put({ ...call, createdById: ensureUser(world, heir).id })
    else removeCall(world, call, hard)
  }
}
