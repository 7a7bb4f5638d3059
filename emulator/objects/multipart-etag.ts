// S3's entity tag of an object that was put together from parts.
import { createDigest } from '#platform'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { Blob } from './blobs.ts'

/**
 * The MD5 of the parts' MD5s, and their number.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function multipartEtag(parts: readonly Pick<Blob, 'md5'>[]): string {
  const digest = createDigest('md5')
  for (const { md5 } of parts) digest.update(hexToBytes(md5))
  return `${bytesToHex(digest.digest())}-${parts.length}`
}
