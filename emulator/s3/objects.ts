// Objects as wholes: put and delete.
import type { ObjectExtras } from '../objects/versioned-store.ts'
import { refuseBlocked } from './acl.ts'
import { type Answer, type Asked } from './call.ts'
import { entityTooLarge } from './errors.ts'
import { expirationHeader } from './expiration.ts'
import type { Authenticated } from './auth/authenticate.ts'
import { checksumHeaders } from './object-headers.ts'
import { conditionsOf, extrasOf, propertiesOf, publicReadOf, unquoted } from './put-headers.ts'
import { versionIn } from './version-in.ts'

/** The most that one request may bring: https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
export const maxPutBytes = 5 * 1024 ** 3

/** @throws {S3Error} EntityTooLarge, BadDigest and whatever is wrong with a header */
export async function putObject(asked: Asked): Promise<Answer> {
  const { headers, auth, bucket, key, store } = asked
  const publicRead = publicReadOf(headers)
  refuseBlocked(asked, publicRead)
  if ((auth.contentLength ?? 0) > maxPutBytes) throw entityTooLarge(auth.contentLength ?? 0, maxPutBytes)
  const head = await store.put(bucket, key, auth.readBytes ?? auth.body ?? new Uint8Array(0), {
    ...propertiesOf(headers),
    ...extrasOf(headers),
    ...conditionsOf(headers),
    publicRead,
    maxBytes: maxPutBytes,
    finish: () => extrasOfBody(auth),
  })
  const encryption = headers.get('x-amz-server-side-encryption')
  return {
    headers: {
      etag: `"${head.etag}"`,
      ...(head.versionId !== undefined && { 'x-amz-version-id': head.versionId }),
      ...(encryption !== null && { 'x-amz-server-side-encryption': encryption }),
      ...checksumHeaders(head),
      ...expirationHeader(asked, head),
    },
  }
}

/** Of a body that was read to its end. */
export function extrasOfBody({ checksums }: Pick<Authenticated, 'checksums'>): ObjectExtras {
  const known = checksums()
  return Object.keys(known).length > 0 ? { checksums: known, checksumType: 'FULL_OBJECT' } : {}
}

/** Whether there was one or not. @throws {S3Error} PreconditionFailed */
export async function deleteObject(asked: Asked): Promise<Answer> {
  const ifMatch = asked.headers.get('if-match')
  const { marker, versionId } = await asked.store.deleteVersion(versionIn(asked), {
    ifMatch: ifMatch === null ? undefined : unquoted(ifMatch),
  })
  return {
    status: 204,
    headers: {
      ...(marker && { 'x-amz-delete-marker': 'true' }),
      ...(versionId !== undefined && { 'x-amz-version-id': versionId }),
    },
  }
}
