// The checksums that S3 knows of an object, by their names.

/** As the SDKs name them; `x-amz-checksum-` and the name in lower case is the header. */
export const checksumAlgorithms = [
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
] as const

export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number]

/** Base64 of each that is known. */
export type Checksums = Partial<Record<ChecksumAlgorithm, string>>
