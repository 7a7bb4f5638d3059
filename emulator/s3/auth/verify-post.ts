// A form that a browser posts to a bucket: who let it, and what it may upload.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { constantTimeEqual } from '../../constant-time.ts'
import { diagnoseForm } from '../diagnosis/form.ts'
import { S3Error } from '../errors.ts'
import { algorithm, parseAmzTime } from '../signature-v4.ts'
import { parseCredential } from './credential.ts'
import { isHeaderName } from './header-signature.ts'
import { formCredential, formRegion, missingField } from './post-errors.ts'
import { checkPolicy, parsePolicy, type Policy } from './post-policy.ts'
import { invalidAccessKeyId, invalidArgument, invalidRequest, signatureDoesNotMatch } from './signature-errors.ts'
import { checkVersion2Region, signVersion2 } from './signature-v2.ts'
import { signerOf } from './signing-key.ts'
import { checkKey, type Keys, refuseToken } from './verify-signature.ts'

export interface PostForm {
  /** Of the URL. */
  bucket: string
  /** Those before the file, as they were sent; of two with one name the first counts. */
  fields: Iterable<readonly [name: string, value: string]>
  /** Of the file, for `${filename}`. */
  filename?: string | undefined
}

export interface VerifiedPost {
  /** Whose key signed the policy; undefined: a form without one, as anybody may send. */
  accessKeyId: string | undefined
  key: string
  /** By names in lower case, `${filename}` filled in. */
  fields: ReadonlyMap<string, string>
  /** The fields that a PUT would have as headers: `Content-Type`, `x-amz-meta-…`, `x-amz-acl` of `acl`, … */
  headers: Headers
  /** Bytes that the file may have, the ends included; see `verifyPostedFile`. */
  length: Policy['length']
  /** What to answer with. */
  success: { status: 200 | 201 | 204 } | { redirect: URL }
}

/** The access key that a form names, before anything of it is believed. */
export function postedAccessKey(fields: PostForm['fields']): string | undefined {
  const sent = fieldMap(fields)
  return sent.get('x-amz-credential')?.split('/').slice(0, -4).join('/') || sent.get('awsaccesskeyid') || undefined
}

/** @throws {S3Error} InvalidArgument, InvalidAccessKeyId, SignatureDoesNotMatch, InvalidPolicyDocument, AccessDenied */
export function verifyPost({ bucket, fields, filename = '' }: PostForm, keys: Keys): VerifiedPost {
  const sent = fieldMap(fields)
  const accessKeyId =
    sent.has('policy') || signatureFields.some((name) => sent.has(name)) ? explainedSigner(sent, keys) : undefined

  const expanded = new Map<string, string>()
  // "recognized by all form fields"; a client may send the path of its file.
  const name = filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1)
  for (const [field, value] of sent)
    expanded.set(field, free(field) ? value : value.replaceAll('${filename}', () => name))
  const key = expanded.get('key')
  if (key === undefined) throw missingField('key')

  let length: Policy['length']
  if (accessKeyId !== undefined) {
    const policy = parsePolicy(sent.get('policy') ?? '')
    checkPolicy(policy, new Map([...expanded, ['bucket', bucket]]), free, keys.now)
    length = policy.length
  }
  return { accessKeyId, key, fields: expanded, headers: headersOf(expanded), length, success: successOf(expanded) }
}

const signatureFields = ['x-amz-signature', 'x-amz-credential', 'x-amz-algorithm', 'signature', 'awsaccesskeyid']

/** "Each form field that you specify in a form (except x-amz-signature, file, policy, and field names that have an x-ignore- prefix) must appear in the list of conditions." Before Version 4, AWSAccessKeyId and signature need not. */
function free(name: string): boolean {
  return needNone.has(name) || name.startsWith('x-ignore-')
}

const needNone = new Set(['x-amz-signature', 'file', 'policy', 'signature', 'awsaccesskeyid'])

/** A refusal says what the client did wrong. */
function explainedSigner(sent: ReadonlyMap<string, string>, keys: Keys): string {
  try {
    return signerOfForm(sent, keys)
  } catch (error) {
    const diagnosis = error instanceof S3Error ? diagnoseForm(sent, keys) : undefined
    if (error instanceof S3Error && diagnosis) error.diagnosis = diagnosis
    throw error
  }
}

/** Answers the access key. What is signed is the policy, in base64. */
function signerOfForm(sent: ReadonlyMap<string, string>, keys: Keys): string {
  const field = (name: string) => {
    const value = sent.get(name.toLowerCase())
    if (value === undefined) throw missingField(name)
    return value
  }
  const policy = field('Policy')
  if (sent.has('awsaccesskeyid') || sent.has('signature')) {
    const [accessKeyId, provided] = [field('AWSAccessKeyId'), field('signature')]
    checkVersion2Region(keys.region)
    if (accessKeyId !== keys.credentials.accessKeyId) throw invalidAccessKeyId(accessKeyId)
    refuseToken(sent.get('x-amz-security-token') ?? null)
    if (!constantTimeEqual(signVersion2(keys.credentials.secretAccessKey, policy), provided))
      throw signatureDoesNotMatch({ accessKeyId, provided, stringToSign: policy })
    return accessKeyId
  }
  const chosen = field('X-Amz-Algorithm')
  if (chosen !== algorithm)
    throw invalidArgument(`Only ${algorithm} is supported`, 'X-Amz-Algorithm', chosen, 'Signature Version 4')
  const { accessKeyId, scope } = parseCredential(field('X-Amz-Credential'), formCredential)
  const time = field('X-Amz-Date')
  const provided = field('X-Amz-Signature')
  if (parseAmzTime(time) === undefined || time.slice(0, 8) !== scope.day)
    throw invalidArgument(
      'X-Amz-Date must be formated via ISO8601 Long format',
      'X-Amz-Date',
      time,
      'yyyyMMddTHHmmssZ, of the day that the credential names',
    )
  checkKey({ accessKeyId, scope }, keys, formRegion)
  refuseToken(sent.get('x-amz-security-token') ?? null)
  if (!constantTimeEqual(signerOf(keys.credentials.secretAccessKey, scope)(policy), provided))
    throw signatureDoesNotMatch({ accessKeyId, provided, stringToSign: policy })
  return accessKeyId
}

function fieldMap(fields: PostForm['fields']): Map<string, string> {
  const map = new Map<string, string>()
  for (const [name, value] of fields) if (!map.has(name.toLowerCase())) map.set(name.toLowerCase(), value)
  return map
}

const asHeaders = new Set(['cache-control', 'content-type', 'content-disposition', 'content-encoding', 'expires'])
const ofSignature = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-signature',
  'x-amz-security-token',
])

function headersOf(fields: ReadonlyMap<string, string>): Headers {
  const headers = new Headers()
  for (const [field, value] of fields) {
    const name = field === 'acl' ? 'x-amz-acl' : field
    if (!asHeaders.has(name) && !(name.startsWith('x-amz-') && isHeaderName(name) && !ofSignature.has(name))) continue
    if (/[\0\r\n]/.test(value)) throw invalidRequest(`Value for ${name} field is invalid.`)
    headers.set(name, String.fromCharCode(...utf8ToBytes(value)))
  }
  return headers
}

/** "If Amazon S3 cannot interpret the URL, it acts as if the field is not present." */
function successOf(fields: ReadonlyMap<string, string>): VerifiedPost['success'] {
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect')
  const url = redirect === undefined ? null : URL.parse(redirect)
  if (url && /^https?:$/.test(url.protocol)) return { redirect: url }
  const status = fields.get('success_action_status')
  return { status: status === '200' ? 200 : status === '201' ? 201 : 204 }
}
