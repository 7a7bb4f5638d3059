// Takes a body as it arrives, gives its payload, and knows at the end whether it was the one that the client meant.
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Digest } from '../../platform/platform.ts'
import { AwsChunkedDecoder, type ChunkChecks, type Trailer } from './aws-chunked.ts'
import { badChecksum, badContentMd5, contentSha256Mismatch, incompleteBody, malformedTrailer } from './body-errors.ts'
import { createChecksum } from './checksum-digest.ts'
import {
  type ChecksumAlgorithm,
  checksumHeader,
  type Checksums,
  fromBase64,
  parseChecksum,
  toBase64,
} from './checksums.ts'
import { ChunkSignatures } from './chunk-signatures.ts'
import type { Declared } from './declared-checksums.ts'
import type { Payload } from './payload.ts'
import { invalidRequest } from './signature-errors.ts'
import type { Verified } from './verify-signature.ts'

export interface Expected {
  payload: Payload
  declared: Declared
  /** Bytes of the payload, if known. */
  length: number | undefined
  /** Further checksums to take. */
  compute: readonly ChecksumAlgorithm[]
  /** Of the request; chunks are signed on top of it. */
  verified: Verified | undefined
}

export class BodyVerifier {
  readonly #expected: Expected
  readonly #digests: ReadonlyMap<ChecksumAlgorithm, Digest>
  readonly #decoder: AwsChunkedDecoder | undefined
  /** Of the header, or of the trailer once it has come. */
  #value: string | undefined
  #length = 0
  #pieces: Uint8Array[] = []
  #taken: Checksums | undefined

  private constructor(expected: Expected, digests: ReadonlyMap<ChecksumAlgorithm, Digest>) {
    this.#expected = expected
    this.#digests = digests
    this.#value = expected.declared.value
    const { payload, verified } = expected
    if (payload.kind === 'chunked')
      this.#decoder = new AwsChunkedDecoder(this.#chunkChecks(payload.signed ? verified : undefined), payload)
  }

  static async create(expected: Expected): Promise<BodyVerifier> {
    const { payload, declared, compute } = expected
    const algorithms = new Set(compute)
    if (declared.algorithm) algorithms.add(declared.algorithm)
    if (declared.contentMd5 !== undefined) algorithms.add('MD5')
    if (payload.kind === 'hashed') algorithms.add('SHA256')
    const digests = new Map<ChecksumAlgorithm, Digest>()
    for (const algorithm of algorithms) digests.set(algorithm, await createChecksum(algorithm))
    return new BodyVerifier(expected, digests)
  }

  /** Answers the payload of what came; maybe nothing, maybe pieces of several chunks. @throws {S3Error} */
  push(bytes: Uint8Array): Uint8Array[] {
    this.#pieces = []
    if (this.#decoder) this.#decoder.push(bytes)
    else this.#take(bytes)
    return this.#pieces
  }

  /** @throws {S3Error} when the body is not what the client said */
  end(): void {
    this.#decoder?.end()
    const { payload, declared, length } = this.#expected
    if (length !== undefined && this.#length !== length) throw incompleteBody(length, this.#length)
    const taken = new Map<ChecksumAlgorithm, Uint8Array>()
    for (const [algorithm, digest] of this.#digests) taken.set(algorithm, digest.digest())
    const of = (algorithm: ChecksumAlgorithm) => taken.get(algorithm) ?? new Uint8Array()

    if (payload.kind === 'hashed' && payload.sha256 !== bytesToHex(of('SHA256')))
      throw contentSha256Mismatch(payload.sha256, bytesToHex(of('SHA256')))
    const { algorithm, contentMd5 } = declared
    if (contentMd5 !== undefined && contentMd5 !== toBase64(of('MD5')))
      throw badContentMd5(bytesToHex(fromBase64(contentMd5) ?? new Uint8Array()), toBase64(of('MD5')))
    if (algorithm && this.#value !== undefined && this.#value !== toBase64(of(algorithm)))
      throw badChecksum(algorithm, this.#value, toBase64(of(algorithm)))

    const kept = new Set(this.#expected.compute)
    if (algorithm) kept.add(algorithm)
    this.#taken = Object.fromEntries([...kept].map((name) => [name, toBase64(of(name))]))
  }

  /** @throws {TypeError} before the end */
  get checksums(): Checksums {
    if (!this.#taken) throw new TypeError('The checksums of a body are known when it was read to its end')
    return this.#taken
  }

  #take(bytes: Uint8Array): void {
    this.#length += bytes.length
    const { length } = this.#expected
    if (length !== undefined && this.#length > length) throw incompleteBody(length, this.#length)
    for (const digest of this.#digests.values()) digest.update(bytes)
    this.#pieces.push(bytes)
  }

  #chunkChecks(verified: Verified | undefined): ChunkChecks {
    if (!verified) return { data: (bytes) => this.#take(bytes), trailers: (trailers) => this.#takeTrailers(trailers) }
    const signatures = new ChunkSignatures(verified)
    const { payload } = this.#expected
    const hasTrailer = payload.kind === 'chunked' && payload.trailer
    return {
      beginChunk: (signature) => signatures.begin(signature),
      data: (bytes) => {
        signatures.update(bytes)
        this.#take(bytes)
      },
      endChunk: () => signatures.end(),
      trailers: (trailers) => this.#takeTrailers(hasTrailer ? signatures.checkTrailers(trailers) : trailers),
    }
  }

  /** Just those that were announced. */
  #takeTrailers(trailers: readonly Trailer[]): void {
    const { algorithm, value } = this.#expected.declared
    const announced = algorithm !== undefined && value === undefined ? algorithm : undefined
    const [first, ...more] = trailers
    if (first?.[0] !== (announced && checksumHeader(announced)) || more.length > 0)
      throw malformedTrailer(
        `x-amz-trailer announces ${announced ? checksumHeader(announced) : 'nothing'}; there came: ${trailers.map(([name]) => name).join(', ')}`,
      )
    if (announced === undefined || first === undefined) return
    if (!parseChecksum(announced, first[1]))
      throw invalidRequest(`Value for ${checksumHeader(announced)} trailing header is invalid.`)
    this.#value = first[1]
  }
}
