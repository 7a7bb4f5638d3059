// The operations on users.
import type { Route } from '../route.ts'
import { updatePartially, upsert } from './users.ts'

export const userRoutes: readonly Route[] = [
  { method: 'POST', path: '/users', operation: 'UpdateUsers', serverOnly: true, handle: upsert },
  { method: 'PATCH', path: '/users', operation: 'UpdateUsersPartial', serverOnly: true, handle: updatePartially },
]
