// Making and changing users (§2.11).
import { defined } from '../../../defined.ts'
import type { Call } from '../call.ts'
import { inputError } from '../errors.ts'
import { filled, freeMap, later, listOf, mapOf, optional, shape, text, time } from '../schema.ts'
import { validate } from '../validation.ts'
import { existing } from './lifecycle.ts'
import { findUser, type User, users } from './model.ts'
import { userFrom, userRequest } from './schema.ts'
import { writeFullUser } from './wire.ts'

/** In one request: "batches of up to 100" (https://getstream.io/chat/docs/php/update-users/), whole or in parts. */
const max = 100

const upsertRequest = later(() => shape({ users: mapOf(userRequest, { max }) }))

/** Each as it is described, whatever it was before. */
export function upsert(call: Call): object {
  const { world, now } = call
  const requests = Object.entries(call.body(upsertRequest).users)
  if (requests.length === 0) throw inputError('users is a required field')
  for (const [id, request] of requests)
    if (id !== request.id) throw inputError(`user id mismatch: "${id}" is the key of "${request.id}"`)
  const written = world.state.transaction(() =>
    requests.map(([id, request]) => world.state.table(users).put(userFrom(request, findUser(world, id), now))),
  )
  return answerUsers(written)
}

const partialRequest = later(() =>
  shape({
    users: listOf(shape({ id: filled(), set: optional(freeMap()), unset: optional(listOf(text())) }), {
      min: 1,
      max,
    }),
  }),
)

/** `set` and `unset` name members of a user; every other name, and `custom.NAME`, is one of `custom`. */
export function updatePartially(call: Call): object {
  const { world, now } = call
  const requests = call.body(partialRequest).users
  const written = world.state.transaction(() =>
    requests.map(({ id, set = {}, unset = [] }) =>
      world.state.table(users).put(changed(existing(world, id), set, unset, now)),
    ),
  )
  return answerUsers(written)
}

function changed(user: User, set: Record<string, unknown>, unset: readonly string[], now: number): User {
  const { custom = user.custom, revoke_tokens_issued_before: revoked, ...flat } = set
  const members: Record<string, unknown> = asRequest(user)
  const free = new Map<string, unknown>(Object.entries(validate(freeMap(), custom)))
  for (const [name, value] of Object.entries(flat)) {
    if (ownMembers.has(name)) members[name] = value
    else free.set(name.replace(/^custom\./, ''), value)
  }
  for (const name of unset) {
    if (ownMembers.has(name)) delete members[name]
    else free.delete(name.replace(/^custom\./, ''))
  }
  const { revokeTokensIssuedBefore: before, ...described } = userFrom(
    validate(userRequest, { ...members, id: user.id, custom: Object.fromEntries(free) }),
    user,
    now,
  )
  // `null`, or naming it in `unset`, takes it back.
  if (revoked === null || unset.includes('revoke_tokens_issued_before')) return described
  const revokeTokensIssuedBefore = revoked === undefined ? before : validate(time(), revoked)
  return { ...described, ...(revokeTokensIssuedBefore !== undefined && { revokeTokensIssuedBefore }) }
}

/** The members that a request may change, in its names. */
function asRequest({ name, image, role, language, teams, teamsRole, invisible }: User): Record<string, unknown> {
  return defined({ name, image, role, language, teams, teams_role: teamsRole, invisible })
}

const ownMembers = new Set(['name', 'image', 'role', 'language', 'teams', 'teams_role', 'invisible'])

function answerUsers(written: readonly User[]): object {
  return {
    users: Object.fromEntries(written.map((user) => [user.id, writeFullUser(user)])),
    membership_deletion_task_id: '',
  }
}
