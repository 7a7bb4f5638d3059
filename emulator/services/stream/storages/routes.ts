// The routes of external storages (§2.1). For servers only: a user's token is refused.
import type { Route } from '../route.ts'
import { checkNamelessStorage, checkStorage } from './check.ts'
import { createStorage, deleteStorage, listStorages, updateStorage } from './storages.ts'

const path = '/external_storage'

export const storageRoutes: readonly Route[] = [
  { method: 'POST', path, operation: 'CreateExternalStorage', serverOnly: true, handle: createStorage },
  { method: 'GET', path, operation: 'ListExternalStorage', serverOnly: true, handle: listStorages },
  {
    method: 'GET',
    path: `${path}/check`,
    operation: 'CheckExternalStorage',
    serverOnly: true,
    handle: checkNamelessStorage,
  },
  { method: 'PUT', path: `${path}/:name`, operation: 'UpdateExternalStorage', serverOnly: true, handle: updateStorage },
  {
    method: 'DELETE',
    path: `${path}/:name`,
    operation: 'DeleteExternalStorage',
    serverOnly: true,
    handle: deleteStorage,
  },
  {
    method: 'GET',
    path: `${path}/:name/check`,
    operation: 'CheckExternalStorage',
    serverOnly: true,
    handle: checkStorage,
  },
]
