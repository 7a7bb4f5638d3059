// Who has blocked whom (§2.11).
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { inputError } from '../errors.ts'
import { filled, later, optional, shape, text } from '../schema.ts'
import { at } from '../wire.ts'
import { existing } from './lifecycle.ts'
import { findUser, type User, users } from './model.ts'
import { userRequest } from './schema.ts'
import { writeUser } from './wire.ts'

const blockRequest = later(() =>
  shape({
    blocked_user_id: filled(),
    user_id: optional(text()),
    user: optional(userRequest),
  }),
)

export function block(call: Call): object {
  const { world, now } = call
  return world.state.transaction(() => {
    const { user, blocked } = readBlock(call)
    const others = user.blockedUserIds.filter((id) => id !== blocked.id)
    const written = world.state
      .table(users)
      .put({ ...user, blockedUserIds: [...others, blocked.id], blockedAt: { ...user.blockedAt, [blocked.id]: now } })
    return {
      blocks: blocksOf(world, written),
      blocked_by_user_id: user.id,
      blocked_user_id: blocked.id,
      created_at: at(now),
    }
  })
}

export function unblock(call: Call): object {
  const { world } = call
  return world.state.transaction(() => {
    const { user, blocked } = readBlock(call)
    world.state.table(users).put({ ...user, blockedUserIds: user.blockedUserIds.filter((id) => id !== blocked.id) })
    return {}
  })
}

export function listBlocks(call: Call): object {
  const id = call.caller.kind === 'user' ? call.caller.userId : call.query.get('user_id')
  if (!id) throw inputError('user_id is a required field')
  return { blocks: blocksOf(call.world, existing(call.world, id)) }
}

function readBlock(call: Call): { user: User; blocked: User } {
  const { blocked_user_id: blockedId, user_id: userId, user } = call.body(blockRequest)
  const id = call.caller.kind === 'user' ? call.caller.userId : (userId ?? user?.id)
  if (!id) throw inputError('user_id is a required field')
  if (id === blockedId) throw inputError('cannot block yourself')
  return { user: existing(call.world, id), blocked: existing(call.world, blockedId) }
}

function blocksOf(world: World, user: User): object[] {
  return user.blockedUserIds.flatMap((id) => {
    const blocked = findUser(world, id)
    if (!blocked) return []
    return {
      user_id: user.id,
      user: writeUser(user),
      blocked_user_id: id,
      blocked_user: writeUser(blocked),
      created_at: at(user.blockedAt?.[id] ?? user.updatedAt),
    }
  })
}
