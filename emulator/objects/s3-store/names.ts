// What a world's bucket is called in the S3 that all worlds share.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** S3's own limit. */
const longestName = 63
const longestLabel = 24
const digestLength = 10

/**
 * How the names of a world's buckets begin; the rest is the bucket. `--` ends the world, and no world has it in its label:
 * so `a` with the bucket `b--c` and `a--b` with the bucket `c` are two, and no world's names begin with another's.
 */
export function namesBegin(prefix: string, world: string): string {
  if (hasPlainNames(prefix, world)) return ''
  const plain = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(world)
  return `${prefix}${plain ? fitting(world, longestLabel) : digested(world, longestLabel)}--`
}

/** Without a prefix, the buckets of `main` have their own names; they may have been there before. */
export function hasPlainNames(prefix: string, world: string): boolean {
  return prefix === '' && world === 'main'
}

/** At most 63 characters; what is too long ends in its digest instead. */
export function backingName(prefix: string, world: string, bucket: string): string {
  const begin = namesBegin(prefix, world)
  return begin + fitting(bucket, longestName - begin.length)
}

/** As it is where that can be; a name that could be taken for one with a digest gets one too. */
function fitting(name: string, length: number): string {
  return name.length <= length && !/-[0-9a-f]{10}$/.test(name) ? name : digested(name, length)
}

function digested(name: string, length: number): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, length - digestLength - 1)
    .replaceAll(/^-+|-+$/g, '')
  return `${slug || 'x'}-${bytesToHex(sha256(utf8ToBytes(name))).slice(0, digestLength)}`
}

/** @throws {RangeError} */
export function requirePrefix(prefix: string): void {
  if (!/^([a-z0-9][a-z0-9-]{0,19})?$/.test(prefix)) {
    throw new RangeError(
      `s3Store.bucketPrefix: "${prefix}" cannot begin the name of a bucket: it takes up to 20 lower-case letters, digits and -`,
    )
  }
}
