// Users who go, and come back: deactivate, delete, reactivate, restore (§2.11).
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { inputError, notFound } from '../errors.ts'
import { filled, flag, later, listOf, oneOf, optional, shape, text } from '../schema.ts'
import { giveUpCalls } from '../calls/remove.ts'
import { startTask } from '../tasks/tasks.ts'
import { findUser, type User, users } from './model.ts'
import { writeUser } from './wire.ts'

const ids = { user_ids: listOf(filled(), { min: 1, max: 100 }) }
const someUsers = shape(ids)
const deletion = oneOf(['soft', 'pruning', 'hard'])
const deleteRequest = later(() =>
  shape({
    ...ids,
    user: optional(deletion),
    calls: optional(oneOf(['soft', 'hard'])),
    conversations: optional(oneOf(['soft', 'hard'])),
    messages: optional(deletion),
    files: optional(flag()),
    new_call_owner_id: optional(text()),
    new_channel_owner_id: optional(text()),
  }),
)

/** Softly, by default: who is deleted is still named by what it did. */
export function deleteUsers(call: Call): object {
  const { world, now } = call
  const { user_ids: userIds, user: how = 'soft', calls, new_call_owner_id: heir } = call.body(deleteRequest)
  return world.state.transaction(() => {
    for (const { id } of userIds.map((id) => existing(world, id))) {
      if (calls !== undefined || heir) giveUpCalls(world, id, { hard: calls === 'hard', heir })
      if (how === 'hard') world.state.table(users).delete(id)
      else world.state.table(users).update(id, { deletedAt: now, updatedAt: now })
    }
    return begun(world, userIds)
  })
}

export function deactivateUsers(call: Call): object {
  const { world, now } = call
  const { user_ids: userIds } = call.body(someUsers)
  return world.state.transaction(() => {
    for (const { id } of userIds.map((id) => existing(world, id))) deactivate(world, id, now)
    return begun(world, userIds)
  })
}

export function deactivateUser(call: Call): object {
  const { world, now } = call
  return world.state.transaction(() => ({ user: deactivate(world, existing(world, call.param('user_id')).id, now) }))
}

/** Also of one who is not deactivated. */
export function reactivateUsers(call: Call): object {
  const { world, now } = call
  const { user_ids: userIds } = call.body(someUsers)
  return world.state.transaction(() => {
    for (const { id } of userIds.map((id) => existing(world, id))) reactivate(world, id, now)
    return begun(world, userIds)
  })
}

export function reactivateUser(call: Call): object {
  const { world, now } = call
  return world.state.transaction(() => ({ user: reactivate(world, existing(world, call.param('user_id')).id, now) }))
}

export function restoreUsers(call: Call): object {
  const { world, now } = call
  const { user_ids: userIds } = call.body(someUsers)
  world.state.transaction(() => {
    for (const id of userIds) {
      if (world.state.table(users).get(id)?.deletedAt === undefined)
        throw inputError(`user "${id}" is not deleted, it can't be restored`)
      world.state.table(users).update(id, { deletedAt: undefined, updatedAt: now })
    }
  })
  return {}
}

function deactivate(world: World, id: string, now: number): object | undefined {
  const user = world.state.table(users).update(id, { deactivatedAt: now, updatedAt: now })
  return user && writeUser(user)
}

function reactivate(world: World, id: string, now: number): object | undefined {
  const user = world.state.table(users).update(id, { deactivatedAt: undefined, updatedAt: now })
  return user && writeUser(user)
}

/** @throws {StreamError} 404/16 */
export function existing(world: World, id: string): User {
  const user = findUser(world, id)
  if (!user) throw notFound(`user with id "${id}" does not exist`)
  return user
}

function begun(world: World, userIds: readonly string[]): object {
  return { task_id: startTask(world, Object.fromEntries(userIds.map((id) => [id, { status: 'ok' }]))) }
}
