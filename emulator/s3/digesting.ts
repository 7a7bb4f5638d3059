// Checksums of bytes that are the double's own, taken while they pass.
import { createChecksum } from './auth/checksum-digest.ts'
import { type ChecksumAlgorithm, type Checksums, toBase64 } from './auth/checksums.ts'

export interface Digesting {
  body: ReadableStream<Uint8Array>
  /** To be called once, when the body was read to its end. */
  checksums: () => Checksums
}

export async function digesting(
  bytes: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
  algorithms: readonly ChecksumAlgorithm[],
): Promise<Digesting> {
  const digests = await Promise.all(
    algorithms.map(async (algorithm) => ({ algorithm, digest: await createChecksum(algorithm) })),
  )
  const source = bytes instanceof Uint8Array ? new Blob([bytes]).stream() : bytes
  const body = source.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        for (const { digest } of digests) digest.update(chunk)
        controller.enqueue(chunk)
      },
    }),
  )
  return {
    body,
    checksums: () => Object.fromEntries(digests.map(({ algorithm, digest }) => [algorithm, toBase64(digest.digest())])),
  }
}
