// The JSON of a request, however a client sends it: none, empty, `null`, with or without a content type (§1.8).
import { BodyAborted, BodyTooLarge } from '../../body/index.ts'
import { deepestJson, isDeeper } from '../../body/is-deeper.ts'
import { parseJson as parseLarge } from '../../body/parse-json.ts'
import { wholeText, type WholeText } from '../../body/whole-text.ts'
import type { Exchange } from '../../exchange.ts'
import { inputError, invalidJson, payloadTooBig } from './errors.ts'

/** Bytes; the vendor's limit is not documented. */
const limit = 4 * 1024 * 1024

/**
 * Undefined for a GET or a DELETE, whatever it carries (Ruby and Go send `null`), and where there is nothing.
 * @throws {StreamError} 400/4, 413/22
 */
export async function readJson(exchange: Exchange): Promise<unknown> {
  const { request } = exchange
  if (request.method === 'GET' || request.method === 'DELETE' || request.body === null) return undefined
  const { text, isDeeper: isTooDeep } = await readWhole(request)
  exchange.requestBody = text
  // As Go's own parser refuses it, if at a greater depth.
  if (isTooDeep) throw invalidJson()
  if (text.trim() === '') return undefined
  return parseLarge(text).catch(() => Promise.reject(invalidJson()))
}

async function readWhole(request: Request): Promise<WholeText> {
  try {
    return await wholeText(request, { maxBytes: limit, deepest: deepestJson })
  } catch (error) {
    if (error instanceof BodyTooLarge) throw payloadTooBig(limit)
    if (error instanceof BodyAborted) throw inputError('the request broke off')
    throw error
  }
}

/** The same of a text that is short. @throws {StreamError} 400/4 when it is no JSON; a trailing comma is enough (§8.1) */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined
  if (isDeeper(text)) throw invalidJson()
  try {
    return JSON.parse(text)
  } catch {
    throw invalidJson()
  }
}
