// Checksums as elements of a document.
import type { ChecksumType, ChecksumValues } from '../objects/versioned-store.ts'
import type { ChecksumAlgorithm } from './auth/checksums.ts'
import { element } from './xml.ts'

/** All that a document may name. */
export const checksumAlgorithms: readonly ChecksumAlgorithm[] = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
  'SHA512',
  'MD5',
  'XXHASH64',
  'XXHASH3',
  'XXHASH128',
]

/** `ChecksumCRC32` and its like, and `ChecksumType`. */
export function checksumElements({
  checksums = {},
  checksumType = 'FULL_OBJECT',
}: {
  checksums?: ChecksumValues
  checksumType?: ChecksumType
}): string {
  const values = checksumValueElements(checksums)
  return values === '' ? '' : values + element('ChecksumType', checksumType)
}

export function checksumValueElements(checksums: ChecksumValues = {}): string {
  return Object.entries(checksums)
    .map(([algorithm, value]) => element(`Checksum${algorithm}`, value))
    .join('')
}
