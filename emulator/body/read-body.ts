// The body of a signed request: its parameters in memory, its files in a sink.
import { giveBack } from '#platform'
import { BodyMalformed, BodyTooLarge } from './body-errors.ts'
import { defaultLimits } from './body-limits.ts'
import type { BodyLimits } from './body-limits.ts'
import { BodyReader } from './body-reader.ts'
import { concat } from './concat.ts'
import type { FileSink } from './file-sink.ts'
import { FormCollector } from './form-collector.ts'
import type { Form } from './form-collector.ts'
import { parseHeaderValue } from './header-value.ts'
import { deepestJson } from './is-deeper.ts'
import { MultipartParser } from './multipart-parser.ts'
import { wholeText } from './whole-text.ts'

/**
 * - `form`: urlencoded, the raw string; signatures are checked against what was sent
 * - `json`: the exact bytes, for a checksum of them (§2.3), and their text, not parsed
 * - `deep-json`: JSON that is nested deeper than `deepestJson` allows, which nobody has to parse
 * - `multipart`: text fields, and files that are in the sink
 * - `other`: anything else, not read; see `bodyStream`
 */
export type RequestBody<T> =
  | { kind: 'form'; text: string }
  | { kind: 'json'; bytes: Uint8Array; text: string }
  | { kind: 'deep-json'; text: string }
  | ({ kind: 'multipart' } & Form<T>)
  | { kind: 'other' }

export interface ReadBodyOptions<T> {
  sink: FileSink<T>
  /** Default: `defaultLimits`. */
  limits?: Partial<BodyLimits>
  /** Of lists and objects within each other. Default: 1,000. */
  deepestJson?: number
}

/**
 * Reads a request's body as its `Content-Type` says. Files are never held in memory: a slow sink slows the client down. When anything
 * fails, every file that was opened in the sink is aborted; none is closed before the whole body has come.
 * A compressed body (`Content-Encoding`) is not decoded.
 * @throws BodyTooLarge, BodyMalformed, BodyAborted, and whatever the sink throws
 */
export async function readBody<T>(request: Request, options: ReadBodyOptions<T>): Promise<RequestBody<T>> {
  const limits = { ...defaultLimits, ...options.limits }
  const type = parseHeaderValue(request.headers.get('content-type') ?? '')
  const kind = kinds.get(type?.value ?? '')
  if (kind === undefined) return { kind: 'other' }
  const encoding = request.headers.get('content-encoding')?.toLowerCase() ?? 'identity'
  if (encoding !== 'identity') throw new BodyMalformed(`A body with Content-Encoding: ${encoding} is not decoded here`)

  switch (kind) {
    case 'form': {
      const { text } = await wholeText(request, { maxBytes: limits.formBytes, what: 'formBytes', isStrict: true })
      if (hasMore(text, '&', limits.fieldCount - 1)) throw new BodyTooLarge('fieldCount', limits.fieldCount)
      return { kind, text }
    }
    case 'json':
      return readJson(request, limits.jsonBytes, options.deepestJson ?? deepestJson)
    case 'multipart': {
      const { fieldCount, fileCount } = limits
      const parser = new MultipartParser(checkBoundary(type?.parameters.get('boundary')), fieldCount + fileCount)
      return { kind, ...(await readForm(request, parser, new FormCollector(options.sink, limits))) }
    }
  }
}

const kinds = new Map<string, 'form' | 'json' | 'multipart'>([
  ['application/x-www-form-urlencoded', 'form'],
  ['application/json', 'json'],
  ['multipart/form-data', 'multipart'],
])

/** RFC 2046 allows 70 characters of a few kinds; clients are not all so strict. */
function checkBoundary(boundary = ''): string {
  if (!/^[\x20-\x7e]{0,199}[\x21-\x7e]$/.test(boundary))
    throw new BodyMalformed('multipart/form-data has no usable boundary')
  return boundary
}

async function readJson(
  request: Request,
  maxBytes: number,
  deepest: number,
): Promise<{ kind: 'json'; bytes: Uint8Array; text: string } | { kind: 'deep-json'; text: string }> {
  const pieces: Uint8Array[] = []
  const take = (piece: Uint8Array): void => void pieces.push(piece)
  const { text, isDeeper } = await wholeText(request, { maxBytes, what: 'jsonBytes', isStrict: true, deepest, take })
  const read = isDeeper
    ? ({ kind: 'deep-json', text } as const)
    : ({ kind: 'json', bytes: concat(pieces), text } as const)
  pieces.forEach(giveBack)
  return read
}

async function readForm<T>(request: Request, parser: MultipartParser, form: FormCollector<T>): Promise<Form<T>> {
  const body = new BodyReader(request)
  try {
    for (let piece = await body.next(); piece !== undefined; piece = await body.next()) {
      for (const event of parser.push(piece)) await form.take(event)
    }
    for (const event of parser.finish()) await form.take(event)
    return await form.commit()
  } catch (error) {
    throw await form.discard(error)
  } finally {
    body.release()
  }
}

function hasMore(text: string, character: string, most: number): boolean {
  let count = 0
  for (let at = text.indexOf(character); at !== -1 && count <= most; at = text.indexOf(character, at + 1)) count += 1
  return count > most
}
