// The checksum that a client sends along with content (§3.4): hex, read in pairs as DuraStore reads it.
import { Cause } from './errors.ts'

/** Undefined when none is sent. @throws {Cause} 500 for what is no hex, such as the base64 of RFC 1864 */
export function sentMd5(headers: Headers): string | undefined {
  const text = headers.get('content-md5')
  if (text === null) return undefined
  const odd = text.match(/../gs)?.find((pair) => !/^[+-]?[\da-f]+$/i.test(pair))
  if (odd !== undefined) throw new Cause(500, `For input string: "${odd}" under radix 16`)
  return text
}

/**
 * S3 takes a checksum for its value; DuraStore then compares it letter by letter, when the content is already there.
 * @throws {Cause} 409 for capital letters, and for a header without a value
 */
export function compareMd5(sent: string | undefined, stored: string, contentId: string, spaceId: string): void {
  if (sent === undefined || sent === stored) return
  throw new Cause(
    409,
    `Content ${contentId} was added to space ${spaceId} but the checksum, either provided or computed enroute, (${sent}) does not match the checksum computed by the storage provider (${stored}). This content should be retransmitted.`,
  )
}
