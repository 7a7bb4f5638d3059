// JSON that may be large: what `JSON.parse` answers, made of as many pieces as it takes to let others in between.
import { inSlices } from '../slices.ts'
import { backslash, closing, kinds, opening, quote, separator } from './json-structure.ts'

/** Characters that are parsed at a stretch: about a ms of the densest. */
const mostAtOnce = 32_768
/** How deep lists and objects are taken apart. Deeper ones are parsed at a stretch: each level is looked through once more. */
const deepestCut = 6
/** Characters that are looked through at a stretch. */
const look = 65_536

/** @throws {SyntaxError} as `JSON.parse` does */
export async function parseJson(text: string): Promise<unknown> {
  return text.length <= mostAtOnce ? JSON.parse(text) : inSlices(valueOf(text, 0))
}

function* valueOf(text: string, depth: number): Generator<void, unknown> {
  yield
  const start = behindSpace(text, 0)
  const bracket = text[start]
  if (text.length <= mostAtOnce || depth === deepestCut || (bracket !== '[' && bracket !== '{')) return JSON.parse(text)
  const pieces = yield* piecesOf(text, start)
  const list: unknown[] = []
  const members: Record<string, unknown> = {}
  for (const piece of pieces) {
    yield
    if (bracket === '[') {
      if (piece.length > mostAtOnce) list.push(yield* valueOf(piece, depth + 1))
      else for (const item of itemsOf(piece)) list.push(item)
    } else if (piece.length <= mostAtOnce) {
      for (const [name, value] of membersOf(JSON.parse(`{${piece}}`))) define(members, name, value)
    } else {
      const [name, rest] = splitMember(piece)
      define(members, name, yield* valueOf(rest, depth + 1))
    }
  }
  return bracket === '[' ? list : members
}

/**
 * What stands between the brackets, cut at commas: each piece is short, or one item or member alone.
 * @throws {SyntaxError} where the brackets do not fit, or a piece is missing
 */
function* piecesOf(text: string, start: number): Generator<void, string[]> {
  const place: Place = { at: start, depth: 0, inText: false, from: start + 1, comma: -1, cuts: [] }
  while (lookOn(text, place, place.at + look)) yield
  const { at: end, cuts } = place
  if (text.charCodeAt(end) - text.charCodeAt(start) !== 2 || behindSpace(text, end + 1) < text.length)
    throw malformed(end)
  const pieces: string[] = []
  let from = start + 1
  for (const to of [...cuts, end]) {
    // Only what is empty as a whole may have an empty piece.
    if (behindSpace(text, from) < to) pieces.push(text.slice(from, to))
    else if (cuts.length > 0) throw malformed(to)
    from = to + 1
  }
  return pieces
}

/** How far a list or an object has been looked through. */
interface Place {
  at: number
  /** Brackets that are open. */
  depth: number
  inText: boolean
  /** Where the next piece begins, and the last comma behind that at which it could end. */
  from: number
  comma: number
  cuts: number[]
}

/** False when the end is found, at `place.at`. It is no part of the generator, in which it would take several times as long. */
function lookOn(text: string, place: Place, until: number): boolean {
  let { at, depth, inText, from, comma } = place
  const cut = (to: number) => {
    place.cuts.push(to)
    from = to + 1
  }
  const end = Math.min(until, text.length)
  for (; at < end; at += 1) {
    const kind = kinds[text.charCodeAt(at)]
    if (kind === undefined || kind === 0) continue
    if (inText) {
      if (kind === backslash) at += 1
      else if (kind === quote) inText = false
    } else if (kind === quote) inText = true
    else if (kind === opening) depth += 1
    else if (kind === closing) {
      depth -= 1
      if (depth === 0) break
    } else if (kind === separator && depth === 1) {
      if (at - from > mostAtOnce && comma >= from) cut(comma)
      if (at - from > mostAtOnce) cut(at)
      comma = at
    }
  }
  if (depth === 0 && at - from > mostAtOnce && comma >= from) cut(comma)
  Object.assign(place, { at, depth, inText, from, comma })
  if (at >= text.length) throw malformed(text.length)
  return depth > 0
}

function itemsOf(piece: string): unknown[] {
  const items: unknown = JSON.parse(`[${piece}]`)
  return Array.isArray(items) ? items : []
}

function membersOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** A member whose value is large; its name is text, so the first quote that is not escaped ends it. */
function splitMember(piece: string): [name: string, value: string] {
  const [whole, name] = /^[ \t\n\r]*("(?:[^"\\]|\\.)*")[ \t\n\r]*:/s.exec(piece) ?? []
  if (whole === undefined || name === undefined) throw malformed(0)
  return [String(JSON.parse(name)), piece.slice(whole.length)]
}

/** By definition, as `JSON.parse` does: `__proto__` is a name like any other. */
function define(members: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true })
  else members[name] = value
}

const space = /[ \t\n\r]*/y

function behindSpace(text: string, from: number): number {
  space.lastIndex = from
  space.exec(text)
  return space.lastIndex
}

function malformed(at: number): SyntaxError {
  return new SyntaxError(`Unexpected token or end of JSON at position ${at}`)
}
