// `encoding-type=url`: how lists write keys that XML cannot hold.
import { invalidArgument } from './errors.ts'
import type { Query } from './query.ts'
import { element } from './xml.ts'

export interface ListEncoding {
  text: (key: string) => string
  /** Says in the answer that keys are encoded. */
  element: string
}

const plain: ListEncoding = { text: (key) => key, element: '' }
const url: ListEncoding = { text: encode, element: element('EncodingType', 'url') }

/** @throws {S3Error} InvalidArgument */
export function listEncoding(query: Query): ListEncoding {
  const asked = query.get('encoding-type')
  if (asked === undefined) return plain
  if (asked.toLowerCase() !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', asked)
  return url
}

/** As a form is encoded, but that slashes stay: boto reads a `+` as a space. */
function encode(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}
