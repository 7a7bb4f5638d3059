// One request on its way through the double, and what the journal will say of it.
import { plainResponse } from '#platform'
import type { FiredFault } from './faults/model.ts'
import type { Diagnosis } from './journal.ts'
import type { Peer } from './peer.ts'
import type { World } from './world.ts'

/** A request with its world; services read it, and note on it what the journal and the log should know. */
export interface Exchange {
  readonly request: Request
  /** `http://127.0.0.1:4600`, as the client wrote it: answers that hold URLs of the double begin with it. */
  readonly origin: string
  /** Without `/w/NAME`, still percent-encoded. */
  readonly path: string
  /** The raw query string, without `?`. */
  readonly query: string
  /** NAME of the path prefix `/w/NAME`. */
  readonly prefix: string | undefined
  /** The host that the client named, when it is one that the world issued; the path has no prefix then. */
  readonly host: string | undefined
  readonly peer: Peer
  world: World
  /** The key by which what the client presents selected the world; undefined when nobody asked. */
  credential?: string | undefined
  /** Named by the handler: `videos.list`. */
  operation?: string | undefined
  /** For the journal: the text of the body, when somebody has read it. */
  requestBody?: string | undefined
  responseBody?: string | undefined
  /** An answer with its headers as they were given: asking the answer for them would make it slower to send. */
  answered?: { response: Response; headers: Readonly<Record<string, string>> } | undefined
  diagnosis?: Diagnosis | undefined
  /** For the journal: what was made to go wrong. */
  fault?: FiredFault | undefined
  /** What the service keeps between choosing the world and handling: its parsed parameters. */
  parsed?: unknown
}

/** With everything that will be noted on it in its place from the start: an object that grows by and by is a slow one. */
export function createExchange(
  request: Request,
  { origin, path, prefix, query }: UrlParts,
  { host, peer, world }: Pick<Exchange, 'host' | 'peer' | 'world'>,
): Exchange {
  return {
    request,
    origin,
    path,
    query,
    prefix,
    host,
    peer,
    world,
    credential: undefined,
    operation: undefined,
    requestBody: undefined,
    responseBody: undefined,
    answered: undefined,
    diagnosis: undefined,
    fault: undefined,
    parsed: undefined,
  }
}

export type UrlParts = Pick<Exchange, 'origin' | 'path' | 'query' | 'prefix'>

/** The parts of a URL that the double decides by; cheaper than `new URL`, which no hot path needs. */
export function splitUrl(url: string): UrlParts {
  const parts = splitWhole(url)
  const { path } = parts
  if (!path.startsWith('/w/')) return parts
  const { origin, query } = parts
  const end = path.indexOf('/', 3)
  return end === -1
    ? { origin, path: '/', query, prefix: path.slice(3) }
    : { origin, path: path.slice(end), query, prefix: path.slice(3, end) }
}

/** The same of a host that a world issued: no part of the path names a world. */
export function splitWhole(url: string): UrlParts {
  const pathStart = url.indexOf('/', url.indexOf('://') + 3)
  const origin = pathStart === -1 ? url : url.slice(0, pathStart)
  let rest = pathStart === -1 ? '/' : url.slice(pathStart)
  const hash = rest.indexOf('#')
  if (hash !== -1) rest = rest.slice(0, hash)
  const question = rest.indexOf('?')
  const query = question === -1 ? '' : rest.slice(question + 1)
  const path = question === -1 ? rest : rest.slice(0, question)
  return { origin, path, query, prefix: undefined }
}

/** A JSON answer, compact and on one line (the Java SDKs read only the first line), and noted for the journal. */
export function answerJson(
  exchange: Exchange,
  status: number,
  value: unknown,
  headers?: Record<string, string>,
): Response {
  return answerJsonText(exchange, status, JSON.stringify(value), headers)
}

/** The same of what is JSON already. */
export function answerJsonText(
  exchange: Exchange,
  status: number,
  text: string,
  headers?: Record<string, string>,
): Response {
  return answerText(exchange, status, text, { 'content-type': 'application/json; charset=utf-8', ...headers })
}

/** An answer of text in some format, noted for the journal. */
export function answerText(
  exchange: Exchange,
  status: number,
  text: string,
  headers: Record<string, string>,
): Response {
  exchange.responseBody = text
  const response = plainResponse(text, status, headers)
  exchange.answered = { response, headers }
  return response
}

/** Adds headers to an answer that is made already. */
export function addHeaders(
  exchange: Exchange,
  response: Response,
  headers: Iterable<readonly [string, string]>,
): Response {
  exchange.answered = undefined
  for (const [name, value] of headers) response.headers.append(name, value)
  return response
}

/** The headers of an answer, for the journal. */
export function headersOf(
  exchange: Exchange,
  response: Response,
): Iterable<[string, string]> | Readonly<Record<string, string>> {
  return exchange.answered?.response === response ? exchange.answered.headers : response.headers
}
