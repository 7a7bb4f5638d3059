// The users of an app.
import { defineTable } from '../../../state/table.ts'
import type { World } from '../../../world.ts'

export interface User {
  id: string
  name?: string
  image?: string
  role: string
  language: string
  teams: string[]
  teamsRole?: Record<string, string>
  invisible: boolean
  custom: Record<string, unknown>
  banned: boolean
  /** Ids of users whom this one has blocked. */
  blockedUserIds: string[]
  /** ms, by id: since when. */
  blockedAt?: Record<string, number>
  /** ms; tokens of this user that were issued before are no good. */
  revokeTokensIssuedBefore?: number
  /** ms; a deactivated user cannot connect. */
  deactivatedAt?: number
  /** ms; a soft-deleted user is still named by what it did. */
  deletedAt?: number
  createdAt: number
  updatedAt: number
  lastActive?: number
}

export const users = defineTable<User>('stream_users', {
  indexes: [['createdAt'], ['updatedAt'], ['name'], ['role'], ['lastActive']],
})

export function newUser(id: string, now: number): User {
  return {
    id,
    role: 'user',
    language: '',
    teams: [],
    invisible: false,
    custom: {},
    banned: false,
    blockedUserIds: [],
    createdAt: now,
    updatedAt: now,
  }
}

/** Undefined for one that is not there, or was deleted. */
export function findUser(world: World, id: string): User | undefined {
  const user = world.state.table(users).get(id)
  return user?.deletedAt === undefined ? user : undefined
}

/** The user, who is made where there is none: a call's `created_by_id` (§2.4), the bearer of a token. */
export function ensureUser(world: World, id: string): User {
  return findUser(world, id) ?? world.state.table(users).put(newUser(id, world.clock.now()))
}
