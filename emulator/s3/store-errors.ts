// What the object store refused, in S3's words.
import { ObjectStoreError, type ObjectStoreErrorCode } from '../objects/errors.ts'
import { invalidBucketName, noSuchBucket, noSuchKey, preconditionFailed, S3Error } from './errors.ts'
import { httpDate } from './http-date.ts'

type Words = (error: ObjectStoreError, bucket: string, key: string) => S3Error

const words: Record<ObjectStoreErrorCode, Words> = {
  BucketAlreadyExists: (_, bucket) =>
    new S3Error(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { BucketName: bucket },
    ),
  BucketNotEmpty: (_, bucket) =>
    new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', { BucketName: bucket }),
  DigestMismatch: () => new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.'),
  EntityTooLarge: () =>
    new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.'),
  EntityTooSmall: () =>
    new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size'),
  InvalidBucketName: (_, bucket) => invalidBucketName(bucket),
  InvalidKey: (_, _bucket, key) =>
    new S3Error(400, 'KeyTooLongError', 'Your key is too long', {
      Size: String(new TextEncoder().encode(key).length),
      MaxSizeAllowed: '1024',
    }),
  InvalidPart: () =>
    new S3Error(
      400,
      'InvalidPart',
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    ),
  InvalidPartOrder: () =>
    new S3Error(
      400,
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    ),
  InvalidRange: () => new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable'),
  IsDeleteMarker: ({ marker }) =>
    new S3Error(
      405,
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
      { Method: 'GET', ResourceType: 'DeleteMarker' },
      {
        allow: 'DELETE',
        'x-amz-delete-marker': 'true',
        'x-amz-version-id': marker?.versionId ?? '',
        'last-modified': httpDate(marker?.lastModified ?? 0),
      },
    ),
  NoSuchBucket: (_, bucket) => noSuchBucket(bucket),
  NoSuchKey: ({ marker }, _, key) =>
    noSuchKey(key, marker && { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId }),
  NoSuchUpload: () =>
    new S3Error(
      404,
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    ),
  NoSuchVersion: (_, _bucket, key) =>
    new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.', { Key: key }),
  ObjectStoreUnavailable: () => new S3Error(503, 'ServiceUnavailable', 'Service is unable to handle request.'),
  PreconditionFailed: ({ message }) => preconditionFailed(/If-[A-Za-z-]+/.exec(message)?.[0] ?? 'If-Match'),
  SizeMismatch: () =>
    new S3Error(
      400,
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    ),
}

/** Undefined for what is no refusal. */
export function fromStore(error: unknown, bucket: string, key: string): S3Error | undefined {
  return error instanceof ObjectStoreError ? words[error.code](error, bucket, key) : undefined
}
