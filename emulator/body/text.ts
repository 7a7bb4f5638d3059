// Bytes that must be text.
import { BodyMalformed } from './body-errors.ts'

/**
 * Decodes strictly, and keeps a byte order mark: what was signed is what was sent.
 * @param what the subject of the message
 * @param charset default UTF-8
 * @throws BodyMalformed
 */
export function decodeText(bytes: Uint8Array, what: string, charset = 'utf-8'): string {
  try {
    return strictDecoder(charset).decode(bytes)
  } catch (cause) {
    throw new BodyMalformed(`${what} is not ${charset} text`, { cause })
  }
}

/** A decoder that fails, and keeps a byte order mark. @throws {RangeError} for a charset that nobody knows */
export function strictDecoder(charset = 'utf-8'): TextDecoder {
  return new TextDecoder(charset, { fatal: true, ignoreBOM: true })
}
