// What a bucket and a key may be called.
import { invalidBucketName, invalidKey } from './errors.ts'

const maxKeyBytes = 1024
const encoder = new TextEncoder()

/**
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * @throws {ObjectStoreError} InvalidBucketName
 */
export function requireBucketName(name: string): void {
  const shaped = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(name)
  if (!shaped || address || name.includes('..')) throw invalidBucketName(name)
}

/** @throws {ObjectStoreError} InvalidKey, when it is empty, longer than 1024 bytes of UTF-8, or no Unicode text */
export function requireKey(key: string): void {
  if (key === '') throw invalidKey('is empty')
  if (!key.isWellFormed()) throw invalidKey('is no Unicode text: it has half of a surrogate pair')
  const bytes = key.length * 3 <= maxKeyBytes ? key.length : encoder.encode(key).length
  if (bytes > maxKeyBytes) throw invalidKey(`has ${bytes} bytes in UTF-8; at most ${maxKeyBytes} are allowed`)
}

/**
 * The least text that comes after every text that begins with `prefix`, in the order of UTF-8 bytes; undefined when there
 * is none, which is so for the empty prefix.
 */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  for (let point = points.pop(); point !== undefined; point = points.pop()) {
    if (point === 0x10ffff) continue
    // The code points of surrogates are no characters.
    return String.fromCodePoint(...points, point === 0xd7ff ? 0xe000 : point + 1)
  }
  return undefined
}
