// Who is in a call (§2.11).
import type { Call } from '../call.ts'
import { freeMap, later, optional, shape } from '../schema.ts'
import { requireCapability } from './capabilities.ts'
import { findCall } from './find.ts'
import { stateOf } from './get-or-create.ts'
import { sessionOf } from './session-of.ts'
import { writeParticipant } from './wire.ts'

const participantsRequest = later(() => shape({ filter_conditions: optional(freeMap()) }))

/** POST C/participants. Filters are by `user_id`, bare or with `$in`; the rest of the vendor's concern tracks, which only media have. */
export function queryParticipants(call: Call): object {
  const { filter_conditions: filter = {} } = call.body(participantsRequest)
  const row = findCall(call)
  requireCapability(call, 'read-call', 'QueryCallParticipants', { type: row.type, cid: row.id })
  const session = sessionOf(call.world, row)
  const limit = call.whole('limit', { min: 0, max: 250 }) || 100
  const wanted = usersOf(filter)
  const all = (session?.participants ?? []).filter(({ userId }) => !wanted || wanted.includes(userId))
  return {
    ...stateOf(call, row),
    participants: all.slice(0, limit).map((participant) => writeParticipant(call.world, participant)),
    total_participants: all.length,
  }
}

function usersOf({ user_id: asked }: Readonly<Record<string, unknown>>): readonly unknown[] | undefined {
  if (asked === undefined) return undefined
  if (typeof asked === 'object' && asked !== null && '$in' in asked)
    return Array.isArray(asked.$in) ? asked.$in : [asked.$in]
  return typeof asked === 'object' && asked !== null && '$eq' in asked ? [asked.$eq] : [asked]
}
