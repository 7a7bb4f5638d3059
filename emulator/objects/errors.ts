// What an object store refuses, as a catalogue: one function a code. The wire that answers a client translates the code.

export type ObjectStoreErrorCode =
  | 'BucketAlreadyExists'
  | 'BucketNotEmpty'
  | 'DigestMismatch'
  | 'EntityTooLarge'
  | 'EntityTooSmall'
  | 'InvalidBucketName'
  | 'InvalidKey'
  | 'InvalidPart'
  | 'InvalidPartOrder'
  | 'InvalidRange'
  | 'NoSuchBucket'
  | 'NoSuchKey'
  | 'NoSuchUpload'
  | 'PreconditionFailed'
  | 'SizeMismatch'

/** A refusal by any object store; nothing was changed. */
export class ObjectStoreError extends Error {
  override name = 'ObjectStoreError'
  readonly code: ObjectStoreErrorCode

  constructor(code: ObjectStoreErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Whether `error` is the refusal of that code. */
export function isObjectStoreError(error: unknown, code: ObjectStoreErrorCode): error is ObjectStoreError {
  return error instanceof ObjectStoreError && error.code === code
}

export const bucketAlreadyExists = (bucket: string) =>
  new ObjectStoreError('BucketAlreadyExists', `The bucket ${bucket} exists already`)

export const bucketNotEmpty = (bucket: string) =>
  new ObjectStoreError('BucketNotEmpty', `The bucket ${bucket} still holds objects`)

export const digestMismatch = (expected: string, actual: string) =>
  new ObjectStoreError('DigestMismatch', `The MD5 of the bytes that arrived is ${actual}, not ${expected}`)

export const entityTooLarge = (maxBytes: number) =>
  new ObjectStoreError('EntityTooLarge', `The body is longer than ${maxBytes} bytes`)

export const entityTooSmall = (part: number, size: number) =>
  new ObjectStoreError('EntityTooSmall', `Part ${part} has ${size} bytes; every part but the last needs 5 MiB`)

export const invalidBucketName = (bucket: string) =>
  new ObjectStoreError(
    'InvalidBucketName',
    `"${bucket}" is no bucket name: it takes 3 to 63 lower-case letters, digits, "." and "-", begins and ends with a letter or digit, and is no IP address`,
  )

export const invalidKey = (reason: string) => new ObjectStoreError('InvalidKey', `The key ${reason}`)

export const invalidPart = (reason: string) => new ObjectStoreError('InvalidPart', reason)

export const invalidPartOrder = () =>
  new ObjectStoreError('InvalidPartOrder', 'The parts are not in ascending order of their numbers')

export const invalidRange = (size: number) =>
  new ObjectStoreError('InvalidRange', `The range lies outside of the ${size} bytes of the object`)

export const noSuchBucket = (bucket: string) => new ObjectStoreError('NoSuchBucket', `There is no bucket ${bucket}`)

export const noSuchKey = (bucket: string, key: string) =>
  new ObjectStoreError('NoSuchKey', `There is no object ${key} in the bucket ${bucket}`)

export const noSuchUpload = (upload: string) =>
  new ObjectStoreError('NoSuchUpload', `There is no multipart upload ${upload}; it may have been completed or aborted`)

export const preconditionFailed = (condition: string) =>
  new ObjectStoreError('PreconditionFailed', `The condition ${condition} does not hold`)

export const sizeMismatch = (expected: number, actual: number) =>
  new ObjectStoreError('SizeMismatch', `${actual} bytes arrived, not ${expected}`)
