// CopyObject: the bytes stay where they are; what is said of them may change.
import type { CopyVersionOptions, VersionAddress, VersionHead } from '../objects/versioned-store.ts'
import { refuseBlocked } from './acl.ts'
import { requireRead } from './access.ts'
import { type ChecksumAlgorithm, checksumAlgorithm } from './auth/checksums.ts'
import { type Answer, type Asked, xmlAnswer } from './call.ts'
import { checksumElements } from './checksum-elements.ts'
import { checkSource, copySourceOf, ofSource } from './copy-source.ts'
import { digesting } from './digesting.ts'
import { entityTooLarge, invalidArgument, invalidRequest } from './errors.ts'
import { maxPutBytes } from './objects.ts'
import { conditionsOf, extrasOf, propertiesOf, publicReadOf } from './put-headers.ts'
import { element, xmlDocument, xmlTime } from './xml.ts'

/** @throws {S3Error} InvalidRequest, PreconditionFailed, NoSuchKey and whatever is wrong with a header */
export async function copyObject(asked: Asked): Promise<Answer> {
  const { headers, store, bucket, key } = asked
  const from = copySourceOf(headers)
  requireRead(asked, from)
  const replaces = directive(headers, 'x-amz-metadata-directive')
  const replacesTags = directive(headers, 'x-amz-tagging-directive')
  const publicRead = publicReadOf(headers)
  refuseBlocked(asked, publicRead)
  const { tags = [], ...extras } = extrasOf(headers)
  const toItself = from.bucket === bucket && from.key === key && from.versionId === undefined
  if (toItself && !replaces && extras.storageClass === undefined && extras.websiteRedirectLocation === undefined)
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    )
  let source: VersionHead | undefined
  const options: CopyVersionOptions = {
    ...extras,
    ...conditionsOf(headers),
    publicRead,
    ...(replaces && { replace: propertiesOf(headers) }),
    ...(replacesTags && { replaceTags: tags }),
    admit(head) {
      source = head
      checkSource(headers, head)
      if (head.size > maxPutBytes) throw entityTooLarge(head.size, maxPutBytes)
    },
  }
  const algorithm = algorithmOf(headers)
  const head = await ofSource(from, async () => {
    const before = algorithm && (await digestOf(asked, from, algorithm))
    return store.copy(from, { bucket, key }, before ? { ...options, ...before } : options)
  })
  return xmlAnswer(
    xmlDocument(
      'CopyObjectResult',
      element('LastModified', xmlTime(head.lastModified)) + element('ETag', `"${head.etag}"`) + checksumElements(head),
    ),
    {
      ...(head.versionId !== undefined && { 'x-amz-version-id': head.versionId }),
      ...(source?.versionId !== undefined && { 'x-amz-copy-source-version-id': source.versionId }),
    },
  )
}

function directive(headers: Headers, name: string): boolean {
  const value = headers.get(name)
  if (value !== null && value !== 'COPY' && value !== 'REPLACE')
    throw invalidArgument('Unknown directive.', name, value)
  return value === 'REPLACE'
}

function algorithmOf(headers: Headers): ChecksumAlgorithm | undefined {
  const text = headers.get('x-amz-checksum-algorithm')
  const algorithm = text === null ? undefined : checksumAlgorithm(text)
  if (text !== null && !algorithm)
    throw invalidArgument('Value for x-amz-checksum-algorithm is invalid', 'x-amz-checksum-algorithm', text)
  return algorithm
}

/** The checksum of the whole source, which is read for it where it is not known; of the very version that is copied then. */
async function digestOf({ store }: Asked, from: VersionAddress, algorithm: ChecksumAlgorithm) {
  const { body, head } = await store.read(from, ({ size, checksums, checksumType }) => {
    const known = checksumType !== 'COMPOSITE' && checksums?.[algorithm] !== undefined
    return known ? undefined : { start: 0, end: size }
  })
  if (body === undefined) return undefined
  const digest = await digesting(body, [algorithm])
  for await (const chunk of digest.body) void chunk
  return { checksums: digest.checksums(), checksumType: 'FULL_OBJECT' as const, sourceIfMatch: head.etag }
}
