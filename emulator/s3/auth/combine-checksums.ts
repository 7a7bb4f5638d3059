// The checksum of an object from those of its parts, without its bytes.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html#full-object-checksums
import { createChecksum } from './checksum-digest.ts'
import { type ChecksumAlgorithm, parseChecksum, toBase64 } from './checksums.ts'

/** COMPOSITE: of the parts' checksums. FULL_OBJECT: of the bytes. */
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT'

export interface PartChecksum {
  /** Base64. */
  checksum: string
  /** Bytes. */
  size: number
}

/** The width in bits, and the polynomial with its lowest power first. */
const crcs: Partial<Record<ChecksumAlgorithm, { width: bigint; polynomial: bigint }>> = {
  CRC32: { width: 32n, polynomial: 0xed_b8_83_20n },
  CRC32C: { width: 32n, polynomial: 0x82_f6_3b_78n },
  CRC64NVME: { width: 64n, polynomial: 0x9a_6c_93_29_ac_4b_c9_b5n },
}

/** The type that an upload in parts has when its client names none: its algorithm's only one, or for the others COMPOSITE. */
export function defaultChecksumType(algorithm: ChecksumAlgorithm): ChecksumType {
  return algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE'
}

/** CRCs can be put together; of hashes only the hash of hashes is known. CRC64NVME is of full objects only. */
export function hasChecksumType(algorithm: ChecksumAlgorithm, type: ChecksumType): boolean {
  return type === 'FULL_OBJECT' ? Object.hasOwn(crcs, algorithm) : algorithm !== 'CRC64NVME'
}

/**
 * The checksum of an object of these parts, in their order. `BASE64-N` for COMPOSITE.
 * @throws {RangeError} for a checksum that is none, or an algorithm that has no such type
 */
export async function combineChecksums(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartChecksum[],
): Promise<string> {
  if (!hasChecksumType(algorithm, type)) throw new RangeError(`${algorithm} has no ${type} checksum`)
  const sums = parts.map(({ checksum }) => {
    const bytes = parseChecksum(algorithm, checksum)
    if (!bytes) throw new RangeError(`${checksum} is no ${algorithm}`)
    return bytes
  })
  if (type === 'FULL_OBJECT') return toBase64(combineCrcs(algorithm, sums, parts))
  const digest = await createChecksum(algorithm)
  for (const sum of sums) digest.update(sum)
  return `${toBase64(digest.digest())}-${parts.length}`
}

/** As zlib's crc32_combine: the sum so far is carried over as many zero bytes as the part has, then the part's is added. */
function combineCrcs(
  algorithm: ChecksumAlgorithm,
  sums: readonly Uint8Array[],
  parts: readonly PartChecksum[],
): Uint8Array {
  const { width, polynomial } = crcs[algorithm] ?? { width: 0n, polynomial: 0n }
  // Parts of an upload mostly have one size.
  const shifts = new Map<number, bigint>()
  let combined = 0n
  for (const [at, sum] of sums.entries()) {
    const size = parts[at]?.size ?? 0
    const shift = shifts.get(size) ?? power(BigInt(size) * 8n, width, polynomial)
    shifts.set(size, shift)
    combined = multiply(shift, combined, width, polynomial) ^ numberOf(sum)
  }
  const bytes = new Uint8Array(Number(width / 8n))
  for (let at = bytes.length - 1; at >= 0; at--) {
    bytes[at] = Number(combined & 0xffn)
    combined >>= 8n
  }
  return bytes
}

/** x to the power of `exponent`, modulo the polynomial. The highest bit is x⁰. */
function power(exponent: bigint, width: bigint, polynomial: bigint): bigint {
  let result = 1n << (width - 1n)
  let square = 1n << (width - 2n)
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(result, square, width, polynomial)
    square = multiply(square, square, width, polynomial)
  }
  return result
}

function multiply(a: bigint, b: bigint, width: bigint, polynomial: bigint): bigint {
  let product = 0n
  let shifted = b
  for (let bit = 1n << (width - 1n); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= shifted
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n
  }
  return product
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
}
