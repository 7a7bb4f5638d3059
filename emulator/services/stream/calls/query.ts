// Queries of calls and of members (§5.3).
import type { Call } from '../call.ts'
import { flagField, pageRequest, relatedField, runQuery, textField, timeField } from '../query/index.ts'
import type { QueryDefinition } from '../query/index.ts'
import { filled, later, shape } from '../schema.ts'
import { lookUpCall, noSuchCall } from './find.ts'
import { stateOf } from './get-or-create.ts'
import { type Member, calls, members, type VideoCall } from './model.ts'
import { writeMember } from './wire.ts'

const callQuery: QueryDefinition<VideoCall> = {
  table: calls,
  fields: {
    id: textField('callId'),
    cid: textField('id'),
    type: textField('type'),
    team: textField('team'),
    // Breakout rooms have parents; nothing here makes one.
    parent_call_cid: textField('parentCallCid'),
    created_by_user_id: textField('createdById'),
    created_at: timeField('createdAt'),
    updated_at: timeField('updatedAt'),
    starts_at: timeField('startsAt'),
    ended_at: timeField('endedAt'),
    backstage: flagField('backstage'),
    ongoing: flagField('ongoing'),
    members: relatedField(members, 'callCid', 'userId'),
  },
  custom: 'custom',
  sorts: [
    ['created_at'],
    ['starts_at'],
    ['starts_at', 'created_at'],
    ['updated_at'],
    ['ended_at'],
    ['type'],
    ['id'],
    ['cid'],
  ],
  defaultDirection: -1,
}

const callsRequest = shape(pageRequest)

/** POST V/calls */
export function queryCalls(call: Call): object {
  const { rows, ...cursors } = runQuery(call.world, callQuery, call.body(callsRequest))
  return { calls: rows.map((row) => stateOf(call, row)), ...cursors }
}

const memberQuery: QueryDefinition<Member> = {
  table: members,
  fields: {
    user_id: textField('userId'),
    role: textField('role'),
    call_cid: textField('callCid'),
    created_at: timeField('createdAt'),
    updated_at: timeField('updatedAt'),
  },
  custom: 'custom',
  sorts: [['created_at'], ['created_at', 'user_id'], ['user_id']],
}

const membersRequest = later(() => shape({ type: filled(), id: filled(), ...pageRequest }))

/** POST V/call/members */
export function queryMembers(call: Call): object {
  const { type, id, ...page } = call.body(membersRequest)
  const { world } = call
  const callCid = `${type}:${id}`
  if (!lookUpCall(world, callCid)) throw noSuchCall(callCid)
  const { rows, ...cursors } = runQuery(world, memberQuery, page, { where: { callCid } })
  return { members: rows.map((member) => writeMember(world, member)), ...cursors }
}
