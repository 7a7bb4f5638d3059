// ListObjectVersions: every version of every object, and delete markers.
import type { VersionEntry } from '../objects/versioned-store.ts'
import { type Answer, type Asked, xmlAnswer } from './call.ts'
import { invalidArgument } from './errors.ts'
import { commonPrefixes, mostEntries } from './listing.ts'
import { listEncoding, type ListEncoding } from './list-encoding.ts'
import { ownerElement } from './owner.ts'
import { checkVersionId } from './version-in.ts'
import { element, xmlDocument, xmlTime } from './xml.ts'

/** @throws {S3Error} InvalidArgument */
export async function listObjectVersions(asked: Asked): Promise<Answer> {
  const { query, bucket, store, context } = asked
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const marker = query.get('version-id-marker')
  // Two empty markers are none: so loops ask for their first page.
  const versionIdMarker = marker === '' && keyMarker === '' ? undefined : marker
  if (versionIdMarker !== undefined && keyMarker === '')
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionIdMarker,
    )
  const versionId = versionIdMarker === undefined ? undefined : checkVersionId(versionIdMarker, 'version-id-marker')
  const limit = query.number('max-keys', { least: 0, most: mostEntries, byDefault: mostEntries })
  const encoding = listEncoding(query)
  const { versions, prefixes, next } = await store.listVersions(bucket, {
    prefix,
    delimiter,
    limit,
    after: { key: keyMarker, versionId },
  })
  const owner = ownerElement(context)
  return xmlAnswer(
    xmlDocument(
      'ListVersionsResult',
      element('Name', bucket) +
        element('Prefix', encoding.text(prefix)) +
        element('KeyMarker', encoding.text(keyMarker)) +
        element('VersionIdMarker', versionIdMarker ?? '') +
        element('NextKeyMarker', next && encoding.text(next.key)) +
        element('NextVersionIdMarker', next?.versionId) +
        element('MaxKeys', limit) +
        element('Delimiter', delimiter === '' ? undefined : encoding.text(delimiter)) +
        encoding.element +
        element('IsTruncated', next !== undefined) +
        versions.map((entry) => entryElement(entry, encoding, owner)).join('') +
        commonPrefixes(prefixes, encoding),
    ),
  )
}

function entryElement(entry: VersionEntry, encoding: ListEncoding, owner: string): string {
  const { key, versionId, lastModified } = 'object' in entry ? entry.object : entry.marker
  const about =
    element('Key', encoding.text(key)) +
    element('VersionId', versionId ?? 'null') +
    element('IsLatest', entry.latest) +
    element('LastModified', xmlTime(lastModified))
  if ('marker' in entry) return `<DeleteMarker>${about}${owner}</DeleteMarker>`
  const { etag, size, storageClass = 'STANDARD' } = entry.object
  const more = element('ETag', `"${etag}"`) + element('Size', size) + element('StorageClass', storageClass)
  return `<Version>${about}${more}${owner}</Version>`
}
