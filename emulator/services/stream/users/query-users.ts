// QueryUsers (§2.11): its request is JSON in the query.
import { parseJson } from '../body.ts'
import type { Call } from '../call.ts'
import { invalidJson } from '../errors.ts'
import {
  flagField,
  idField,
  listField,
  pageRequest,
  type QueryDefinition,
  runQuery,
  textField,
  timeField,
} from '../query/index.ts'
import { flag, later, optional, shape, whole } from '../schema.ts'
import { validate } from '../validation.ts'
import { type User, users } from './model.ts'
import { writeFullUser } from './wire.ts'

const definition: QueryDefinition<User> = {
  table: users,
  fields: {
    id: { ...idField(), operators: [...idField().operators, '$autocomplete'] },
    name: textField('name', ['$autocomplete', '$q']),
    role: textField('role'),
    teams: listField('teams'),
    banned: flagField('banned'),
    created_at: timeField('createdAt'),
    updated_at: timeField('updatedAt'),
    last_active: timeField('lastActive'),
  },
  custom: 'custom',
  sorts: [['created_at'], ['updated_at'], ['last_active'], ['name'], ['role'], ['id']],
  defaultDirection: -1,
  defaultLimit: 30,
}

const payload = later(() =>
  shape({
    filter_conditions: pageRequest.filter_conditions,
    sort: pageRequest.sort,
    limit: pageRequest.limit,
    offset: optional(whole({ min: 0, max: 1000 })),
    include_deactivated_users: optional(flag()),
  }),
)

export function queryUsers(call: Call): object {
  const request = parseJson(call.query.get('payload') ?? '')
  if (request === undefined) throw invalidJson()
  const { offset, include_deactivated_users: deactivatedToo, ...page } = validate(payload, request)
  const where = { deletedAt: null, ...(deactivatedToo !== true && { deactivatedAt: null }) }
  const { rows } = runQuery(call.world, definition, page, { where, offset: offset ?? 0 })
  return { users: rows.map(writeFullUser) }
}
