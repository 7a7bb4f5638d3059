// What the headers of a request say of the object that it makes.
import type { ObjectProperties, WriteConditions } from '../objects/object-store.ts'
import type { ObjectExtras } from '../objects/versioned-store.ts'
import { publicGrants } from './acl.ts'
import { invalidArgument, metadataTooLarge, notImplemented, S3Error } from './errors.ts'
import { parseTagHeader } from './tags.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const maxMetadataBytes = 2048

const storageClasses = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
])

/** @throws {S3Error} MetadataTooLarge */
export function propertiesOf(headers: Headers): ObjectProperties {
  const properties: ObjectProperties = {}
  const contentType = headers.get('content-type')
  const cacheControl = headers.get('cache-control')
  const contentDisposition = headers.get('content-disposition')
  const contentEncoding = withoutFraming(headers.get('content-encoding'))
  const contentLanguage = headers.get('content-language')
  const expires = headers.get('expires')
  if (contentType) properties.contentType = fromWire(contentType)
  if (cacheControl) properties.cacheControl = fromWire(cacheControl)
  if (contentDisposition) properties.contentDisposition = fromWire(contentDisposition)
  if (contentEncoding) properties.contentEncoding = fromWire(contentEncoding)
  if (contentLanguage) properties.contentLanguage = fromWire(contentLanguage)
  if (expires) properties.expires = fromWire(expires)
  const metadata = metadataOf(headers)
  return metadata ? { ...properties, metadata } : properties
}

function metadataOf(headers: Headers): Record<string, string> | undefined {
  const metadata: [string, string][] = []
  let size = 0
  headers.forEach((value, name) => {
    if (!name.startsWith('x-amz-meta-')) return
    metadata.push([name.slice('x-amz-meta-'.length), fromWire(value)])
    size += name.length - 'x-amz-meta-'.length + value.length
  })
  if (size > maxMetadataBytes) throw metadataTooLarge(size, maxMetadataBytes)
  return metadata.length > 0 ? Object.fromEntries(metadata) : undefined
}

/** @throws {S3Error} InvalidTag, InvalidStorageClass, NotImplemented */
export function extrasOf(headers: Headers): ObjectExtras {
  const extras: ObjectExtras = {}
  refuseEncryption(headers)
  const tags = headers.get('x-amz-tagging')
  const storageClass = headers.get('x-amz-storage-class')
  const redirect = headers.get('x-amz-website-redirect-location')
  if (tags) extras.tags = parseTagHeader(tags)
  if (storageClass !== null) extras.storageClass = checkStorageClass(storageClass)
  if (redirect) extras.websiteRedirectLocation = checkRedirect(redirect)
  return extras
}

/** `x-amz-acl` of an object. @throws {S3Error} InvalidArgument, NotImplemented */
export function publicReadOf(headers: Headers): boolean {
  return publicGrants(headers)?.read ?? false
}

function checkStorageClass(name: string): string {
  if (!storageClasses.has(name))
    throw new S3Error(400, 'InvalidStorageClass', 'The storage class you specified is not valid', {
      StorageClassRequested: name,
    })
  return name
}

function checkRedirect(location: string): string {
  if (!/^(?:\/|https?:\/\/)/.test(location))
    throw new S3Error(
      400,
      'InvalidRedirectLocation',
      "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
    )
  return location
}

/** Every object is encrypted by S3's own keys anyway; other keys, and locks, there are none. */
function refuseEncryption(headers: Headers): void {
  const encryption = headers.get('x-amz-server-side-encryption')
  if (encryption !== null && encryption !== 'AES256') throw notImplemented('x-amz-server-side-encryption')
  for (const name of [
    'x-amz-server-side-encryption-customer-algorithm',
    'x-amz-object-lock-mode',
    'x-amz-object-lock-legal-hold',
    'x-amz-write-offset-bytes',
  ])
    if (headers.has(name)) throw notImplemented(name)
}

/** Conditions on what is there. @throws {S3Error} NotImplemented for a condition that S3 has not */
export function conditionsOf(headers: Headers): WriteConditions {
  const ifMatch = headers.get('if-match')
  const ifNoneMatch = headers.get('if-none-match')
  if (ifNoneMatch !== null && ifNoneMatch.trim() !== '*') throw notImplemented('If-None-Match other than *')
  if (ifMatch !== null && ifNoneMatch !== null) throw notImplemented('If-Match together with If-None-Match')
  if (ifNoneMatch !== null) return { ifNoneMatch: '*' }
  return ifMatch === null ? {} : { ifMatch: unquoted(ifMatch) }
}

/** S3 also takes an ETag without its quotes. */
export function unquoted(etag: string): string {
  return etag.trim().replace(/^"(.*)"$/, '$1')
}

/** `aws-chunked` is how the body came, and not what it is. */
function withoutFraming(encoding: string | null): string | null {
  if (encoding === null || !encoding.includes('aws-chunked')) return encoding
  return encoding
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== 'aws-chunked' && coding !== '')
    .join(',')
}

const utf8 = new TextDecoder()

/** Headers come as one character a byte; clients send UTF-8. */
function fromWire(value: string): string {
  if (/^[\x00-\x7f]*$/.test(value)) return value
  if (/[^\x00-\xff]/.test(value)) return value
  return utf8.decode(Uint8Array.from(value, (character) => character.charCodeAt(0)))
}

/** 1 to 10,000. @throws {S3Error} InvalidArgument */
export function checkPartNumber(text: string): number {
  const number = Number(text)
  if (!/^\d{1,6}$/.test(text) || number < 1 || number > 10_000)
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', text)
  return number
}
