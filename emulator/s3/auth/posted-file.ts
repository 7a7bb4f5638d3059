// The file of a posted form, verified while it streams: its length, and the checksum that the form gives.
import { BodyVerifier } from './body-verifier.ts'
import type { ChecksumAlgorithm, Checksums } from './checksums.ts'
import { declaredChecksums } from './declared-checksums.ts'
import { tooLarge, tooSmall } from './post-errors.ts'
import { verifiedStream } from './verified-body.ts'
import type { VerifiedPost } from './verify-post.ts'

/**
 * Wraps the file's bytes. What it answers fails with EntityTooLarge, EntityTooSmall or BadDigest, at the latest where it
 * would end.
 * @throws {S3Error} InvalidRequest, for a field that is no checksum
 */
export async function verifyPostedFile(
  { headers, length }: Pick<VerifiedPost, 'headers' | 'length'>,
  file: ReadableStream<Uint8Array>,
  compute: readonly ChecksumAlgorithm[] = [],
): Promise<{ body: ReadableStream<Uint8Array>; checksums: () => Checksums }> {
  const payload = { kind: 'unsigned' } as const
  const declared = declaredChecksums(headers, payload)
  const verifier = await BodyVerifier.create({ payload, declared, length: undefined, compute, verified: undefined })
  const reader = file.getReader()
  let size = 0
  const source = {
    async next(): Promise<Uint8Array | undefined> {
      const { done, value } = await reader.read()
      size += value?.length ?? 0
      if (length && size > length.max) throw tooLarge(size, length.max)
      if (!done) return value
      if (length && size < length.min) throw tooSmall(size, length.min)
      return undefined
    },
    release: () => reader.cancel(),
  }
  return { body: verifiedStream(source, verifier), checksums: () => verifier.checksums }
}
