// Requests that the AWS SDK's own signer has signed, as the S3 wire receives them; and streams that arrive in odd pieces.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { SignatureV4 } from '@smithy/signature-v4'
import { splitUrl } from '../emulator/exchange.ts'

export const exampleKeys = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** The hash that the SDK's signer asks for. */
class Sha256 {
  readonly #hash

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? sha256.create() : hmac.create(sha256, bytesOf(secret))
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data))
  }

  reset(): void {
    throw new TypeError('The signer resets nothing')
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return utf8ToBytes(data)
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)
}

/** What goes over the wire. */
export interface WireRequest {
  method: string
  host: string
  /** Percent-encoded. */
  path: string
  /** Percent-encoded, without `?`. */
  query: string
  headers: Record<string, string>
  body?: Uint8Array<ArrayBuffer>
}

export interface ToSign {
  method: string
  host: string
  /** Decoded. */
  path: string
  query?: Record<string, string | string[]>
  headers?: Record<string, string>
  body?: Uint8Array<ArrayBuffer>
  /** ms */
  now: number
  region?: string
  credentials?: { accessKeyId: string; secretAccessKey: string }
  /** Seconds: a URL, in place of a header. */
  expiresIn?: number
}

/** As the SDK's S3 client does: the path encoded once, and `x-amz-content-sha256` with the hash of the body. */
export async function signBySdk({
  method,
  host,
  path,
  query = {},
  headers = {},
  body,
  now,
  region = 'us-east-1',
  credentials = exampleKeys,
  expiresIn,
}: ToSign): Promise<WireRequest> {
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false })
  const [hostname = '', port] = host.split(':')
  const encoded = path.split('/').map(encode).join('/')
  const request = {
    method,
    protocol: 'http:',
    hostname,
    ...(port !== undefined && { port: Number(port) }),
    path: encoded,
    query,
    headers: { ...headers, host },
    body,
  }
  const signingDate = new Date(now)
  const hash = headers['x-amz-content-sha256'] ?? bytesToHex(sha256(body ?? new Uint8Array()))
  const signed =
    expiresIn === undefined
      ? await signer.sign(
          { ...request, headers: { ...request.headers, 'x-amz-content-sha256': hash } },
          { signingDate },
        )
      : await signer.presign(
          { ...request, headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
          { signingDate, expiresIn },
        )
  return {
    method,
    host,
    path: encoded,
    query: Object.entries(signed.query ?? {})
      .flatMap(([name, values]) => [values ?? ''].flat().map((value) => `${encode(name)}=${encode(value)}`))
      .join('&'),
    headers: signed.headers,
    ...(body && { body }),
  }
}

/** The request as a server has it, with its body in pieces of these sizes. */
export function received(wire: WireRequest, sizes: readonly number[] = []): { request: Request; query: string } {
  const url = `http://${wire.host}${wire.path}${wire.query === '' ? '' : `?${wire.query}`}`
  const body = wire.body === undefined ? null : inPieces(wire.body, sizes)
  const init: RequestInit & { duplex: 'half' } = { method: wire.method, headers: wire.headers, body, duplex: 'half' }
  const request = new Request(url, init)
  return { request, query: splitUrl(request.url).query }
}

/** A stream of pieces of these sizes, one after another from the start again. */
export function inPieces(
  bytes: Uint8Array<ArrayBuffer>,
  sizes: readonly number[],
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  let turn = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) {
        controller.close()
        return
      }
      const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length)
      turn += 1
      controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
}

export function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}
