// A user, as requests have it.
import type { z } from 'zod'
import { filled, flag, freeMap, later, listOf, mapOf, optional, shape, text } from '../schema.ts'
import { inputError } from '../errors.ts'
import { newUser, type User } from './model.ts'

/** UserRequest; `created_by` of a call is one too. */
export const userRequest = later(() =>
  shape({
    id: filled({ max: 255 }),
    name: optional(text()),
    image: optional(text()),
    role: optional(text()),
    language: optional(text()),
    teams: optional(listOf(text())),
    teams_role: optional(mapOf(text())),
    invisible: optional(flag()),
    custom: optional(freeMap()),
  }),
)

export type UserRequest = z.output<typeof userRequest>

/** The user that a request describes whole: what it does not name is not kept, but for what only others set. */
export function userFrom(request: UserRequest, before: User | undefined, now: number): User {
  checkUserId(request.id)
  const base = before ?? newUser(request.id, now)
  return {
    ...newUser(request.id, now),
    createdAt: base.createdAt,
    banned: base.banned,
    blockedUserIds: base.blockedUserIds,
    ...(base.blockedAt && { blockedAt: base.blockedAt }),
    ...(base.lastActive !== undefined && { lastActive: base.lastActive }),
    ...(base.revokeTokensIssuedBefore !== undefined && { revokeTokensIssuedBefore: base.revokeTokensIssuedBefore }),
    ...(base.deactivatedAt !== undefined && { deactivatedAt: base.deactivatedAt }),
    role: request.role ?? base.role,
    language: request.language ?? '',
    teams: request.teams ?? [],
    invisible: request.invisible ?? false,
    custom: request.custom ?? {},
    ...(request.name !== undefined && { name: request.name }),
    ...(request.image !== undefined && { image: request.image }),
    ...(request.teams_role && { teamsRole: request.teams_role }),
  }
}

/** Letters, digits, `@`, `_` and `-`, as the vendor's documents have it; `!` is of ids that the service makes. */
export function checkUserId(id: string): void {
  if (!/^!?[\w@-]+$/.test(id))
    throw inputError(`invalid user id "${id}": only letters, numbers, @, _ and - are allowed`)
}
