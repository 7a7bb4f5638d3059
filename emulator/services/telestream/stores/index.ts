// Stores v1.1 (§3.9): the places that Telestream's services read from and write to.
import * as links from './links.ts'
import { createJsonApi, type JsonRoute } from './json-api.ts'
import { objectUrl } from './object-url.ts'
import * as stores from './stores.ts'
import { validateBucket } from './validate-bucket.ts'
import * as watchRules from './watch-rules.ts'

export { watchJobs } from './watching.ts'

const link = '/stores/:store/service/:service/id/:id'

export const storesRoutes: readonly JsonRoute[] = [
  ['GET', '/stores', 'stores.list', stores.list],
  ['POST', '/stores', 'stores.create', stores.create],
  ['GET', '/stores/:id', 'stores.get', stores.get],
  ['PATCH', '/stores/:id', 'stores.update', stores.update],
  ['DELETE', '/stores/:id', 'stores.delete', stores.remove],
  ['GET', '/stores/:id/object_url', 'stores.object-url', objectUrl],
  ['POST', link, 'store-links.create', links.create],
  ['DELETE', link, 'store-links.delete', links.remove],
  ['GET', '/stores/service/:service/id/:id', 'store-links.list', links.storesOfService],
  ['GET', '/watch_rules', 'watch-rules.list', watchRules.list],
  ['POST', '/watch_rules', 'watch-rules.create', watchRules.create],
  ['GET', '/watch_rules/:id', 'watch-rules.get', watchRules.get],
  ['PATCH', '/watch_rules/:id', 'watch-rules.update', watchRules.update],
  ['DELETE', '/watch_rules/:id', 'watch-rules.delete', watchRules.remove],
  ['POST', '/watch_rules/:id/sync', 'watch-rules.sync', watchRules.sync],
  ['POST', '/validate_bucket', 'stores.validate-bucket', validateBucket],
]

export const storesApi = createJsonApi('/stores/v1.1', storesRoutes)
