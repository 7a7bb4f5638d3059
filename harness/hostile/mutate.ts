// A request with something about it changed: its method, its path, a parameter, a header, a place in its body.
import type { Chance } from './chance.ts'
import type { Sketch } from './hostile-request.ts'
import { hostileHeader, hostileJson, hostileSegment, hostileText } from './words.ts'

const methods = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'QUERY']

type Change = (sketch: Sketch, chance: Chance) => Sketch

const changes: readonly Change[] = [
  (sketch, chance) => withMethod(sketch, chance.pick(methods)),
  (sketch, chance) => ({ ...sketch, path: changedPath(sketch.path, chance) }),
  (sketch, chance) => ({ ...sketch, query: changedQuery(sketch.query, chance) }),
  (sketch, chance) => ({ ...sketch, headers: changedHeaders(sketch.headers, chance) }),
  (sketch, chance) => ({ ...sketch, body: changedBody(sketch.body, chance) }),
  (sketch, chance) => ({ ...sketch, body: changedBody(sketch.body, chance) }),
]

/** One to three changes. */
export function mutate(sketch: Sketch, chance: Chance): Sketch {
  let changed = sketch
  for (let count = 1 + chance.below(3); count > 0; count -= 1) changed = chance.pick(changes)(changed, chance)
  return changed
}

function withMethod(sketch: Sketch, method: string): Sketch {
  return {
    ...sketch,
    method,
    body: method === 'GET' || method === 'HEAD' ? undefined : sketch.body,
  }
}

function changedPath(path: string, chance: Chance): string {
  const segments = path.split('/')
  // The first says whose API it is; without it, it would be nobody's.
  const at = 2 + chance.below(Math.max(1, segments.length - 2))
  const piece = hostileSegment(chance)
  if (chance.one(0.3)) segments.splice(at, 0, piece)
  else if (chance.one(0.2) && segments.length > 3) segments.splice(at, 1)
  else segments[at] = chance.one(0.5) ? piece : (segments[at] ?? '') + piece
  return segments.join('/')
}

function changedQuery(query: Sketch['query'], chance: Chance): Sketch['query'] {
  const at = chance.below(query.length + 1)
  const [name, value] = query[at] ?? [hostileText(chance), '']
  const other = [name, chance.one(0.7) ? hostileText(chance) : value] as const
  return chance.one(0.2) ? query.filter((_, index) => index !== at) : [...query, other]
}

function changedHeaders(headers: Sketch['headers'], chance: Chance): Sketch['headers'] {
  const names = Object.keys(headers)
  const name =
    names.length > 0 && chance.one(0.7)
      ? chance.pick(names)
      : chance.pick(['content-type', 'range', 'accept', 'expect', 'if-match', 'x-forwarded-for', 'cookie'])
  const { [name]: _, ...others } = headers
  return chance.one(0.2) ? others : { ...others, [name]: hostileHeader(chance) }
}

function changedBody(body: Sketch['body'], chance: Chance): Sketch['body'] {
  if (typeof body !== 'string' || body === '') return body
  const value = jsonOf(body)
  if (typeof value === 'object' && value !== null && chance.one(0.8))
    return JSON.stringify(changedJson(value, chance, 4))
  const at = chance.below(body.length)
  if (chance.one(0.2)) return body.slice(0, at)
  if (chance.one(0.2)) return body.slice(0, at) + body.slice(at).repeat(2)
  return body.slice(0, at) + hostileText(chance) + body.slice(at + chance.below(10))
}

/** Another value at one place of it. */
function changedJson(value: unknown, chance: Chance, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null || chance.one(0.2)) return hostileJson(chance, 2)
  if (Array.isArray(value)) {
    const at = chance.below(value.length + 1)
    return [...value.slice(0, at), changedJson(value[at], chance, depth - 1), ...value.slice(at + 1)]
  }
  const entries = Object.entries(value)
  if (entries.length === 0 || chance.one(0.15))
    return Object.fromEntries([...entries, [hostileText(chance), hostileJson(chance, 2)]])
  const [name, member] = chance.pick(entries)
  return chance.one(0.15)
    ? Object.fromEntries(entries.filter(([other]) => other !== name))
    : { ...value, [name]: changedJson(member, chance, depth - 1) }
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    // Then it is changed as text.
    return undefined
  }
}
