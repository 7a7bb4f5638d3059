// The first JSON value of what a task is sent, as Jackson finds it; what follows it is not looked at (§2.4).
import { backslash, closing, kinds, opening, quote } from '../../../body/json-structure.ts'
import { deepestJson, isDeeper, isDeeperInSlices } from '../../../body/is-deeper.ts'
import { parseJson } from '../../../body/parse-json.ts'
import type { WholeText } from '../../../body/whole-text.ts'
import { atOnce, inSlices } from '../../../slices.ts'
import { type DuraCloudError, refuse } from '../errors.ts'

export interface TaskBody {
  readonly text: string
  /** @throws {DuraCloudError} 500, each time it is asked for: not every task wants JSON */
  first(): unknown
}

/** Characters that are read at a stretch; what is longer is read at once, with others in between. */
const look = 32_768

/** @param whole what was looked through for its depth while it was read */
export async function readTaskBody({ text, isDeeper: isTooDeep }: WholeText): Promise<TaskBody> {
  if (isTooDeep) return refused(text, tooDeep())
  if (text.length <= look) return bodyOf(text)
  return firstInSlices(text).then(
    (value) => ({ text, first: () => value }),
    (error: unknown) => refused(text, error),
  )
}

/** The same of a text that is short. */
export function bodyOf(text: string): TaskBody {
  return { text, first: () => firstAtOnce(text) }
}

function refused(text: string, error: unknown): TaskBody {
  return {
    text,
    first() {
      throw error
    },
  }
}

async function firstInSlices(body: string): Promise<unknown> {
  const text = beginning(body)
  // What no JSON begins with is white space to Java: nobody has looked behind it yet.
  if (!/^[ \t\n\r]*\S/.test(body) && (await isDeeperInSlices(text))) throw tooDeep()
  const end = await inSlices(endOfValue(text))
  return parseJson(text.slice(0, end)).catch((error: unknown) => {
    throw error instanceof SyntaxError ? unexpected(text) : error
  })
}

function firstAtOnce(body: string): unknown {
  const text = beginning(body)
  if (isDeeper(text)) throw tooDeep()
  try {
    return JSON.parse(text.slice(0, atOnce(endOfValue(text))))
  } catch {
    throw unexpected(text)
  }
}

function beginning(body: string): string {
  const text = body.trimStart()
  if (text === '') throw failure('No content to map due to end-of-input')
  return text
}

/** Where Jackson would have run out of its stack. */
const tooDeep = () => failure(`Objects and lists are nested deeper than ${deepestJson}`)
const unexpected = (text: string) =>
  failure(`Unexpected character or end-of-input in ${JSON.stringify(text.slice(0, 40))}`)

/** Where an object, a list or a text ends: brackets in texts do not count. Other values go on to the next white space. */
function* endOfValue(text: string): Generator<void, number> {
  if (!/^[{["]/.test(text)) {
    const space = text.search(/\s/)
    return space === -1 ? text.length : space
  }
  const place: Place = { at: 0, depth: 0, inText: false }
  while (lookOn(text, place)) yield
  return Math.min(place.at, text.length)
}

/** How far a value has been looked through. */
interface Place {
  at: number
  /** Brackets that are open. */
  depth: number
  inText: boolean
}

/** False at the end. It is no part of the generator, in which it would take several times as long. */
function lookOn(text: string, place: Place): boolean {
  let { at, depth, inText } = place
  const end = Math.min(at + look, text.length)
  let isOver = false
  for (; at < end && !isOver; at += 1) {
    const kind = kinds[text.charCodeAt(at)]
    if (kind === undefined || kind === 0) continue
    if (inText && kind === backslash) at += 1
    else if (kind === quote) inText = !inText
    else if (inText) continue
    else if (kind === opening) depth += 1
    else if (kind === closing) depth -= 1
    isOver = depth <= 0 && !inText
  }
  Object.assign(place, { at, depth, inText })
  return !isOver && at < text.length
}

/** In Jackson's words as far as they do not depend on its version. */
export function failure(message: string): DuraCloudError {
  const prefix = 'Unable to parse task parameters due to: '
  return refuse(500, `${prefix}${message}\n at [Source: java.io.StringReader; line: 1, column: 1]`)
}
