// One request to DuraStore, taken apart: its path without the context, decoded, its query, and who sent it.
import { type Exchange, splitWhole } from '../../exchange.ts'
import { sentUrl } from '../../sent-url.ts'
import type { World } from '../../world.ts'
import { authenticate, type Caller } from './auth.ts'
import { errorPage } from './errors.ts'

export const context = '/durastore'

export interface Call {
  readonly exchange: Exchange
  readonly world: World
  readonly request: Request
  readonly method: string
  /** Behind the context, decoded; begins with a slash. */
  readonly path: string
  /** Of the path, without the empty one that a slash at the end leaves. */
  readonly segments: readonly string[]
  readonly query: URLSearchParams
  readonly caller: Caller
}

/** @throws {DuraCloudError} 400, for what Tomcat and Spring's firewall refuse before anybody is asked who they are (§3.4); then 401 */
export function readCall(exchange: Exchange): Call {
  const { path, segments } = readPath(exchange)
  return {
    exchange,
    world: exchange.world,
    request: exchange.request,
    method: exchange.request.method,
    path,
    segments,
    query: new URLSearchParams(exchange.query),
    caller: authenticate(exchange),
  }
}

/** @throws {DuraCloudError} 400 */
export function readPath(exchange: Exchange): Pick<Call, 'path' | 'segments'> {
  const sent = sentUrl(exchange.request)
  // What was sent is not normal where a parser of URLs has made it so: `exchange.path` has no dots left then.
  if (sent !== exchange.request.url) decodePath(splitWhole(sent).path)
  const path = decodePath(exchange.path.slice(context.length) || '/')
  return { path, segments: path.replace(/^\//, '').replace(/\/$/, '').split('/') }
}

/** Nothing to be decoded, and nothing that is refused. */
const plain = /^(?:\/[\w-][\w.-]*)*\/?$/

function decodePath(encoded: string): string {
  if (plain.test(encoded)) return encoded
  let path: string
  try {
    path = decodeURIComponent(encoded)
  } catch {
    throw errorPage(400, 'Invalid URI: the path is not percent-encoded UTF-8')
  }
  if (path.includes('\0')) throw errorPage(400, 'Invalid URI: the path holds a null character')
  // [8]: Spring's StrictHttpFirewall wants a path that is normal already.
  if (path.includes('//') || path.includes('\\') || /(?:^|\/)\.\.?(?:\/|$)/.test(path)) {
    throw errorPage(400, 'The request was rejected because the URL was not normalized.')
  }
  return path
}
