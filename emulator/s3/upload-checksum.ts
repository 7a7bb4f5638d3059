// The checksum of an object that is uploaded in parts: which, of what, and from whose.
import type {
  ChecksumValues,
  ObjectExtras,
  UploadChecksum,
  VersionedStore,
  VersionPart,
  VersionUpload,
} from '../objects/versioned-store.ts'
import { type ChecksumAlgorithm, checksumAlgorithm, checksumHeader } from './auth/checksums.ts'
import { combineChecksums, defaultChecksumType, hasChecksumType } from './auth/combine-checksums.ts'
import { badDigest, invalidRequest, S3Error } from './errors.ts'

interface NamedPart {
  number: number
  etag: string
  checksums: ChecksumValues
}

/** What `CreateMultipartUpload` asks for. @throws {S3Error} InvalidRequest */
export function uploadChecksum(headers: Headers): UploadChecksum | undefined {
  const name = headers.get('x-amz-checksum-algorithm')
  const type = headers.get('x-amz-checksum-type')?.toUpperCase()
  if (name === null) {
    if (type !== undefined)
      throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.')
    return undefined
  }
  const algorithm = checksumAlgorithm(name)
  if (!algorithm)
    throw invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    )
  if (type !== undefined && type !== 'COMPOSITE' && type !== 'FULL_OBJECT')
    throw invalidRequest('Value for x-amz-checksum-type header is invalid.')
  if (type && !hasChecksumType(algorithm, type))
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    )
  return { algorithm, type: type ?? defaultChecksumType(algorithm) }
}

/**
 * What `CompleteMultipartUpload` keeps with the object.
 * @throws {S3Error} InvalidPart, when the client names another checksum of a part; BadDigest, when it names another of the object
 */
export async function checksumOfParts(
  store: VersionedStore,
  upload: VersionUpload,
  named: readonly NamedPart[],
  headers: Headers,
): Promise<ObjectExtras> {
  const stored = await storedParts(store, upload, named)
  const { checksum } = upload
  const algorithm = checksum && checksumAlgorithm(checksum.algorithm)
  if (!checksum || !algorithm) return {}
  const asksType = headers.get('x-amz-checksum-type')?.toUpperCase()
  if (asksType !== undefined && asksType !== checksum.type)
    throw invalidRequest(
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    )
  const parts = stored.map(({ checksums, size }) => ({ checksum: checksums?.[algorithm] ?? '', size }))
  // Of what the store is going to refuse there is nothing to be computed.
  if (parts.length !== named.length) return {}
  const value = await combineChecksums(algorithm, checksum.type, parts)
  const given = headers.get(checksumHeader(algorithm))
  if (given !== null && plain(given) !== plain(value)) throw badDigest(algorithm)
  return { checksums: { [algorithm]: value }, checksumType: checksum.type }
}

/** SDKs give a composite checksum with, or without, the number of parts. */
function plain(checksum: string): string {
  return checksum.replace(/-\d+$/, '')
}

/** The parts that are named, as far as there are such; those whose bytes are others are left to the store to refuse. */
async function storedParts(
  store: VersionedStore,
  upload: VersionUpload,
  named: readonly NamedPart[],
): Promise<VersionPart[]> {
  const byNumber = new Map<number, VersionPart>()
  for (let after: number | undefined = 0; after !== undefined;) {
    const { parts, next } = await store.listParts(upload, { after })
    for (const part of parts) byNumber.set(part.number, part)
    after = next
  }
  return named.flatMap(({ number, etag, checksums }) => {
    const part = byNumber.get(number)
    if (part?.etag !== etag) return []
    for (const [algorithm, value] of Object.entries(checksums)) {
      const known: ChecksumAlgorithm | undefined = checksumAlgorithm(algorithm)
      if (known && part.checksums?.[known] !== value) throw otherChecksum()
    }
    return [part]
  })
}

const otherChecksum = () =>
  new S3Error(
    400,
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  )
