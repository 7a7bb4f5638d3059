// One incremental digest for each of S3's checksums.
import { crc32, createDigest } from '#platform'
import type { IHasher } from 'hash-wasm'
import type { Digest } from '../../platform/platform.ts'
import type { ChecksumAlgorithm } from './checksums.ts'

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
export async function createChecksum(algorithm: ChecksumAlgorithm): Promise<Digest> {
  switch (algorithm) {
    case 'MD5':
      return createDigest('md5')
    case 'SHA1':
      return createDigest('sha1')
    case 'SHA256':
      return createDigest('sha256')
    case 'SHA512':
      return createDigest('sha512')
    case 'CRC32':
      return crc32 ? platformCrc32(crc32) : wasmDigest(algorithm)
    default:
      return wasmDigest(algorithm)
  }
}

function platformCrc32(update: (bytes: Uint8Array, before: number) => number): Digest {
  let sum = 0
  return {
    update(bytes) {
      sum = update(bytes, sum)
    },
    digest() {
      const bytes = new Uint8Array(4)
      new DataView(bytes.buffer).setUint32(0, sum)
      return bytes
    },
  }
}

type WasmAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'XXHASH64' | 'XXHASH3' | 'XXHASH128'

/** Each is a WebAssembly instance of its own, with a state: those that are done with serve again. */
const idle = new Map<WasmAlgorithm, IHasher[]>()
const mostIdle = 8

async function wasmDigest(algorithm: WasmAlgorithm): Promise<Digest> {
  const hasher = idle.get(algorithm)?.pop() ?? (await createHasher(algorithm))
  hasher.init()
  let sum: Uint8Array | undefined
  return {
    update: (bytes) => void hasher.update(bytes),
    digest() {
      if (sum) return sum
      sum = hasher.digest('binary')
      const waiting = idle.get(algorithm) ?? []
      if (waiting.length < mostIdle) idle.set(algorithm, [...waiting, hasher])
      return sum
    },
  }
}

/** Polynomials are written lowest power first. */
async function createHasher(algorithm: WasmAlgorithm): Promise<IHasher> {
  const wasm = await import('hash-wasm')
  switch (algorithm) {
    case 'CRC32':
      return wasm.createCRC32()
    case 'CRC32C':
      return wasm.createCRC32(0x82_f6_3b_78)
    case 'CRC64NVME':
      return wasm.createCRC64('9a6c9329ac4bc9b5')
    case 'XXHASH64':
      return wasm.createXXHash64()
    case 'XXHASH3':
      return wasm.createXXHash3()
    case 'XXHASH128':
      return wasm.createXXHash128()
  }
}
