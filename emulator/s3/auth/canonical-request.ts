// What Signature Version 4 signs of a request, as S3 has it: the path is neither normalised nor encoded twice.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html#canonical-request
import { invalidUri } from '../errors.ts'
import { encodeRfc3986 } from '../signature-v4.ts'

export interface Signable {
  method: string
  /** As on the wire, percent-encoded in whatever way the client likes. */
  path: string
  /** Decoded, without `X-Amz-Signature`. */
  parameters: readonly Parameter[]
  /** Those that are signed, in lower case, in the order of the client's list. */
  headers: readonly (readonly [name: string, value: string])[]
  /** The hash of the body in hex, or a word that stands for it, such as `UNSIGNED-PAYLOAD`. */
  payload: string
}

export type Parameter = readonly [name: string, value: string]

/** @throws {S3Error} InvalidURI, when an escape of the path is none */
export function canonicalRequest({ method, path, parameters, headers, payload }: Signable): string {
  let lines = ''
  let names = ''
  for (const [name, value] of headers) {
    lines += `${name}:${canonicalValue(value)}\n`
    names += names === '' ? name : `;${name}`
  }
  return `${method}\n${canonicalPath(path)}\n${canonicalQuery(parameters)}\n${lines}\n${names}\n${payload}`
}

/** Clients differ in which characters of a path they encode; the signature is of all but the unreserved ones. */
function canonicalPath(path: string): string {
  if (/^[\w.~/-]*$/.test(path)) return path
  try {
    return path
      .split('/')
      .map((segment) => encodeRfc3986(decodeURIComponent(segment)))
      .join('/')
  } catch {
    throw invalidUri(path)
  }
}

/** Sorted by the encoded name, then by the encoded value. */
function canonicalQuery(parameters: readonly Parameter[]): string {
  return parameters
    .map(([name, value]): Parameter => [encodeRfc3986(name), encodeRfc3986(value)])
    .sort(([a, first], [b, second]) => compare(a, b) || compare(first, second))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** White space at the ends goes, and within it is one space. */
function canonicalValue(value: string): string {
  if (/^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/.test(value)) return value
  // Not `\s`: the byte A0 is a part of many a letter.
  const trimmed = value.replaceAll(/[ \t]+/g, ' ').replaceAll(/^ | $/g, '')
  return utf8OfBytes(trimmed)
}

/** A header's value comes as one character a byte; what was signed were bytes of UTF-8. */
export function utf8OfBytes(value: string): string {
  if (/^[\x00-\x7f]*$/.test(value)) return value
  const text = utf8.decode(Uint8Array.from(value, (character) => character.charCodeAt(0)))
  // Other bytes are what nobody signed, and must not become what somebody did: no header holds a NUL.
  return text.includes('\ufffd') ? `${text}\0` : text
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
