// S3's refusals, as a catalogue: one function a code.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
import type { Diagnosis } from '../journal.ts'

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

export const methodNotAllowed = (method: string, resource = 'SERVICE') =>
  new S3Error(
    405,
    'MethodNotAllowed',
    'The specified method is not allowed against this resource.',
    { Method: method, ResourceType: resource },
    { allow: 'GET, HEAD, PUT, POST, DELETE, OPTIONS' },
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

export const invalidBucketName = (bucket: string) =>
  new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: bucket })

export const noSuchBucket = (bucket: string) =>
  new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket })

export const noSuchKey = (key: string, headers: Record<string, string> = {}) =>
  new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key }, headers)

export const invalidArgument = (message: string, name: string, value: string) =>
  new S3Error(400, 'InvalidArgument', message, { ArgumentName: name, ArgumentValue: value })

export const invalidRequest = (message: string) => new S3Error(400, 'InvalidRequest', message)

export const malformedXml = () =>
  new S3Error(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )

export const badDigest = (what: string) =>
  new S3Error(400, 'BadDigest', `The ${what} you specified did not match the calculated checksum.`)

export const entityTooLarge = (size: number, most: number) =>
  new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: String(size),
    MaxSizeAllowed: String(most),
  })

export const invalidTag = (message: string) => new S3Error(400, 'InvalidTag', message)

export const invalidPartNumber = (asked: number, count: number) =>
  new S3Error(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
    PartNumberRequested: String(asked),
    ActualPartCount: String(count),
  })

export const metadataTooLarge = (size: number, most: number) =>
  new S3Error(400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
    Size: String(size),
    MaxSizeAllowed: String(most),
  })

/** What is asked for was never set. */
export const noSuchConfiguration = (code: string, message: string, bucket: string) =>
  new S3Error(404, code, message, { BucketName: bucket })

export const accessForbidden = (message: string, details: Record<string, string>) =>
  new S3Error(403, 'AccessForbidden', message, details)
