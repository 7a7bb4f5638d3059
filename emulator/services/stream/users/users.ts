// Making and changing users (§2.11).
import { defined } from '../../../defined.ts'
import type { Call } from '../call.ts'
import { inputError, notFound } from '../errors.ts'
import { freeMap, filled, listOf, mapOf, optional, shape, text } from '../schema.ts'
import { validate } from '../validation.ts'
import { findUser, type User, users } from './model.ts'
import { userFrom, userRequest, type UserRequest } from './schema.ts'
import { writeFullUser } from './wire.ts'

const upsertRequest = shape({ users: mapOf(userRequest) })

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

const partialRequest = shape({
  users: listOf(shape({ id: filled(), set: optional(freeMap()), unset: optional(listOf(text())) }), {
    min: 1,
    max: 100,
  }),
})

/** `set` and `unset` name members of a user; every other name is one of `custom`. */
export function updatePartially(call: Call): object {
  const { world, now } = call
  const requests = call.body(partialRequest).users
  const written = world.state.transaction(() =>
    requests.map(({ id, set = {}, unset = [] }) => {
      const user = findUser(world, id)
      if (!user) throw notFound(`user with id "${id}" does not exist`)
      const described = { ...user.custom, ...asRequest(user), ...set }
      for (const name of unset) delete described[name]
      return world.state.table(users).put(userFrom(asUserRequest(id, described), user, now))
    }),
  )
  return answerUsers(written)
}

/** The members that a request may change, in its names. */
function asRequest({ name, image, role, language, teams, teamsRole, invisible }: User): Record<string, unknown> {
  return defined({ name, image, role, language, teams, teams_role: teamsRole, invisible })
}

function asUserRequest(id: string, described: Record<string, unknown>): UserRequest {
  const { custom, ...flat } = described
  const members: Record<string, unknown> = {}
  const free: Record<string, unknown> = typeof custom === 'object' && custom !== null ? { ...custom } : {}
  for (const [name, value] of Object.entries(flat)) (ownMembers.has(name) ? members : free)[name] = value
  return validate(userRequest, { ...members, id, custom: free })
}

const ownMembers = new Set(['name', 'image', 'role', 'language', 'teams', 'teams_role', 'invisible'])

function answerUsers(written: readonly User[]): object {
  return {
    users: Object.fromEntries(written.map((user) => [user.id, writeFullUser(user)])),
    membership_deletion_task_id: '',
  }
}
