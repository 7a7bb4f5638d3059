// What is known of multipart uploads that are under way: ListMultipartUploads and ListParts.
import type { VersionUpload } from '../objects/versioned-store.ts'
import { type Answer, type Asked, xmlAnswer } from './call.ts'
import { checksumValueElements } from './checksum-elements.ts'
import { commonPrefixes, mostEntries } from './listing.ts'
import { listEncoding, type ListEncoding } from './list-encoding.ts'
import { uploadIn } from './upload-in.ts'
import { ownerElement } from './owner.ts'
import { element, xmlDocument, xmlTime } from './xml.ts'

export async function listMultipartUploads(asked: Asked): Promise<Answer> {
  const { query, bucket, store } = asked
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const uploadIdMarker = query.get('upload-id-marker')
  const limit = query.number('max-uploads', { least: 1, most: mostEntries, byDefault: mostEntries })
  const encoding = listEncoding(query)
  const { uploads, prefixes, next } = await store.listUploads(bucket, {
    prefix,
    delimiter,
    limit,
    // "If key-marker is not specified, the upload-id-marker parameter is ignored."
    after: { key: keyMarker, uploadId: keyMarker === '' ? undefined : uploadIdMarker || undefined },
  })
  return xmlAnswer(
    xmlDocument(
      'ListMultipartUploadsResult',
      element('Bucket', bucket) +
        element('KeyMarker', encoding.text(keyMarker)) +
        element('UploadIdMarker', uploadIdMarker ?? '') +
        element('NextKeyMarker', next && encoding.text(next.key)) +
        element('NextUploadIdMarker', next?.uploadId) +
        element('Prefix', encoding.text(prefix)) +
        element('Delimiter', delimiter === '' ? undefined : encoding.text(delimiter)) +
        encoding.element +
        element('MaxUploads', limit) +
        element('IsTruncated', next !== undefined) +
        uploads.map((upload) => uploadElement(asked, upload, encoding)).join('') +
        commonPrefixes(prefixes, encoding),
    ),
  )
}

function uploadElement({ context }: Asked, upload: VersionUpload, encoding: ListEncoding): string {
  return `<Upload>${
    element('Key', encoding.text(upload.key)) +
    element('UploadId', upload.id) +
    ownerElement(context, 'Initiator') +
    ownerElement(context) +
    element('StorageClass', upload.storageClass ?? 'STANDARD') +
    element('Initiated', xmlTime(upload.startedAt)) +
    checksumOf(upload)
  }</Upload>`
}

function checksumOf({ checksum }: VersionUpload): string {
  return element('ChecksumAlgorithm', checksum?.algorithm) + element('ChecksumType', checksum?.type)
}

export async function listParts(asked: Asked): Promise<Answer> {
  const { query, bucket, key, store, context } = asked
  const upload = store.headUpload(uploadIn(asked))
  const after = query.number('part-number-marker', { least: 0, most: 10_000, byDefault: 0 })
  const limit = query.number('max-parts', { least: 0, most: mostEntries, byDefault: mostEntries })
  const { parts, next } = limit === 0 ? { parts: [] } : await store.listParts(upload, { after, limit })
  const partElements = parts.map(
    ({ number, lastModified, etag, size, checksums }) =>
      `<Part>${
        element('PartNumber', number) +
        element('LastModified', xmlTime(lastModified)) +
        element('ETag', `"${etag}"`) +
        element('Size', size) +
        checksumValueElements(checksums)
      }</Part>`,
  )
  return xmlAnswer(
    xmlDocument(
      'ListPartsResult',
      element('Bucket', bucket) +
        element('Key', key) +
        element('UploadId', upload.id) +
        ownerElement(context, 'Initiator') +
        ownerElement(context) +
        element('StorageClass', upload.storageClass ?? 'STANDARD') +
        element('PartNumberMarker', after) +
        element('NextPartNumberMarker', parts.at(-1)?.number ?? 0) +
        element('MaxParts', limit) +
        element('IsTruncated', next !== undefined) +
        checksumOf(upload) +
        partElements.join(''),
    ),
  )
}
