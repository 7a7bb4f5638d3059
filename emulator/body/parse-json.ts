// JSON that may be large: what `JSON.parse` answers, made of as many pieces as it takes to let others in between.
import { inSlices } from '../slices.ts'

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
  const pieces: string[] = []
  let from = start + 1
  let comma = -1
  const cut = (to: number) => {
    if (behindSpace(text, from) >= to) throw malformed(to)
    pieces.push(text.slice(from, to))
    from = to + 1
  }
  let depth = 0
  let inText = false
  for (let at = start; at < text.length; at += 1) {
    if (at % look === 0) yield
    const character = text.charCodeAt(at)
    if (inText) {
      if (character === code.backslash) at += 1
      else if (character === code.quote) inText = false
    } else if (character === code.quote) inText = true
    else if (character === code.openList || character === code.openObject) depth += 1
    else if (character === code.closeList || character === code.closeObject) {
      depth -= 1
      if (depth > 0) continue
      if (character - text.charCodeAt(start) !== 2 || behindSpace(text, at + 1) < text.length) throw malformed(at)
      if (comma >= from && at - from > mostAtOnce) cut(comma)
      // Only what is empty as a whole may have an empty piece.
      if (pieces.length > 0 || behindSpace(text, from) < at) cut(at)
      return pieces
    } else if (character === code.comma && depth === 1) {
      if (comma >= from && at - from > mostAtOnce) cut(comma)
      if (at - from > mostAtOnce) cut(at)
      comma = at
    }
  }
  throw malformed(text.length)
}

const code = {
  quote: 0x22,
  comma: 0x2c,
  backslash: 0x5c,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
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
