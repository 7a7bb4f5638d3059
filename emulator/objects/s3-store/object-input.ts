// What is said of an object, as S3's headers can say it. What they cannot say stays in the world's state alone.
import type { PutObjectCommandInput } from '@aws-sdk/client-s3'
import type { ObjectProperties } from '../object-store.ts'
import type { PublicBy } from './backing-buckets.ts'

/** Bytes of names and values: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const metadataLimit = 2048

/** By this tag the policy of a bucket knows the objects that anybody may read. */
export const publicTag = { name: 'stuntdouble-public', value: 'yes' } as const

type ObjectInput = Pick<
  PutObjectCommandInput,
  | 'ContentType'
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'Expires'
  | 'Metadata'
  | 'Tagging'
  | 'ACL'
>

/** @param publicBy of an object that anybody may read */
export function objectInput(properties: ObjectProperties, publicBy?: PublicBy): ObjectInput {
  const input: ObjectInput = { Metadata: metadataOf(properties.metadata ?? {}) }
  for (const [name, value] of [
    ['ContentType', properties.contentType ?? 'binary/octet-stream'],
    ['CacheControl', properties.cacheControl],
    ['ContentDisposition', properties.contentDisposition],
    ['ContentEncoding', properties.contentEncoding],
    ['ContentLanguage', properties.contentLanguage],
  ] as const) {
    if (value !== undefined && isHeaderValue(value)) input[name] = value
  }
  const expires = Date.parse(properties.expires ?? '')
  if (!Number.isNaN(expires)) input.Expires = new Date(expires)
  if (publicBy === 'tag') input.Tagging = `${publicTag.name}=${publicTag.value}`
  if (publicBy === 'acl') input.ACL = 'public-read'
  return input
}

function metadataOf(metadata: Record<string, string>): Record<string, string> {
  const sent: [string, string][] = []
  let bytes = 0
  for (const [name, value] of Object.entries(metadata)) {
    bytes += name.length + value.length
    if (bytes <= metadataLimit && /^[\w!#$%&'*+.^`|~-]+$/.test(name) && isHeaderValue(value)) sent.push([name, value])
  }
  return Object.fromEntries(sent)
}

function isHeaderValue(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value) && value === value.trim()
}
