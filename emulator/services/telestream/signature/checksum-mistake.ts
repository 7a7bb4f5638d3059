// Why the checksum of a signature of version 2 is not that of the body (§2.3).
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { type Mistake, mistake } from '../../../diagnosis/index.ts'
import { bodyChecksum } from './checksum.ts'
import { quoted } from './mutation.ts'

/** Larger bodies are not written anew. */
const largest = 64 * 1024

/** @param checksum as it was sent, which is not that of the body */
export function checksumMistake(checksum: string, body: Uint8Array): Mistake {
  const right = bodyChecksum(body)
  if (checksum === '') return mistake('checksum-mismatch', { message: 'There is no checksum, or an empty one.' })
  for (const [what, value] of otherChecksums(body, right)) {
    if (value === checksum)
      return mistake('checksum-mismatch', { message: `The checksum is ${what}; it should be ${right}.` })
  }
  return mistake('checksum-mismatch', {
    message: `The checksum of the ${body.byteLength} bytes that arrived is ${right}; ${quoted(checksum)} was sent.`,
  })
}

function* otherChecksums(body: Uint8Array, right: string): Generator<readonly [what: string, value: string]> {
  yield ['in capitals', right.toUpperCase()]
  yield ['in base64', base64(sha256(body))]
  yield ['that of no body at all', bodyChecksum(new Uint8Array())]
  if (body.byteLength > largest) return
  yield ['a SHA-1', bytesToHex(sha1(body))]
  yield ['an MD5', bytesToHex(md5(body))]
  yield ['a SHA-512', bytesToHex(sha512(body))]
  const text = new TextDecoder().decode(body)
  for (const [how, other] of otherSpellings(text))
    yield [`that of the body ${how}`, bodyChecksum(new TextEncoder().encode(other))]
}

function* otherSpellings(text: string): Generator<readonly [how: string, text: string]> {
  yield ['with a line feed at its end', `${text}\n`]
  yield ['without the white space around it', text.trim()]
  yield ['as a JSON string', JSON.stringify(text)]
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Then nobody could write the same JSON otherwise.
    return
  }
  yield ['written without blanks', JSON.stringify(value)]
  for (const indent of [2, 4]) yield ['written over several lines', JSON.stringify(value, null, indent)]
  yield [
    'as Python’s json.dumps writes it',
    JSON.stringify(value, null, 1).replace(/(,?)\n\s*/g, (_, comma) => (comma === '' ? '' : ', ')),
  ]
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
