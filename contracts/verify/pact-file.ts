// A pact file as it is read: who is promised what, in which version of the specification, and the interactions one by one.
import { CannotVerify } from './problem.ts'

export type Json = Record<string, unknown>

export interface StateReference {
  name: string
  params: Readonly<Record<string, unknown>>
}

export interface Interaction {
  kind: 'http' | 'message'
  description: string
  states: readonly StateReference[]
  /** As it stands in the file; numbers that JavaScript would write otherwise keep their text. */
  json: Json
}

export interface PactFile {
  /** Where it came from, as people are told: a path, or a URL without credentials. */
  source: string
  consumer: string
  provider: string
  /** 1 to 4. */
  version: number
  interactions: readonly Interaction[]
  json: Json
  /** As it was read. */
  text: string
}

/** @throws {CannotVerify} in one line, when it is no pact file, or one of a kind that cannot be verified */
export function readPactFile(source: string, text: string): PactFile {
  const json = parse(source, text)
  const consumer = nameIn(json, 'consumer')
  const provider = nameIn(json, 'provider')
  if (consumer === undefined || provider === undefined)
    throw new CannotVerify(`${source} is no pact file: it names no ${consumer === undefined ? 'consumer' : 'provider'}`)
  const version = versionOf(json)
  if (version > 4)
    throw new CannotVerify(`${source} is of version ${version} of Pact's specification; 1 to 4 can be verified`)
  const http = listIn(source, json, 'interactions')
  const messages = listIn(source, json, 'messages')
  if (http === undefined && messages === undefined)
    throw new CannotVerify(`${source} is no pact file: it has neither interactions nor messages`)
  const interactions = [
    ...(http ?? []).map((one, at) => readInteraction(source, one, at, kindOf(source, one, at))),
    ...(messages ?? []).map((one, at) => readInteraction(source, one, at, 'message' as const)),
  ]
  return { source, consumer, provider, version, interactions, json, text }
}

function parse(source: string, text: string): Json {
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const cut = /end of JSON|Unterminated/i.test(reason) ? 'it ends in the middle' : 'it is no JSON'
    throw new CannotVerify(`${source} cannot be read: ${cut} (${reason.replaceAll(/\s+/g, ' ').slice(0, 120)})`)
  }
  if (!isJson(value)) throw new CannotVerify(`${source} is no pact file: it is no JSON object`)
  return value
}

/** `1.0` is another number than `1` where a contract says so: it keeps its text. */
function parseJson(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && context.source !== String(value)
      ? rawJson(context.source)
      : value,
  )
}

/** Of Node 22 and later, and not yet in TypeScript's library. */
function rawJson(text: string): unknown {
  const raw: unknown = Reflect.get(JSON, 'rawJSON')
  return typeof raw === 'function' ? Reflect.apply(raw, JSON, [text]) : Number(text)
}

function nameIn(json: Json, who: string): string | undefined {
  const party = json[who]
  const name = isJson(party) ? party['name'] : undefined
  return typeof name === 'string' && name.trim() !== '' ? name : undefined
}

function versionOf(json: Json): number {
  const metadata = isJson(json['metadata']) ? json['metadata'] : {}
  const said = metadata['pactSpecification'] ?? metadata['pact-specification'] ?? metadata['pactSpecificationVersion']
  const text = isJson(said) ? said['version'] : said
  const version = Number.parseInt(String(text ?? '2'), 10)
  return Number.isNaN(version) ? 2 : version
}

function listIn(source: string, json: Json, name: string): unknown[] | undefined {
  const list = json[name]
  if (list === undefined || list === null) return undefined
  if (!Array.isArray(list)) throw new CannotVerify(`${source} is no pact file: its ${name} are no list`)
  return list
}

function kindOf(source: string, one: unknown, at: number): Interaction['kind'] {
  const type = isJson(one) ? (one['type'] ?? 'Synchronous/HTTP') : undefined
  if (type === 'Synchronous/HTTP') return 'http'
  if (type === 'Asynchronous/Messages') return 'message'
  throw new CannotVerify(
    `${source}: interaction ${at + 1} is ${type === undefined ? 'no object' : `of the type ${String(type)}`}; HTTP and asynchronous messages can be verified`,
  )
}

function readInteraction(source: string, one: unknown, at: number, kind: Interaction['kind']): Interaction {
  if (!isJson(one)) throw new CannotVerify(`${source}: interaction ${at + 1} is no object`)
  const { description } = one
  if (typeof description !== 'string') throw new CannotVerify(`${source}: interaction ${at + 1} has no description`)
  if (kind === 'http' && !(isJson(one['request']) && isJson(one['response'])))
    throw new CannotVerify(`${source}: "${description}" has no ${isJson(one['request']) ? 'response' : 'request'}`)
  return { kind, description, states: readStates(source, description, one), json: one }
}

function readStates(source: string, description: string, one: Json): StateReference[] {
  const { providerStates: listed, providerState: single } = one
  if (Array.isArray(listed)) return listed.map((state) => readState(source, description, state))
  // Of versions 1 and 2; some writers give version 3 a text too.
  const text = single ?? one['provider_state'] ?? listed
  return typeof text === 'string' && text !== '' ? [{ name: text, params: {} }] : []
}

function readState(source: string, description: string, state: unknown): StateReference {
  if (!isJson(state) || typeof state['name'] !== 'string')
    throw new CannotVerify(`${source}: "${description}" has a provider state without a name`)
  return { name: state['name'], params: isJson(state['params']) ? state['params'] : {} }
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
