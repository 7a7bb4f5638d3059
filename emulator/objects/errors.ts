// What an object store refuses, as a catalogue: one function a code. The wire that answers a client translates the code.
import type { FiredFault } from '../faults/model.ts'

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
  | 'IsDeleteMarker'
  | 'NoSuchBucket'
  | 'NoSuchKey'
  | 'NoSuchUpload'
  | 'ObjectStoreUnavailable'
  | 'NoSuchVersion'
  | 'PreconditionFailed'
  | 'SizeMismatch'

/** A refusal by any object store; nothing was changed. */
export class ObjectStoreError extends Error {
  override name = 'ObjectStoreError'
  readonly code: ObjectStoreErrorCode
  /** The delete marker that is in the place of the object, where there is one. */
  readonly marker: { versionId: string; lastModified: number } | undefined

  constructor(code: ObjectStoreErrorCode, message: string, marker?: { versionId: string; lastModified: number }) {
    super(message)
    this.code = code
    this.marker = marker
  }
}

/**
 * A store elsewhere cannot be reached, or fails. What was being written may be there as a whole, or not at all. Each service
 * answers it in its vendor's words for storage that is down.
 */
export class ObjectStoreUnavailable extends ObjectStoreError {
  override name = 'ObjectStoreUnavailable'
  /** The fault that made it so: for the journal, never for the wire. */
  readonly fault: FiredFault | undefined

  constructor(message: string, options?: ErrorOptions & { fault?: FiredFault }) {
    super('ObjectStoreUnavailable', message)
    if (options?.cause !== undefined) this.cause = options.cause
    this.fault = options?.fault
  }
}

/** Names the fault behind an error, or behind its cause, where there is one: for the journal. */
export function noteFault(noted: { fault?: FiredFault | undefined }, error: unknown): void {
  const fault = outageBehind(error)?.fault
  if (fault) noted.fault = fault
}

/** The outage that an error is, or that is its cause. */
export function outageBehind(error: unknown): ObjectStoreUnavailable | undefined {
  const outage = error instanceof Error && !(error instanceof ObjectStoreUnavailable) ? error.cause : error
  return outage instanceof ObjectStoreUnavailable ? outage : undefined
}

/** Whether `error` is the refusal of that code. */
export function isObjectStoreError(error: unknown, code: ObjectStoreErrorCode): error is ObjectStoreError {
  return error instanceof ObjectStoreError && error.code === code
}

/** Of a file that is shorter than it was. */
export const bytesMissing = (bytes: number) =>
  new ObjectStoreUnavailable(`${bytes} bytes of a stored object are missing; the data directory is damaged`)

/** Of a file that is gone, or that the disk does not give: what the system says of it names files of this machine. */
export const bytesUnreadable = (cause: unknown) =>
  cause instanceof ObjectStoreUnavailable
    ? cause
    : new ObjectStoreUnavailable('The bytes of a stored object cannot be read', { cause })

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

export const isDeleteMarker = (marker: { versionId: string; lastModified: number }) =>
  new ObjectStoreError('IsDeleteMarker', `The version ${marker.versionId} is a delete marker`, marker)

export const noSuchKey = (bucket: string, key: string, marker?: { versionId: string; lastModified: number }) =>
  new ObjectStoreError('NoSuchKey', `There is no object ${key} in the bucket ${bucket}`, marker)

export const noSuchUpload = (upload: string) =>
  new ObjectStoreError('NoSuchUpload', `There is no multipart upload ${upload}; it may have been completed or aborted`)

export const noSuchVersion = (key: string, versionId: string) =>
  new ObjectStoreError('NoSuchVersion', `There is no version ${versionId} of the object ${key}`)

export const preconditionFailed = (condition: string) =>
  new ObjectStoreError('PreconditionFailed', `The condition ${condition} does not hold`)

export const sizeMismatch = (expected: number, actual: number) =>
  new ObjectStoreError('SizeMismatch', `${actual} bytes arrived, not ${expected}`)
