// The operations on users.
import type { Route } from '../route.ts'
import { block, listBlocks, unblock } from './blocks.ts'
import { createGuest } from './guests.ts'
import {
  deactivateUser,
  deactivateUsers,
  deleteUsers,
  reactivateUser,
  reactivateUsers,
  restoreUsers,
} from './lifecycle.ts'
import { queryUsers } from './query-users.ts'
import { updatePartially, upsert } from './users.ts'

const POST = (path: string, operation: string, handle: Route['handle']): Route => ({
  method: 'POST',
  path,
  operation,
  serverOnly: true,
  handle,
})

export const userRoutes: readonly Route[] = [
  POST('/users', 'UpdateUsers', upsert),
  { method: 'PATCH', path: '/users', operation: 'UpdateUsersPartial', serverOnly: true, handle: updatePartially },
  { method: 'GET', path: '/users', operation: 'QueryUsers', serverOnly: false, handle: queryUsers },
  POST('/users/delete', 'DeleteUsers', deleteUsers),
  POST('/users/deactivate', 'DeactivateUsers', deactivateUsers),
  POST('/users/reactivate', 'ReactivateUsers', reactivateUsers),
  POST('/users/restore', 'RestoreUsers', restoreUsers),
  POST('/users/:user_id/deactivate', 'DeactivateUser', deactivateUser),
  POST('/users/:user_id/reactivate', 'ReactivateUser', reactivateUser),
  { method: 'GET', path: '/users/block', operation: 'GetBlockedUsers', serverOnly: false, handle: listBlocks },
  { method: 'POST', path: '/users/block', operation: 'BlockUsers', serverOnly: false, handle: block },
  { method: 'POST', path: '/users/unblock', operation: 'UnblockUsers', serverOnly: false, handle: unblock },
  { method: 'POST', path: '/guest', operation: 'CreateGuest', serverOnly: false, handle: createGuest },
]
