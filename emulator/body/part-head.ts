// What the headers of a multipart part say: whose value it is, and whether it is a file.
import * as HeadersParser from 'multipasta/HeadersParser'
import { BodyMalformed } from './body-errors.ts'
import { parseHeaderValue } from './header-value.ts'

export interface PartHead {
  name: string
  /** A part with one, even an empty one, is a file; without one it is text, whatever its name or type. */
  filename: string | undefined
  contentType: string | undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads the headers of a part up to and with the empty line that ends them.
 * @throws BodyMalformed
 */
export function readPartHead(bytes: Uint8Array): PartHead {
  try {
    utf8.decode(bytes)
  } catch (cause) {
    throw new BodyMalformed('The headers of a part are not UTF-8', { cause })
  }
  const parsed = HeadersParser.make()(bytes, 0)
  if (parsed._tag !== 'Headers') throw new BodyMalformed('The headers of a part cannot be read')
  const { 'content-disposition': disposition, 'content-type': contentType } = parsed.headers
  if (typeof disposition !== 'string') throw new BodyMalformed('A part needs exactly one Content-Disposition')
  if (typeof contentType === 'object') throw new BodyMalformed('A part has more than one Content-Type')

  const header = parseHeaderValue(disposition)
  const name = header?.parameters.get('name')
  if (header?.value !== 'form-data' || name === undefined) {
    throw new BodyMalformed(`A part's Content-Disposition is not form-data with a name: ${disposition}`)
  }
  const extended = header.parameters.get('filename*')
  const plain = header.parameters.get('filename')
  const filename = extended === undefined ? plain && unescapeHtml(plain) : decodeExtended(extended)
  return { name: unescapeHtml(name), filename, contentType }
}

/** HTML, "multipart/form-data encoding algorithm": these three are escaped in names and file names, and a % is not. */
function unescapeHtml(text: string): string {
  return text.replace(/%0A|%0D|%22/gi, decodeURIComponent)
}

/** RFC 5987, `UTF-8''na%C3%AFve.mp4`: RFC 7578 forbids it, and older clients send it nevertheless. */
function decodeExtended(text: string): string {
  const [, charset = '', encoded = ''] = /^([^']*)'[^']*'(.*)$/.exec(text) ?? []
  if (charset.toLowerCase() === 'iso-8859-1') {
    return encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }
  if (charset.toLowerCase() !== 'utf-8') throw new BodyMalformed(`A part's filename* is not UTF-8: ${text}`)
  try {
    return decodeURIComponent(encoded)
  } catch (cause) {
    throw new BodyMalformed(`A part's filename* is not percent-encoded UTF-8: ${text}`, { cause })
  }
}
