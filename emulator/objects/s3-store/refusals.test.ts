import { S3ServiceException } from '@aws-sdk/client-s3'
import { expect, it } from 'vitest'
import { noSuchUpload, ObjectStoreUnavailable } from '../errors.ts'
import { refusalOf } from './refusals.ts'

const about = { bucket: 'films', key: 'a' }

function answered(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: 'why', $fault: 'client', $metadata: { httpStatusCode } })
}

it.each([
  ['NoSuchBucket', 404, 'NoSuchBucket'],
  ['NoSuchKey', 404, 'NoSuchKey'],
  ['NotFound', 404, 'NoSuchKey'],
  ['PreconditionFailed', 412, 'PreconditionFailed'],
  ['ConditionalRequestConflict', 409, 'PreconditionFailed'],
  ['Unknown', 412, 'PreconditionFailed'],
  ['InvalidRange', 416, 'InvalidRange'],
  ['BucketNotEmpty', 409, 'BucketNotEmpty'],
  ['BucketAlreadyExists', 409, 'BucketAlreadyExists'],
  ['KeyTooLongError', 400, 'InvalidKey'],
  ['XMinioInvalidResourceName', 400, 'InvalidKey'],
  ['AccessDenied', 403, 'ObjectStoreUnavailable'],
  ['SlowDown', 503, 'ObjectStoreUnavailable'],
])('%s (%i) is %s to every store', (name, status, code) => {
  expect(refusalOf(answered(name, status), about)).toMatchObject({ code })
})

it('tells an S3 that does not answer from one that refuses', () => {
  const broken = Object.assign(new Error(''), { code: 'ECONNREFUSED' })
  expect(refusalOf(broken, about)).toMatchObject({
    name: 'ObjectStoreUnavailable',
    message: 'The object store does not answer: ECONNREFUSED',
    cause: broken,
  })
  expect(refusalOf(answered('AccessDenied', 403), about).message).toBe(
    'The object store answered 403 AccessDenied: why',
  )
})

it.each([
  [
    'write EPROTO 407D:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:tlsany_meth.c:77:\n',
    'it speaks http, and was asked over https',
  ],
  [
    '@aws-sdk XML parse error: unexpected content.\n  Deserialization error: to see the raw response, inspect …',
    'what came back is no answer of an S3; is it the address of a console, or of something else?',
  ],
])('says on one line what is at the address instead of an S3', (said, told) => {
  expect(refusalOf(new Error(said), about).message).toBe(`The object store does not answer: ${told}`)
})

it('says how to give keys to one that has none', () => {
  const missing = Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' })
  const refusal = refusalOf(missing, about)
  expect(refusal).toBeInstanceOf(ObjectStoreUnavailable)
  expect(refusal.message).toContain('set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
})

it('leaves what is a refusal already as it is', () => {
  const refusal = noSuchUpload('x')
  expect(refusalOf(refusal, about)).toBe(refusal)
})
