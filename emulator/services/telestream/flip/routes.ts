// Every operation of Flip 3.1 (§3.7): method, path without version and `.json`, name, handler. No client deletes a factory.
import * as ofAllApis from '../encodings.ts'
import { findFactory, factoryOf } from '../find.ts'
import * as profilesOfAllApis from '../profiles.ts'
import type { Handler, Route } from '../routes.ts'
import * as uploads from '../uploads.ts'
import * as videosOfAllApis from '../videos.ts'
import * as encodings from './encodings.ts'
import * as factories from './factories.ts'
import { sync } from './factory-sync.ts'
import * as notifications from './notifications.ts'
import * as profiles from './profiles.ts'
import { queued } from './queued-videos.ts'
import * as signedUrls from './signed-urls.ts'
import * as videos from './videos.ts'
import * as workflows from './workflows.ts'

/** These know their factory by its place in the path. */
const factoryRoutes: readonly Route[] = [
  ['GET', '/factories', 'factories.list', factories.list],
  ['POST', '/factories', 'factories.create', factories.create],
  ['GET', '/factories/:id', 'factories.get', factories.get],
  ['PATCH', '/factories/:id', 'factories.update', factories.update],
  ['POST', '/factories/:id/sync', 'factories.sync', (call, { id = '' }) => sync(call, findFactory(call, id))],
]

/** These by the query's `factory_id`. */
const scopedRoutes: readonly Route[] = [
  ['GET', '/videos', 'videos.list', videos.list],
  ['POST', '/videos', 'videos.create', videos.create],
  ['GET', '/videos/queued', 'videos.queued', queued],
  ['POST', '/videos/resubmit', 'videos.resubmit', videos.resubmit],
  ['POST', '/videos/upload', 'uploads.create', uploads.create],
  ['GET', '/videos/:id', 'videos.get', videos.get],
  ['DELETE', '/videos/:id', 'videos.delete', videosOfAllApis.remove],
  ['DELETE', '/videos/:id/source', 'videos.delete-source', videosOfAllApis.removeSource],
  ['POST', '/videos/:id/cancel', 'videos.cancel', videos.cancel],
  ['GET', '/videos/:id/encodings', 'videos.encodings', encodings.ofVideo],
  ['GET', '/videos/:id/metadata', 'videos.metadata', videosOfAllApis.metadata],
  ['GET', '/videos/:id/signed-url', 'videos.signed-url', signedUrls.ofVideo],

  ['GET', '/encodings', 'encodings.list', encodings.list],
  ['POST', '/encodings', 'encodings.create', encodings.create],
  ['GET', '/encodings/count', 'encodings.count', encodings.count],
  ['GET', '/encodings/:id', 'encodings.get', encodings.get],
  ['PUT', '/encodings/:id', 'encodings.update', encodings.update],
  ['DELETE', '/encodings/:id', 'encodings.delete', ofAllApis.remove],
  ['POST', '/encodings/:id/cancel', 'encodings.cancel', ofAllApis.cancel],
  ['POST', '/encodings/:id/retry', 'encodings.retry', ofAllApis.retry],
  ['GET', '/encodings/:id/signed-url', 'encodings.signed-url', signedUrls.ofEncoding],
  ['GET', '/encodings/:id/signed-urls', 'encodings.signed-urls', signedUrls.allOfEncoding],

  ['GET', '/profiles', 'profiles.list', profiles.list],
  ['POST', '/profiles', 'profiles.create', profiles.create],
  ['GET', '/profiles/:id', 'profiles.get', profiles.get],
  ['PUT', '/profiles/:id', 'profiles.update', profiles.update],
  ['DELETE', '/profiles/:id', 'profiles.delete', profilesOfAllApis.remove],
  ['POST', '/profiles/:id/copy', 'profiles.copy', profiles.copy],
  ['GET', '/profiles/:id/encodings', 'profiles.encodings', encodings.ofProfile],

  ['GET', '/workflows', 'workflows.list', workflows.list],
  ['POST', '/workorders', 'workorders.create', workflows.submit],

  ['GET', '/notifications', 'notifications.get', notifications.get],
  ['PUT', '/notifications', 'notifications.update', notifications.update],
]

export const routes: readonly Route[] = [
  ...factoryRoutes,
  ...scopedRoutes.map(([method, path, operation, handler]): Route => [method, path, operation, scoped(handler)]),
]

/** @throws {TelestreamError} 400 without `factory_id`, 404 when there is no such factory */
function scoped(handler: Handler): Handler {
  return function handleInFactory(call, path) {
    factoryOf(call)
    return handler(call, path)
  }
}
