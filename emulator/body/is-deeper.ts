// Whether JSON is nested deeper than anybody means it, told without parsing it: that would take twenty times as long.
import { atOnce, inSlices } from '../slices.ts'
import { backslash, closing, kinds, opening, quote } from './json-structure.ts'

/** Far more than any document of any API; what is deeper costs a parser more than it is worth. */
export const deepestJson = 1000

/** Characters that are looked through at a stretch. */
const look = 65_536

/** @param limit of lists and objects within each other */
export function isDeeper(text: string, limit = deepestJson): boolean {
  return atOnce(looking(text, limit))
}

/** The same of a text that may be large: others are served meanwhile. */
export function isDeeperInSlices(text: string, limit = deepestJson): Promise<boolean> {
  return inSlices(looking(text, limit))
}

function* looking(text: string, limit: number): Generator<void, boolean> {
  // Whatever is so deep begins so many times, and with a bracket; a parser refuses at once what begins with neither that nor a value.
  if (text.length <= limit || !/^[ \t\n\r]*[[{]/.test(text)) return false
  const place: Place = { at: 0, depth: 0, inText: false }
  while (lookOn(text, place, limit)) yield
  return place.depth > limit
}

/** How far a text has been looked through. */
interface Place {
  at: number
  /** Brackets that are open. */
  depth: number
  inText: boolean
}

/** False at the end, or where it is too deep. It is no part of the generator, in which it would take several times as long. */
function lookOn(text: string, place: Place, limit: number): boolean {
  let { at, depth, inText } = place
  const end = Math.min(at + look, text.length)
  for (; at < end && depth <= limit; at += 1) {
    const kind = kinds[text.charCodeAt(at)]
    if (kind === undefined || kind === 0) continue
    if (inText && kind === backslash) at += 1
    else if (kind === quote) inText = !inText
    else if (inText) continue
    else if (kind === opening) depth += 1
    else if (kind === closing) depth -= 1
  }
  Object.assign(place, { at, depth, inText })
  return at < text.length && depth <= limit
}
