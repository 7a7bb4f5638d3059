// panda_uploader 1.x, in a page: the file is the whole body of POST /videos.json, its name and the signed parameters stand in headers.
import { bodyStream } from '../../body/index.ts'
import { addHeaders, type Exchange } from '../../exchange.ts'
import type { Blob } from '../../objects/blobs.ts'
import { badRequest } from './errors.ts'
import { isObject } from './input.ts'
import { multipartParameter, type Parameter } from './signature/index.ts'

/** What its XMLHttpRequest sends beside the file (panda_uploader 1.3.0, `HTML5Widget#start`). */
const parametersHeader = 'x-query-params'
const corsHeaders = Object.entries({
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'Cache-Control, Content-Type, X-Requested-With, X-File-Name, X-Query-Params',
  'access-control-max-age': '600',
})

export function isPageUpload({ headers, method }: Request): boolean {
  return method === 'POST' && headers.has(parametersHeader)
}

/** The question of a browser whether the page may. */
export function isPreflight({ request, path }: Exchange): boolean {
  return request.method === 'OPTIONS' && path.endsWith('/videos.json')
}

/** The page reads the answer, also a refusal. */
export function allowPages(exchange: Exchange, answer: Response): Response {
  return addHeaders(exchange, answer, corsHeaders)
}

/** @throws {TelestreamError} 400 when they are no JSON object of texts */
export function pageParameters({ headers }: Request): Parameter[] {
  const value = parse(headers.get(parametersHeader) ?? '')
  if (!isObject(value)) throw badRequest('X-Query-Params must be a JSON object')
  return Object.entries(value).map(([name, text]) => {
    if (typeof text !== 'string') throw badRequest(`X-Query-Params: ${name} must be a text`)
    return multipartParameter(name, text)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The bytes go to the blobs as they arrive. @throws BodyTooLarge, BodyAborted */
export async function readPageFile(
  { request, world }: Exchange,
  maxBytes: number,
): Promise<{ blob: Blob; fileName: string }> {
  const blob = await world.blobs.store(bodyStream(request, { maxBytes }))
  return { blob, fileName: request.headers.get('x-file-name') ?? '' }
}
