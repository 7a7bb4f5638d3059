// What S3 answers to a form that its policy does not allow: one function a refusal.
import { mistake } from '../../diagnosis/index.ts'
import { S3Error } from '../errors.ts'
import { refusal } from './refusal.ts'
import { invalidArgument } from './signature-errors.ts'

export const missingField = (name: string) =>
  invalidArgument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    name,
    '',
    `The form needs ${name}, before the file: S3 ignores what comes behind it`,
  )

export const formCredential = (what: string) =>
  invalidArgument(what, 'X-Amz-Credential', '', 'KEY/yyyyMMdd/REGION/s3/aws4_request')

export const formRegion = (asked: string, expected: string) =>
  formCredential(`the region '${asked}' is wrong; expecting '${expected}'`)

export const invalidPolicy = (what: string) =>
  refusal(
    400,
    'InvalidPolicyDocument',
    `Invalid Policy: ${what}`,
    'The policy is base64 of {"expiration": "…Z", "conditions": […]}',
  )

export const againstPolicy = (
  what: string,
  hint: string,
  code: 'policy-condition' | 'expired' | 'added-after-signing' = 'policy-condition',
) => {
  const message = `Invalid according to Policy: ${what}`
  const error = new S3Error(403, 'AccessDenied', message)
  error.diagnosis = { mistakes: [mistake(code, { message, hint })] }
  return error
}

export const tooSmall = (size: number, min: number) =>
  refusal(
    400,
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
    `The policy's content-length-range begins at ${min}`,
    { ProposedSize: String(size), MinSizeAllowed: String(min) },
  )

export const tooLarge = (size: number, max: number) =>
  refusal(
    400,
    'EntityTooLarge',
    'Your proposed upload exceeds the maximum allowed size',
    `The policy's content-length-range ends at ${max}`,
    { ProposedSize: String(size), MaxSizeAllowed: String(max) },
  )
