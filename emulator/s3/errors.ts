// S3's refusals, as a catalogue: one function a code.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
import type { Diagnosis } from '../journal.ts'
import { ObjectStoreError, type ObjectStoreErrorCode } from '../objects/errors.ts'

/** A refusal as it goes over the wire. */
export class S3Error extends Error {
  override name = 'S3Error'
  readonly status: number
  readonly code: string
  /** Further elements of the document. */
  readonly details: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** For the journal, never for the wire. */
  diagnosis?: Diagnosis

  constructor(
    status: number,
    code: string,
    message: string,
    details: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
    this.headers = headers
  }
}

export const accessDenied = () => new S3Error(403, 'AccessDenied', 'Access Denied')

export const accessDeniedBecause = (message: string, details: Record<string, string>) =>
  new S3Error(403, 'AccessDenied', message, details)

export const queryParametersError = (message: string) => new S3Error(400, 'AuthorizationQueryParametersError', message)

export const invalidAccessKeyId = (accessKeyId: string) =>
  new S3Error(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
    AWSAccessKeyId: accessKeyId,
  })

/** S3 says what it signed itself, so that a client can compare. */
export const signatureDoesNotMatch = (signed: {
  accessKeyId: string
  provided: string
  stringToSign: string
  canonicalRequest: string
}) =>
  new S3Error(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    {
      AWSAccessKeyId: signed.accessKeyId,
      StringToSign: signed.stringToSign,
      SignatureProvided: signed.provided,
      CanonicalRequest: signed.canonicalRequest,
    },
  )

export const anonymousOverride = () =>
  new S3Error(400, 'InvalidRequest', 'Request specific response headers cannot be used for anonymous GET requests.')

export const invalidRange = (asked: string, size: number) =>
  new S3Error(
    416,
    'InvalidRange',
    'The requested range is not satisfiable',
    { RangeRequested: asked, ActualObjectSize: String(size) },
    { 'content-range': `bytes */${size}` },
  )

export const invalidUri = (path: string) =>
  new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.", { URI: path })

export const methodNotAllowed = (method: string) =>
  new S3Error(
    405,
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    { Method: method },
    { allow: 'GET, HEAD, OPTIONS' },
  )

export const notImplemented = (what: string) =>
  new S3Error(
    501,
    'NotImplemented',
    `A header or parameter you provided implies functionality that is not implemented: ${what}`,
  )

export const preconditionFailed = (condition: string) =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  })

export const noSuchBucket = (bucket: string) =>
  new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket })

export const noSuchKey = (key: string) =>
  new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key })

/** What the object store refused, in S3's words; undefined for what reading cannot cause. */
export function fromStore(error: unknown, bucket: string, key: string): S3Error | undefined {
  if (!(error instanceof ObjectStoreError)) return undefined
  const words: Partial<Record<ObjectStoreErrorCode, S3Error>> = {
    NoSuchBucket: noSuchBucket(bucket),
    NoSuchKey: noSuchKey(key),
  }
  return words[error.code]
}
