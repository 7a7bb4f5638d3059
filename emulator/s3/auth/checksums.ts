// The checksums that S3 knows of an object: their names, their sizes, and how they are written.

/** Bytes of each, by the names that the SDKs use; `x-amz-checksum-` and the name in lower case is the header. */
const sizes = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
  XXHASH64: 8,
  XXHASH3: 8,
  XXHASH128: 16,
} as const

export type ChecksumAlgorithm = keyof typeof sizes

/** Base64 of each that is known. */
export type Checksums = Partial<Record<ChecksumAlgorithm, string>>

/** In any case: `crc32` is what headers say, `CRC32` what documents say. */
export function checksumAlgorithm(name: string): ChecksumAlgorithm | undefined {
  const upper = name.toUpperCase()
  return isAlgorithm(upper) ? upper : undefined
}

function isAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(sizes, name)
}

/** `x-amz-checksum-crc32` */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

/** The bytes of a checksum of that algorithm; undefined when the text is none. */
export function parseChecksum(algorithm: ChecksumAlgorithm, text: string): Uint8Array | undefined {
  const bytes = fromBase64(text)
  return bytes?.length === sizes[algorithm] ? bytes : undefined
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** Undefined for what is not base64, or not all of it. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}
