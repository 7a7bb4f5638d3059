// What is told of sessions: a report of one, summaries of many (§2.11).
import type { Call } from '../call.ts'
import { notFound } from '../errors.ts'
import { idField, pageRequest, type QueryDefinition, runQuery, textField, timeField } from '../query/index.ts'
import { shape } from '../schema.ts'
import { at } from '../wire.ts'
import { requireCapability } from './capabilities.ts'
import { findCall } from './find.ts'
import { type Session, sessions } from './model.ts'
import { writeSession } from './wire.ts'

/** GET C/report, of the session that is named, or of the last one. */
export function getReport(call: Call): object {
  const session = findSession(call, call.query.get('session_id') || undefined)
  const { visits } = session
  return {
    session_id: session.id,
    session: writeSession(call.world, session),
    report: {
      call: {
        score: 100,
        started_at: at(session.startedAt),
        ...(session.endedAt !== undefined && { ended_at: at(session.endedAt) }),
      },
      participants: {
        sum: visits.length,
        unique: new Set(visits.map(({ userId }) => userId)).size,
        max_concurrent: session.maxConcurrent,
      },
      user_ratings: { average: 0, count: 0 },
    },
  }
}

/** GET C/stats/{session}, of older clients: nobody's media was measured. */
export function getStats(call: Call): object {
  const session = findSession(call, call.param('session'))
  return {
    call_status: session.endedAt === undefined ? 'in_progress' : 'ended',
    call_duration_seconds: secondsOf(call, session),
    max_freezes_duration_seconds: 0,
    max_participants: session.maxConcurrent,
    max_total_quality_limitation_duration_seconds: 0,
    publishing_participants: 0,
    quality_score: 100,
    sfu_count: 0,
    sfus: [],
    participant_report: [],
  }
}

/** @throws {StreamError} 404/16 in the words of §1.7 */
function findSession(call: Call, named: string | undefined): Session {
  const row = findCall(call)
  requireCapability(call, 'read-call', call.operation, { type: row.type, cid: row.id })
  const id = named ?? row.lastSessionId
  const session = id === undefined ? undefined : call.world.state.table(sessions).get(id)
  if (!session || session.callCid !== row.id) throw notFound('call session not found')
  return session
}

const statsQuery: QueryDefinition<Session> = {
  table: sessions,
  fields: {
    call_cid: textField('callCid'),
    call_session_id: idField(),
    created_at: timeField('startedAt'),
  },
  sorts: [['created_at'], ['call_cid']],
  defaultDirection: -1,
}

const statsRequest = shape(pageRequest)

/** POST V/call/stats: every session that somebody was in. */
export function queryStats(call: Call): object {
  const { filter_conditions: filter = {}, ...page } = call.body(statsRequest)
  const filter_conditions = { $and: [{ created_at: { $exists: true } }, filter] }
  const { rows, ...cursors } = runQuery(call.world, statsQuery, { ...page, filter_conditions })
  const reports = rows.map((session) => ({
    call_cid: session.callCid,
    call_session_id: session.id,
    call_status: session.endedAt === undefined ? 'in_progress' : 'ended',
    call_duration_seconds: secondsOf(call, session),
    first_stats_time: at(session.startedAt),
    created_at: at(session.startedAt),
    quality_score: 100,
  }))
  return { reports, ...cursors }
}

function secondsOf({ now }: Call, { startedAt = now, endedAt = now }: Session): number {
  return Math.floor((endedAt - startedAt) / 1000)
}
