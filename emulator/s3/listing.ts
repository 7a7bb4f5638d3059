// Lists of objects: ListObjectsV2, and the older ListObjects.
import type { VersionHead } from '../objects/versioned-store.ts'
import { type Answer, type Asked, xmlAnswer } from './call.ts'
import { invalidArgument } from './errors.ts'
import { listEncoding, type ListEncoding } from './list-encoding.ts'
import { ownerElement } from './owner.ts'
import { element, xmlDocument, xmlTime } from './xml.ts'

/** Requests may ask for more; no answer has more. */
export const mostEntries = 1000

/** @throws {S3Error} InvalidArgument */
export async function listObjectsV2(asked: Asked): Promise<Answer> {
  const { query, bucket, store, context } = asked
  if (query.get('list-type') !== '2')
    throw invalidArgument('Invalid List Type specified in Request', 'list-type', query.get('list-type') ?? '')
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const startAfter = query.text('start-after')
  const token = query.get('continuation-token')
  const limit = query.number('max-keys', { least: 0, most: mostEntries, byDefault: mostEntries })
  const encoding = listEncoding(query)
  const after = token === undefined ? startAfter : keyOfToken(token)
  const { objects, prefixes, next } = await store.list(bucket, {
    prefix,
    delimiter,
    limit,
    ...(after !== undefined && { after }),
  })
  const owner = query.get('fetch-owner') === 'true' ? ownerElement(context) : ''
  return xmlAnswer(
    xmlDocument(
      'ListBucketResult',
      element('Name', bucket) +
        element('Prefix', encoding.text(prefix)) +
        element('StartAfter', startAfter && encoding.text(startAfter)) +
        element('ContinuationToken', token) +
        element('NextContinuationToken', next === undefined ? undefined : tokenOf(next)) +
        element('KeyCount', objects.length + prefixes.length) +
        element('MaxKeys', limit) +
        element('Delimiter', delimiter === '' ? undefined : encoding.text(delimiter)) +
        encoding.element +
        element('IsTruncated', next !== undefined) +
        objects.map((head) => contents(head, encoding, owner)).join('') +
        commonPrefixes(prefixes, encoding),
    ),
    region(asked),
  )
}

/** @throws {S3Error} InvalidArgument */
export async function listObjects(asked: Asked): Promise<Answer> {
  const { query, bucket, store, context } = asked
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const marker = query.get('marker') ?? ''
  const limit = query.number('max-keys', { least: 0, most: mostEntries, byDefault: mostEntries })
  const encoding = listEncoding(query)
  const { objects, prefixes, next } = await store.list(bucket, { prefix, delimiter, limit, after: marker })
  const owner = ownerElement(context)
  // "This element is returned only if you have the delimiter request parameter specified."
  const nextMarker = next === undefined || delimiter === '' ? undefined : encoding.text(next)
  return xmlAnswer(
    xmlDocument(
      'ListBucketResult',
      element('Name', bucket) +
        element('Prefix', encoding.text(prefix)) +
        element('Marker', encoding.text(marker)) +
        element('NextMarker', nextMarker) +
        element('MaxKeys', limit) +
        element('Delimiter', delimiter === '' ? undefined : encoding.text(delimiter)) +
        encoding.element +
        element('IsTruncated', next !== undefined) +
        objects.map((head) => contents(head, encoding, owner)).join('') +
        commonPrefixes(prefixes, encoding),
    ),
    region(asked),
  )
}

function region({ store, bucket }: Asked): Record<string, string> {
  return { 'x-amz-bucket-region': store.bucket(bucket).region }
}

function contents(head: VersionHead, encoding: ListEncoding, owner: string): string {
  let algorithms = ''
  for (const name in head.checksums) algorithms += `<ChecksumAlgorithm>${name}</ChecksumAlgorithm>`
  const type = algorithms === '' ? '' : `<ChecksumType>${head.checksumType ?? 'FULL_OBJECT'}</ChecksumType>`
  return (
    `<Contents>${element('Key', encoding.text(head.key))}<LastModified>${xmlTime(head.lastModified)}</LastModified>` +
    `<ETag>&quot;${head.etag}&quot;</ETag>${algorithms}${type}<Size>${head.size}</Size>${owner}` +
    `<StorageClass>${head.storageClass ?? 'STANDARD'}</StorageClass></Contents>`
  )
}

export function commonPrefixes(prefixes: readonly string[], encoding: ListEncoding): string {
  return prefixes
    .map((prefix) => `<CommonPrefixes>${element('Prefix', encoding.text(prefix))}</CommonPrefixes>`)
    .join('')
}

/** Opaque to clients, and legal wherever they put it. */
function tokenOf(key: string): string {
  return btoa(Array.from(new TextEncoder().encode(key), (byte) => String.fromCharCode(byte)).join(''))
}

/** @throws {S3Error} InvalidArgument */
function keyOfToken(token: string): string {
  try {
    if (token === '') throw new TypeError('an empty token is none')
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(atob(token), (character) => character.charCodeAt(0)),
    )
  } catch {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token)
  }
}
