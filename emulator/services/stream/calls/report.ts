// Who is in a call, and what is told of a session when it is over (§2.11).
import type { Call } from '../call.ts'
import { notFound } from '../errors.ts'
import { freeMap, optional, shape } from '../schema.ts'
import { at } from '../wire.ts'
import { findCall } from './find.ts'
import { stateOf } from './get-or-create.ts'
import { sessions } from './model.ts'
import { writeParticipant, writeSession } from './wire.ts'

const participantsRequest = shape({ filter_conditions: optional(freeMap()) })

/** POST C/participants. Filters are by `user_id`, bare or with `$in`; the rest of the vendor's concern tracks, which only media have. */
export function queryParticipants(call: Call): object {
  const { filter_conditions: filter = {} } = call.body(participantsRequest)
  const row = findCall(call)
  const session = row.sessionId === undefined ? undefined : call.world.state.table(sessions).get(row.sessionId)
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

/** GET C/report, of the session that is named, or of the last one. */
export function getReport(call: Call): object {
  const row = findCall(call)
  const id = call.query.get('session_id') || row.lastSessionId
  const session = id === undefined ? undefined : call.world.state.table(sessions).get(id)
  if (!session || session.callCid !== row.id) throw notFound('call session not found')
  const joined = session.everJoined.length
  return {
    session_id: session.id,
    session: writeSession(call.world, session),
    report: {
      call: {
        score: 100,
        started_at: at(session.startedAt),
        ...(session.endedAt !== undefined && { ended_at: at(session.endedAt) }),
      },
      participants: { sum: joined, unique: joined, max_concurrent: session.maxConcurrent },
      user_ratings: { average: 0, count: 0 },
    },
  }
}
