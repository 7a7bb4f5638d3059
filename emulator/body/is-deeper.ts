// Whether JSON is nested deeper than anybody means it, told without parsing it: that would take twenty times as long.
import { inSlices } from '../slices.ts'
import { backslash, closing, kinds, opening, quote } from './json-structure.ts'

/** Far more than any document of any API; what is deeper costs a parser more than it is worth. */
export const deepestJson = 1000

/** Characters that are looked through at a stretch. */
const look = 65_536

/** @param limit of lists and objects within each other */
export function isDeeper(text: string, limit = deepestJson): boolean {
  const nesting = new Nesting(limit)
  nesting.lookAt(text)
  return nesting.isDeeper
}

/** The same of a text that may be large: others are served meanwhile. */
export function isDeeperInSlices(text: string, limit = deepestJson): Promise<boolean> {
  return inSlices(looking(text, limit))
}

function* looking(text: string, limit: number): Generator<void, boolean> {
  const nesting = new Nesting(limit)
  for (let at = 0; at < text.length && !nesting.isSettled; at += look) {
    if (at > 0) yield
    nesting.lookAt(text.slice(at, at + look))
  }
  return nesting.isDeeper
}

/** How deep a text is that is looked at a piece at a time, wherever it is cut. */
export class Nesting {
  readonly #limit: number
  readonly #place: Place = { at: 0, depth: 0, inText: false }
  /** Whether the first bracket has come. */
  #begun = false
  /** A parser refuses at once what begins with neither a bracket nor a value, and values alone have no depth. */
  #isFlat = false

  constructor(limit = deepestJson) {
    this.#limit = limit
  }

  get isDeeper(): boolean {
    return this.#place.depth > this.#limit
  }

  /** Whether what follows makes no difference. */
  get isSettled(): boolean {
    return this.#isFlat || this.isDeeper
  }

  lookAt(piece: string): void {
    if (this.isSettled) return
    if (!this.#begun) this.#begin(piece)
    if (this.#begun) lookOn(piece, this.#place, this.#limit)
  }

  #begin(piece: string): void {
    const first = /[^ \t\n\r]/.exec(piece)?.[0]
    this.#begun = first === '[' || first === '{'
    this.#isFlat = first !== undefined && !this.#begun
  }
}

/** How far a text has been looked through. */
interface Place {
  /** Of the next piece: its first character may have been escaped by the last one. */
  at: number
  /** Brackets that are open. */
  depth: number
  inText: boolean
}

/** To the end of the piece, or where it is too deep. It is no part of the class, whose fields would take it several times as long. */
function lookOn(piece: string, place: Place, limit: number): void {
  let { at, depth, inText } = place
  const end = piece.length
  for (; at < end && depth <= limit; at += 1) {
    const kind = kinds[piece.charCodeAt(at)]
    if (kind === undefined || kind === 0) continue
    if (inText && kind === backslash) at += 1
    else if (kind === quote) inText = !inText
    else if (inText) continue
    else if (kind === opening) depth += 1
    else if (kind === closing) depth -= 1
  }
  Object.assign(place, { at: at - end, depth, inText })
}
