// What the S3 refuses, and what happens on the way to it, in the words of every object store.
import type { S3ServiceException } from '@aws-sdk/client-s3'
import {
  bucketAlreadyExists,
  bucketNotEmpty,
  invalidKey,
  invalidRange,
  noSuchBucket,
  noSuchKey,
  ObjectStoreError,
  ObjectStoreUnavailable,
  preconditionFailed,
} from '../errors.ts'

export interface About {
  bucket: string
  key?: string
}

/** Runs a call to the S3. @throws {ObjectStoreError} and nothing else */
export async function asking<R>(about: About, call: () => Promise<R>): Promise<R> {
  try {
    return await call()
  } catch (error) {
    throw refusalOf(error, about)
  }
}

/** The code of an answer by the S3: `NoSuchKey`; undefined when it did not answer. */
export function codeOf(error: unknown): string | undefined {
  return isServiceException(error) ? error.name : undefined
}

const refusalsOfKeys: ReadonlySet<string> = new Set([
  // A key that leads out of its bucket.
  'InvalidURI',
  'KeyTooLongError',
  'XMinioInvalidObjectName',
  'XMinioInvalidResourceName',
  'XMinioObjectExistsAsDirectory',
  'XMinioParentIsObject',
])

/** Whether a code says that the S3 cannot keep an object under the key. */
export const refusesKey = (code = ''): boolean => refusalsOfKeys.has(code)

export function refusalOf(error: unknown, { bucket, key = '' }: About): ObjectStoreError {
  if (error instanceof ObjectStoreError) return error
  if (error instanceof Error && error.name === 'CredentialsProviderError') {
    const keys = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or --s3-access-key-id and --s3-secret-access-key'
    return new ObjectStoreUnavailable(`The object store needs keys: set ${keys}`, { cause: error })
  }
  if (!isServiceException(error)) {
    return new ObjectStoreUnavailable(`The object store does not answer: ${reasonOf(error)}`, { cause: error })
  }
  const status = error.$metadata.httpStatusCode ?? 0
  switch (error.name) {
    case 'NoSuchBucket':
      return noSuchBucket(bucket)
    case 'NoSuchKey':
    // The answer to a HEAD has no body, and so no code; that there is the bucket was known before.
    case 'NotFound':
      return noSuchKey(bucket, key)
    case 'BucketNotEmpty':
      return bucketNotEmpty(bucket)
    case 'BucketAlreadyExists':
      return bucketAlreadyExists(bucket)
    // Another writer was quicker, while this one was under way.
    case 'ConditionalRequestConflict':
    case 'PreconditionFailed':
      return preconditionFailed('on the object')
    case 'InvalidRange':
      return invalidRange(0)
    default:
      if (refusesKey(error.name)) return invalidKey(`cannot be kept by this object store: ${error.message}`)
      if (status === 412) return preconditionFailed('on the object')
      return new ObjectStoreUnavailable(
        `The object store answered ${status} ${error.name}${error.message === '' ? '' : `: ${error.message}`}`,
        { cause: error },
      )
  }
}

function isServiceException(error: unknown): error is S3ServiceException {
  if (!(error instanceof Error) || !('$metadata' in error) || !('$fault' in error)) return false
  const { $metadata: metadata } = error
  return (
    typeof metadata === 'object' &&
    metadata !== null &&
    'httpStatusCode' in metadata &&
    metadata.httpStatusCode !== undefined
  )
}

/** One line that says what to do about it, where that is known. Of several failed addresses Node's error has an empty message, but a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message.includes('wrong version number')) return 'it speaks http, and was asked over https'
  if ('$response' in error || /XML parse error|Deserialization error/.test(error.message))
    return 'what came back is no answer of an S3; is it the address of a console, or of something else?'
  if (error.message !== '') return error.message
  return 'code' in error ? String(error.code) : error.name
}
