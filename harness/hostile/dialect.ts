// Whether an answer is one that the vendor could give: its status, its content type, its shape; and nothing in it of this machine.
import { XMLValidator } from 'fast-xml-parser'
import { z } from 'zod'
import type { Dialect, HostileRequest } from './hostile-request.ts'

/** By the path that it came to have: what begins otherwise is nobody's. */
const mounts: readonly (readonly [prefix: RegExp, dialect: Dialect | 'nobody'])[] = [
  [/^\/(?:v2|v3\.0|flip\/3\.1|api\/flip\/3\.1|api\/v3\.1)(?:\/|$)/, 'telestream'],
  [/^\/(?:stores\/v1\.1|vantage-cloud-port\/v2\.0)(?:\/|$)/, 'telestream-list'],
  [/^\/upload\/session(?:\/|$)/, 'telestream-upload'],
  [/^\/durastore(?:\/|$)/, 'duracloud'],
  [/^\/bridge(?:\/|$)/, 'bridge'],
  [/^\/(?:api\/v2|video|external_storage)(?:\/|$)/, 'stream'],
  [/^\/_stuntdouble(?:\/|$)/, 'control'],
]

export function dialectOf({ dialect, url }: Pick<HostileRequest, 'dialect' | 'url'>): Dialect | 'nobody' {
  if (dialect === 's3') return dialect
  const path = new URL(url).pathname.replace(/^\/w\/[^/]*/, '')
  return mounts.find(([prefix]) => prefix.test(path))?.[1] ?? 'nobody'
}

export interface Answered {
  status: number
  headers: Headers
  text: string
}

const error = {
  telestream: z.object({ error: z.string().min(1), message: z.string() }),
  listed: z.object({ errors: z.array(z.object({ field: z.string(), message: z.string() })).min(1) }),
  stream: z.object({
    code: z.int(),
    message: z.string(),
    StatusCode: z.int(),
    duration: z.string(),
    more_info: z.string(),
    details: z.array(z.unknown()),
  }),
  control: z.object({ error: z.object({ code: z.string(), message: z.string() }) }),
  bridge: z.object({ message: z.string() }),
}

/** Statuses that a client's own mistakes may have; 5xx only where the vendor itself answers a client so. */
const statuses: Readonly<Record<Dialect | 'nobody', readonly number[]>> = {
  nobody: [200, 404],
  telestream: [200, 400, 401, 403, 404, 405, 409, 413, 422],
  'telestream-upload': [200, 204, 400, 401, 404, 409, 413, 416],
  'telestream-list': [200, 204, 400, 401, 403, 404, 409, 422],
  // §3.1 of DuraCloud: what a task or a storage provider does not like is a 500 with a sentence.
  duracloud: [200, 201, 202, 204, 206, 304, 400, 401, 403, 404, 405, 409, 411, 412, 413, 416, 500],
  bridge: [200, 202, 400, 401, 404, 413, 500],
  stream: [200, 201, 204, 400, 401, 403, 404, 413, 429],
  s3: [200, 204, 206, 304, 307, 400, 403, 404, 405, 409, 411, 412, 416, 501],
  control: [200, 201, 204, 307, 400, 403, 404, 405, 409, 413, 415],
}

/** What is wrong with an answer; undefined when nothing is. */
export function complaint(
  request: Pick<HostileRequest, 'dialect' | 'method' | 'url'>,
  answer: Answered,
): string | undefined {
  const { method } = request
  const dialect = dialectOf(request)
  const { status, headers, text } = answer
  const type = headers.get('content-type') ?? ''
  if (/stuntdouble failed/.test(text)) return 'the double itself failed'
  const leak = leakIn(answer)
  if (leak) return leak
  // A browser's question ahead of a page's upload is answered by nothing.
  const isPreflight = method === 'OPTIONS' && status === 204
  if (!isPreflight && !statuses[dialect].includes(status)) return `${status} is no status of ${dialect}`
  // In-process, whoever asked throws away what came with it; over a socket there is nothing.
  if (method === 'HEAD') return undefined
  if (status === 204 || status === 304) return text === '' ? undefined : 'a body where there can be none'
  if (method === 'OPTIONS' && text === '') return undefined
  return shapes[dialect](status, type, text)
}

/** The same of an answer whose status is no client's doing. */
export function failureComplaint(dialect: Dialect, answer: Answered): string | undefined {
  const { status, headers, text } = answer
  return leakIn(answer) ?? shapes[dialect](status, headers.get('content-type') ?? '', text)
}

/** The same of what is hardly HTTP: anything may be answered, but nothing of the inside. */
export function looseComplaint({ dialect }: Pick<HostileRequest, 'dialect'>, answer: Answered): string | undefined {
  const { status, text } = answer
  if (/stuntdouble failed/.test(text)) return 'the double itself failed'
  const isOurs = (status === 500 || status === 503) && !statuses[dialect].includes(status)
  return leakIn(answer) ?? (isOurs ? `${status} for a client's own mistake` : undefined)
}

type Shape = (status: number, type: string, text: string) => string | undefined

const json =
  (refusal: z.ZodType): Shape =>
  (status, type, text) => {
    if (status < 400 && text === '') return undefined
    if (!type.startsWith('application/json')) return `${type || 'no type'} where JSON is spoken`
    const value = parsed(text)
    if (value === undefined) return 'a body that is no JSON'
    return status < 400 || refusal.safeParse(value).success
      ? undefined
      : `a refusal of another shape: ${text.slice(0, 200)}`
  }

const shapes: Readonly<Record<Dialect | 'nobody', Shape>> = {
  nobody: json(error.telestream),
  telestream: json(error.telestream),
  'telestream-upload': json(error.telestream),
  'telestream-list': json(error.listed),
  stream(status, type, text) {
    const wrong = json(error.stream)(status, type, text)
    if (wrong !== undefined || status < 400) return wrong
    const { StatusCode } = error.stream.parse(parsed(text))
    return StatusCode === status ? undefined : `StatusCode ${StatusCode} in a ${status}`
  },
  control(status, type, text) {
    if (status < 400 && /^(?:application\/x-(?:tar|ndjson|pem-file)|application\/x-x509|text\/)/.test(type))
      return undefined
    return json(error.control)(status, type, text)
  },
  bridge(status, type, text) {
    return type.startsWith('text/html') ? page(status, text) : json(error.bridge)(status, type, text)
  },
  duracloud(status, type, text) {
    if (type.startsWith('text/html') && text.startsWith('<!doctype html>')) return page(status, text)
    if (status < 400) return type === '' && text !== '' ? 'a body of no type' : undefined
    // Reports say that they are JSON, also where they are a sentence.
    if (!/^(?:text\/plain|application\/xml|application\/json)/.test(type)) return `${type || 'no type'} for a refusal`
    return undefined
  },
  s3(status, type, text) {
    if (status < 300) return type.startsWith('application/xml') && text !== '' ? xmlError(text) : undefined
    if (status === 304 || status === 307) return undefined
    if (!type.startsWith('application/xml')) return `${type || 'no type'} for a refusal`
    return /<Error><Code>\w+<\/Code><Message>/.test(text)
      ? xmlError(text)
      : `a refusal of another shape: ${text.slice(0, 200)}`
  },
}

/** Tomcat's page. */
function page(status: number, text: string): string | undefined {
  return text.includes(`<h1>HTTP Status ${status} – `) ? undefined : `a page that says another status than ${status}`
}

/** An object may be XML by its own word, and none: then it does not begin as the double's own documents do. */
function xmlError(text: string): string | undefined {
  if (!text.startsWith('<?xml version="1.0" encoding="UTF-8"?>')) return undefined
  const valid = XMLValidator.validate(text)
  return valid === true ? undefined : `XML that is not well-formed: ${valid.err.msg}`
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    // The caller says what that means.
    return undefined
  }
}

const traces = [
  /^\s+at .{1,200}:\d+:\d+\)?$/m,
  /node:internal|node_modules\/|file:\/\/\/(?:home|root|tmp|usr|var|work)/,
  /\/emulator\/[\w/-]+\.ts/,
  /\broot:x:0:0/,
  /SQLITE_|no such (?:table|column)|SqliteError|ERR_(?:SQLITE|INVALID|ACCESS)/,
  /(?:Type|Range|Reference|Syntax)Error: /,
  /Cannot read propert|is not (?:a function|iterable|defined)\b/,
]

/** Of the machine, or of the program's inside, in an answer that nobody has put there. */
function leakIn({ headers, text }: Answered): string | undefined {
  const all = `${[...headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n${text.slice(0, 100_000)}`
  const own = [process.cwd(), ...secretPlaces].find((place) => place.length > 3 && all.includes(place))
  if (own !== undefined) return `a path of this machine: ${own}`
  const trace = traces.map((pattern) => pattern.exec(all)).find((found) => found !== null)
  return trace ? `something of the inside: ${trace[0].slice(0, 200)}` : undefined
}

/** Directories whose names are nobody's business: the data's, the temporary ones. */
const secretPlaces: string[] = []

export function keepSecret(...places: readonly string[]): void {
  secretPlaces.push(...places)
}
