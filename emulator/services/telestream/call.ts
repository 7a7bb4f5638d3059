// One request to the signed API or to Flip 3.1, taken apart: version, path, parameters from query and body, and the file that came along.
import { BodyAborted, BodyMalformed, BodyTooLarge, type FileSink, type Form, readBody } from '../../body/index.ts'
import { deepestJson } from '../../body/is-deeper.ts'
import { parseJson } from '../../body/parse-json.ts'
import type { Exchange } from '../../exchange.ts'
import type { Blob, Blobs } from '../../objects/blobs.ts'
import type { World } from '../../world.ts'
import { badRequest, fileSizeLimitExceeded } from './errors.ts'
import { Input, isObject } from './input.ts'
import type { ApiName } from './model.ts'
import { isPageUpload, pageParameters, readPageFile } from './page-uploads.ts'
import {
  MalformedEncoding,
  mergeParameters,
  multipartParameter,
  type Parameter,
  parseParameters,
} from './signature/index.ts'

/** A file part; its bytes are stored, and whoever does not use them releases them. */
export interface SentFile {
  blob: Blob
  fileName: string
}

/** Where each API is mounted; older builds of the SDKs know Flip 3.1 by other paths (§1). */
const mounts: readonly (readonly [prefix: string, api: ApiName])[] = [
  ['/v3.0', 'v3.0'],
  ['/v2', 'v2'],
  ['/flip/3.1', 'flip-3.1'],
  ['/api/flip/3.1', 'flip-3.1'],
  ['/api/v3.1', 'flip-3.1'],
]

export function prefixesOf(...apis: ApiName[]): string[] {
  return mounts.flatMap(([prefix, api]) => (apis.includes(api) ? prefix : []))
}

export class Call {
  readonly exchange: Exchange
  readonly api: ApiName
  /** As received, still encoded, without the version: what is routed and what was signed. */
  readonly resourcePath: string
  readonly query: readonly Parameter[]
  /** Query and body together. */
  readonly parameters: readonly Parameter[]
  /** Of a JSON body, for its checksum. */
  readonly jsonBytes: Uint8Array | undefined
  readonly input: Input
  file: SentFile | undefined
  /** The factory that a token stands for, or that `factory_id`/`cloud_id` names. */
  scopeId: string | undefined = undefined

  constructor(exchange: Exchange, { query, body = [], json, jsonBytes, file }: Parts) {
    const [prefix, api] = mounts.find(([mount]) => exchange.path.startsWith(mount)) ?? ['', 'v3.0']
    this.exchange = exchange
    this.api = api
    this.resourcePath = exchange.path.slice(prefix.length)
    this.query = query
    this.parameters = mergeParameters(query, body)
    this.jsonBytes = jsonBytes
    this.input = new Input(this.parameters, json)
    this.file = file
  }

  /** Chosen after the call was read: its parameters say which it is. */
  get world(): World {
    return this.exchange.world
  }
}

/**
 * Reads a request whole: a signature may stand in its body, and may cover it. Without a body it is read at once.
 * @throws {TelestreamError} 400, 413; or fails with it
 */
export function readCall(exchange: Exchange): Call | Promise<Call> {
  const { request } = exchange
  const query = parse(exchange.query, 'query')
  const { method } = request
  if (method === 'GET' || method === 'DELETE' || (request.body === null && !isPageUpload(request)))
    return new Call(exchange, { query })
  return readCallWithBody(exchange, query)
}

interface Parts {
  query: readonly Parameter[]
  body?: readonly Parameter[]
  json?: Record<string, unknown>
  jsonBytes?: Uint8Array
  file?: SentFile | undefined
}

async function readCallWithBody(exchange: Exchange, query: readonly Parameter[]): Promise<Call> {
  const { blobs, settings } = exchange.world
  const maxBytes = settings.telestream.fileSizeLimit
  try {
    const body = await readBody(exchange.request, { limits: { fileBytes: maxBytes }, sink: blobSink(blobs) })
    switch (body.kind) {
      case 'form':
        exchange.requestBody = body.text
        return new Call(exchange, { query, body: parse(body.text, 'form') })
      case 'multipart': {
        // §3.2: the file is the field `file`; another one is read and forgotten.
        const file = body.files.find(({ field }) => field === 'file')
        for (const other of body.files) if (other !== file) blobs.release(other.stored.hash)
        exchange.requestBody = describe(body)
        return new Call(exchange, {
          query,
          body: body.fields.map(({ name, value }) => multipartParameter(name, value)),
          file: file && { blob: file.stored, fileName: file.filename },
        })
      }
      case 'json':
        exchange.requestBody = body.text
        return new Call(exchange, { query, json: await readJson(body.text), jsonBytes: body.bytes })
      case 'deep-json':
        exchange.requestBody = body.text
        throw badRequest(`The body must not be nested deeper than ${deepestJson}`)
      default: {
        if (!isPageUpload(exchange.request)) return new Call(exchange, { query })
        const sent = pageParameters(exchange.request)
        return new Call(exchange, { query, body: sent, file: await readPageFile(exchange, maxBytes) })
      }
    }
  } catch (error) {
    if (error instanceof BodyTooLarge) throw fileSizeLimitExceeded(error.limit)
    if (error instanceof BodyMalformed) throw badRequest(error.message)
    if (error instanceof BodyAborted) throw badRequest('The request broke off')
    throw error
  }
}

/** Files go to the blobs as they arrive: they are not the world's before it is known which world is meant. */
export function blobSink(blobs: Blobs): FileSink<Blob> {
  return {
    open() {
      const writer = blobs.write()
      let stored: Blob | undefined
      return {
        write: (chunk) => writer.write(chunk),
        close: async () => (stored = await writer.commit()),
        abort: async () => (stored ? blobs.release(stored.hash) : writer.abort()),
      }
    },
  }
}

function describe({ fields, files }: Form<Blob>): string {
  return [
    ...fields.map(({ name, value }) => `${name}=${value}`),
    ...files.map(({ field, filename, size }) => `${field}=[${filename}: ${size} bytes]`),
  ].join('&')
}

/** Gives back the bytes of a file that no video took. */
export function dropFile(call: Call): void {
  if (call.file) call.world.blobs.release(call.file.blob.hash)
  call.file = undefined
}

function parse(text: string, from: 'query' | 'form'): Parameter[] {
  try {
    return parseParameters(text, from)
  } catch (error) {
    if (error instanceof MalformedEncoding) throw badRequest(error.message)
    throw error
  }
}

async function readJson(text: string): Promise<Record<string, unknown>> {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = await parseJson(text)
  } catch {
    throw badRequest('The body is not valid JSON')
  }
  if (!isObject(value)) throw badRequest('The body must be a JSON object')
  return value
}
