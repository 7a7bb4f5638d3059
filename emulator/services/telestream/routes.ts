// Every operation of the signed API (V2, V3.0): method, path without version and `.json`, name, handler.
import type { Call } from './call.ts'
import * as encodings from './encodings.ts'
import * as factories from './factories.ts'
import * as notifications from './notifications.ts'
import * as profiles from './profiles.ts'
import * as uploads from './uploads.ts'
import * as videos from './videos.ts'

export type PathParameters = Readonly<Record<string, string>>

/** Answers what is sent as JSON with 200: the old Go SDK refuses 201 (§0 item 10). */
export type Handler = (call: Call, path: PathParameters) => unknown

export type Route = readonly [
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  operation: string,
  handler: Handler,
]

/** V2 says clouds where V3.0 says factories. */
const factoryRoutes = ['/clouds', '/factories'].flatMap((path): Route[] => [
  ['GET', path, 'factories.list', factories.list],
  ['POST', path, 'factories.create', factories.create],
  ['GET', `${path}/:id`, 'factories.get', factories.get],
  ['PUT', `${path}/:id`, 'factories.update', factories.update],
  ['DELETE', `${path}/:id`, 'factories.delete', factories.remove],
])

export const routes: readonly Route[] = [
  ...factoryRoutes,

  ['GET', '/videos', 'videos.list', videos.list],
  ['POST', '/videos', 'videos.create', videos.create],
  ['POST', '/videos/upload', 'uploads.create', uploads.create],
  ['GET', '/videos/:id', 'videos.get', videos.get],
  ['DELETE', '/videos/:id', 'videos.delete', videos.remove],
  ['DELETE', '/videos/:id/source', 'videos.delete-source', videos.removeSource],
  ['GET', '/videos/:id/metadata', 'videos.metadata', videos.metadata],
  ['GET', '/videos/:id/encodings', 'videos.encodings', videos.encodings],

  ['GET', '/encodings', 'encodings.list', encodings.list],
  ['POST', '/encodings', 'encodings.create', encodings.create],
  ['GET', '/encodings/:id', 'encodings.get', encodings.get],
  ['POST', '/encodings/:id/cancel', 'encodings.cancel', encodings.cancel],
  ['POST', '/encodings/:id/retry', 'encodings.retry', encodings.retry],
  ['DELETE', '/encodings/:id', 'encodings.delete', encodings.remove],

  ['GET', '/profiles', 'profiles.list', profiles.list],
  ['POST', '/profiles', 'profiles.create', profiles.create],
  ['GET', '/profiles/:id', 'profiles.get', profiles.get],
  ['PUT', '/profiles/:id', 'profiles.update', profiles.update],
  ['DELETE', '/profiles/:id', 'profiles.delete', profiles.remove],
  ['GET', '/profiles/:id/encodings', 'profiles.encodings', profiles.encodings],

  ['GET', '/notifications', 'notifications.get', notifications.get],
  ['PUT', '/notifications', 'notifications.update', notifications.update],
]
