// What S3 answers to who is not, or cannot be shown to be, who they say: one function a refusal.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
import { refusal } from './refusal.ts'

export const invalidArgument = (message: string, name: string, value: string, hint: string) =>
  refusal(400, 'InvalidArgument', message, hint, { ArgumentName: name, ArgumentValue: value })

export const invalidRequest = (message: string, hint = message) => refusal(400, 'InvalidRequest', message, hint)

export const headerMalformed = (what: string) =>
  refusal(
    400,
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; ${what}`,
    'Authorization: AWS4-HMAC-SHA256 Credential=KEY/yyyyMMdd/REGION/s3/aws4_request, SignedHeaders=host;…, Signature=HEX',
  )

export const headerRegion = (asked: string, expected: string) =>
  refusal(
    400,
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${asked}' is wrong; expecting '${expected}'`,
    `The bucket is in ${expected}: give the client that region`,
    { Region: expected },
  )

export const queryMalformed = (message: string) =>
  refusal(400, 'AuthorizationQueryParametersError', message, 'Let an SDK make the URL, and send it as it is')

export const queryCredential = (what: string) => queryMalformed(`Error parsing the X-Amz-Credential parameter; ${what}`)

export const queryRegion = (asked: string, expected: string) =>
  refusal(
    400,
    'AuthorizationQueryParametersError',
    `Error parsing the X-Amz-Credential parameter; the region '${asked}' is wrong; expecting '${expected}'`,
    `The bucket is in ${expected}: sign the URL for that region`,
    { Region: expected },
  )

export const unsupportedMechanism = () =>
  invalidRequest(
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    'Configure the client for Signature Version 4',
  )

export const invalidAccessKeyId = (accessKeyId: string) =>
  refusal(
    403,
    'InvalidAccessKeyId',
    'The AWS Access Key Id you provided does not exist in our records.',
    'No world has this key; `stuntdouble env` prints those of main, and POST /_stuntdouble/worlds those of another',
    { AWSAccessKeyId: accessKeyId },
  )

export const invalidToken = (token: string) =>
  refusal(
    400,
    'InvalidToken',
    'The provided token is malformed or otherwise invalid.',
    'The double gives out no session tokens: unset AWS_SESSION_TOKEN',
    { 'Token-0': token },
  )

export interface SignedStrings {
  accessKeyId: string
  provided: string
  stringToSign: string
  /** A form has none: of it, only the policy is signed. */
  canonicalRequest?: string
}

/** S3 says what it signed itself, so that a client can compare. */
export const signatureDoesNotMatch = ({ accessKeyId, provided, stringToSign, canonicalRequest }: SignedStrings) =>
  refusal(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    `Compare with what the client signed:\n${canonicalRequest ?? stringToSign}`,
    {
      AWSAccessKeyId: accessKeyId,
      StringToSign: stringToSign,
      SignatureProvided: provided,
      StringToSignBytes: hexOf(stringToSign),
      ...(canonicalRequest !== undefined && {
        CanonicalRequest: canonicalRequest,
        CanonicalRequestBytes: hexOf(canonicalRequest),
      }),
    },
    { expected: { stringToSign } },
  )

/** `41 57 53` */
function hexOf(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

export const missingDate = () =>
  refusal(
    403,
    'AccessDenied',
    'AWS authentication requires a valid Date or x-amz-date header',
    'x-amz-date: yyyyMMddTHHmmssZ',
  )

/** S3 lets a clock be so much off, in ms. */
export const tolerance = 15 * 60_000

export const requestTimeTooSkewed = (time: string, signedAt: number, now: number) =>
  refusal(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    `The world's clock says ${seconds(now)}, the client's ${seconds(signedAt)}; PUT /_stuntdouble/clock sets the world's`,
    { RequestTime: time, ServerTime: seconds(now), MaxAllowedSkewMilliseconds: String(tolerance) },
  )

export const headersNotSigned = (names: readonly string[]) =>
  refusal(
    403,
    'AccessDenied',
    'There were headers present in the request which were not signed',
    'host and every x-amz-* header must be among the SignedHeaders: give them to what signs, not to what sends',
    { HeadersNotSigned: names.join(', ') },
  )

export const notYetValid = (time: string, now: number) =>
  refusal(
    403,
    'AccessDenied',
    'Request is not valid yet',
    `The URL was signed at ${time}, and the world's clock says ${seconds(now)}`,
    { 'X-Amz-Date': time, ServerTime: seconds(now) },
  )

export const expired = (expires: string, endsAt: number, now: number) =>
  refusal(
    403,
    'AccessDenied',
    'Request has expired',
    `The URL lasted ${expires} s, and the world's clock says ${seconds(now)}`,
    { 'X-Amz-Expires': expires, Expires: seconds(endsAt), ServerTime: seconds(now) },
  )

export const missingVersion2Parameters = () =>
  refusal(
    403,
    'AccessDenied',
    'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
    'Let an SDK make the URL, and send it as it is',
  )

export const malformedExpires = (expires: string) =>
  refusal(
    403,
    'AccessDenied',
    `Invalid date (should be seconds since epoch): ${expires}`,
    'Expires of a URL of Signature Version 2 is an instant, not how long it lasts',
  )

/** `2026-01-01T00:00:00Z` */
export function seconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
