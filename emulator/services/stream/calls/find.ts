// The call that a path names.
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { unknownCallType } from '../call-types/call-types.ts'
import { type CallType, findCallType } from '../call-types/model.ts'
import { notFound } from '../errors.ts'
import { calls, members, type Member, type VideoCall } from './model.ts'

export function lookUpCall(world: World, cid: string): VideoCall | undefined {
  return world.state.table(calls).get(cid)
}

/** In the words of §1.7. */
export const noSuchCall = (cid: string) => notFound(`Can't find call with id ${cid}`)

/** @throws {StreamError} 404/16, which says whether there is not even the type */
export function findCall(call: Call): VideoCall {
  const type = call.param('type')
  const found = call.find('id', (id) => lookUpCall(call.world, `${type}:${id}`))
  if (found) return found
  throw findCallType(call.world, type) ? noSuchCall(`${type}:${call.param('id')}`) : unknownCallType(type)
}

/** @throws {StreamError} 404/16 */
export function typeOfCall(call: Call): CallType {
  const type = findCallType(call.world, call.param('type'))
  if (!type) throw unknownCallType(call.param('type'))
  return type
}

/**
 * In the order in which they were added; of those who were added together, by their ids.
 * @param limit `members_limit`; 0 is as if it were not there
 */
export function membersOf(world: World, cid: string, limit = 0): readonly Member[] {
  if (!lookUpCall(world, cid)?.hasMembers) return []
  return world.state.table(members).list({ where: { callCid: cid }, orderBy: 'createdAt', limit: limit || 100 })
}
