// A request of the fuzzer: as it is sketched, and as it is sent.
import { inspect } from 'node:util'

/** Whose words the answer has to be in. */
export type Dialect =
  | 'telestream'
  | 'telestream-upload'
  | 'telestream-list'
  | 'duracloud'
  | 'bridge'
  | 'stream'
  | 's3'
  | 'control'

/** `valid`: rightly signed, in a world where much may happen. The others are for a world where nothing may. */
export type Credential = 'valid' | 'forged' | 'none'

/** Before it is signed. */
export interface Sketch {
  dialect: Dialect
  method: string
  /** Percent-encoded, more or less. */
  path: string
  query: readonly (readonly [name: string, value: string])[]
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array<ArrayBuffer> | undefined
}

export interface HostileRequest {
  number: number
  dialect: Dialect
  credential: Credential
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: string | Uint8Array<ArrayBuffer> | undefined
}

/** Undefined when no client that goes by the web's rules could send it. */
export function asRequest({ method, url, headers, body }: HostileRequest): Request | undefined {
  try {
    return new Request(url, { method, headers: { ...headers }, ...(body !== undefined && { body }) })
  } catch {
    return undefined
  }
}

/** For a shell; what no shell can hold in a word goes by `printf`. */
export function asCurl({ method, url, headers, body }: HostileRequest): string {
  const words = ['curl', '-sS', '-i', '--path-as-is', '-X', method, quoted(url)]
  for (const [name, value] of Object.entries(headers))
    words.push('-H', quoted(value === '' ? `${name};` : `${name}: ${value}`))
  if (body === undefined) return words.join(' ')
  return `printf ${printable(body)} | ${[...words, '--data-binary', '@-'].join(' ')}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function printable(body: string | Uint8Array): string {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const shown = Array.from(bytes.subarray(0, 20_000), (byte) =>
    byte >= 0x20 && byte < 0x7f && !`'\\%`.includes(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`,
  ).join('')
  return `'${shown}'${bytes.length > 20_000 ? ` # and ${bytes.length - 20_000} bytes more` : ''}`
}

/** For people. */
export function describeRequest(request: HostileRequest): string {
  const body = typeof request.body === 'string' ? request.body : request.body && `${request.body.length} bytes`
  return `${request.credential} ${request.method} ${request.url} ${inspect(body?.slice(0, 300))}`
}
