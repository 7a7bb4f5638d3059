// The members of a call: those who were named, whether they are in it or not (§2.4).
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { inputError } from '../errors.ts'
import { filled, later, listOf, optional, shape } from '../schema.ts'
import { findUser } from '../users/model.ts'
import { emit } from '../webhooks/emit.ts'
import { requireCapability } from './capabilities.ts'
import { findCall } from './find.ts'
import { calls, type Member, members } from './model.ts'
import { memberRequest, type MemberRequest } from './requests.ts'
import { writeCall, writeMember } from './wire.ts'

/**
 * Adds them, or changes those who are members already. Within a transaction.
 * @throws {StreamError} 400/4 when one of them is no user of the app
 */
export function putMembers(world: World, cid: string, requests: readonly MemberRequest[], operation: string): Member[] {
  const unknown = requests.map(({ user_id: id }) => id).filter((id) => !findUser(world, id))
  if (unknown.length > 0) {
    throw inputError(
      `The following users are involved in ${operation} operation, but don't exist: [${unknown.join(' ')}]. ` +
        'Please create the user objects before setting up the call.',
    )
  }
  const now = world.clock.now()
  const call = world.state.table(calls).get(cid)
  if (call && !call.hasMembers && requests.length > 0) world.state.table(calls).put({ ...call, hasMembers: true })
  const table = world.state.table(members)
  // The Node suite has those who are added together by their ids: rows of one instant are listed as they were inserted.
  const written = requests
    .toSorted((one, other) => (one.user_id < other.user_id ? -1 : 1))
    .map(({ user_id: userId, role, custom }): Member => {
      const id = `${cid}/${userId}`
      const before = table.get(id)
      const kept = role ?? before?.role
      return table.put({
        id,
        callCid: cid,
        userId,
        ...(kept !== undefined && { role: kept }),
        custom: custom ?? before?.custom ?? {},
        createdAt: before?.createdAt ?? now,
        updatedAt: now,
      })
    })
  return requests.flatMap(({ user_id: userId }) => written.find((member) => member.userId === userId) ?? [])
}

const request = later(() =>
  shape({
    update_members: optional(listOf(memberRequest, { max: 100 })),
    remove_members: optional(listOf(filled(), { max: 100 })),
  }),
)

/** POST C/members */
export function updateMembers(call: Call): object {
  const { update_members: updates = [], remove_members: removals = [] } = call.body(request)
  const { world } = call
  return world.state.transaction(() => {
    const row = findCall(call)
    requireCapability(call, 'update-call-member', 'UpdateCallMember', { type: row.type, cid: row.id })
    const table = world.state.table(members)
    const added = new Set(updates.map(({ user_id: id }) => id).filter((id) => !table.get(`${row.id}/${id}`)))
    const written = putMembers(world, row.id, updates, 'update call members')
    const removed = removals.filter((userId) => table.delete(`${row.id}/${userId}`))
    const tell = (type: string, rows: readonly Member[]) => {
      const fields = { call: writeCall(world, row), members: rows.map((member) => writeMember(world, member)) }
      if (rows.length > 0) emit(world, { type, callCid: row.id, fields })
    }
    tell(
      'call.member_added',
      written.filter(({ userId }) => added.has(userId)),
    )
    tell(
      'call.member_updated',
      written.filter(({ userId }) => !added.has(userId)),
    )
    if (removed.length > 0)
      emit(world, {
        type: 'call.member_removed',
        callCid: row.id,
        fields: { call: writeCall(world, row), members: removed },
      })
    return { members: written.map((member) => writeMember(world, member)) }
  })
}
