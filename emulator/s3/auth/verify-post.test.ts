import { S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { exampleKeys, inPieces } from '../../../harness/s3-signing.ts'
import { S3Error } from '../errors.ts'
import { verifyPostedFile } from './posted-file.ts'
import { postedAccessKey, type PostForm, verifyPost } from './verify-post.ts'
import type { Keys } from './verify-signature.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const keys: Keys = { credentials: exampleKeys, now, region: 'us-east-1' }

beforeEach(() => {
  // The SDK signs by the clock of the machine.
  vi.useFakeTimers({ now, toFake: ['Date'] })
  return () => vi.useRealTimers()
})

async function form(options: Partial<PresignedPostOptions> = {}): Promise<Record<string, string>> {
  const client = new S3Client({ region: 'us-east-1', credentials: exampleKeys })
  const { fields } = await createPresignedPost(client, { Bucket: 'my-bucket', Key: 'films/${filename}', ...options })
  return fields
}

const verify = (fields: Record<string, string>, more: Partial<PostForm> = {}, with_ = keys) =>
  verifyPost({ bucket: 'my-bucket', filename: 'a.mp4', fields: Object.entries(fields), ...more }, with_)

function refusal(fields: Record<string, string>, more: Partial<PostForm> = {}, with_ = keys): S3Error {
  try {
    verify(fields, more, with_)
  } catch (error) {
    if (error instanceof S3Error) return error
    throw error
  }
  throw new TypeError('Nothing was refused')
}

/** A form whose policy is just this. */
function signed(policy: unknown, fields: Record<string, string> = {}): Record<string, string> {
  const base64 = btoa(typeof policy === 'string' ? policy : JSON.stringify(policy))
  const key = ['20260102', 'us-east-1', 's3', 'aws4_request'].reduce(
    (secret, part) => hmac(sha256, secret, utf8ToBytes(part)),
    utf8ToBytes(`AWS4${exampleKeys.secretAccessKey}`),
  )
  return {
    key: 'a.mp4',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20260102/us-east-1/s3/aws4_request',
    'X-Amz-Date': '20260102T030405Z',
    Policy: base64,
    'X-Amz-Signature': bytesToHex(hmac(sha256, key, utf8ToBytes(base64))),
    ...fields,
  }
}
const own = [
  ['starts-with', '$X-Amz-Algorithm', ''],
  ['starts-with', '$X-Amz-Credential', ''],
  ['starts-with', '$X-Amz-Date', ''],
]
const expiration = '2026-01-03T00:00:00Z'

describe('a form that the SDK made', () => {
  it('uploads what it says', async () => {
    const fields = await form({
      Conditions: [
        ['content-length-range', 10, 1000],
        ['starts-with', '$Content-Type', 'video/'],
      ],
      Fields: {
        'Content-Type': 'video/mp4',
        'x-amz-meta-title': 'Cléo',
        acl: 'public-read',
        success_action_status: '201',
      },
    })
    const { accessKeyId, key, length, success, headers } = verify(fields)
    expect([accessKeyId, key, length, success]).toEqual([
      'AKIAIOSFODNN7EXAMPLE',
      'films/a.mp4',
      { min: 10, max: 1000 },
      { status: 201 },
    ])
    expect(Object.fromEntries(headers)).toEqual({
      'content-type': 'video/mp4',
      'x-amz-acl': 'public-read',
      'x-amz-meta-title': 'Cl\u00c3\u00a9o',
    })
    expect(postedAccessKey(Object.entries(fields))).toBe('AKIAIOSFODNN7EXAMPLE')
  })

  it('may ignore fields, and has its names in any case', async () => {
    const fields = await form()
    const upper = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toUpperCase(), value]))
    expect(verify({ ...upper, 'x-ignore-this': 'x' }).key).toBe('films/a.mp4')
  })

  it('has a policy whose own names are in lower case', () => {
    for (const policy of [
      { Expiration: expiration, conditions: [] },
      { expiration, CONDITIONS: [] },
    ])
      expect(refusal(signed(policy)).code).toBe('InvalidPolicyDocument')
  })

  it('is refused for another bucket, with other fields, and after its time', async () => {
    const fields = await form({ Fields: { acl: 'private' } })
    const at = (refused: S3Error) => [refused.code, refused.status, refused.message]
    expect(at(refusal(fields, { bucket: 'other' }))).toEqual([
      'AccessDenied',
      403,
      'Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "my-bucket"]',
    ])
    expect(at(refusal({ ...fields, acl: 'public-read' }))[2]).toContain(
      'Policy Condition failed: ["eq", "$acl", "private"]',
    )
    expect(at(refusal({ ...fields, tagging: 'a', 'x-amz-meta-b': 'c' }))).toEqual([
      'AccessDenied',
      403,
      'Invalid according to Policy: Extra input fields: tagging, x-amz-meta-b',
    ])
    const late = { ...keys, now: now + 3_600_000 }
    expect(verify(fields, {}, late).key).toBe('films/a.mp4')
    expect(at(refusal(fields, {}, { ...keys, now: late.now + 1 }))).toEqual([
      'AccessDenied',
      403,
      'Invalid according to Policy: Policy expired.',
    ])
  })

  it('is refused when its signature is of another policy, or by another secret', async () => {
    const fields = await form()
    const { code, details, diagnosis } = refusal({ ...fields, Policy: btoa('{}') })
    expect([code, details['StringToSign']]).toEqual(['SignatureDoesNotMatch', btoa('{}')])
    expect(details).not.toHaveProperty('CanonicalRequest')
    expect(diagnosis?.expected).toEqual({ stringToSign: btoa('{}') })
    const other = { ...keys, credentials: { ...exampleKeys, secretAccessKey: 'of-another-world' } }
    expect(refusal(fields, {}, other).code).toBe('SignatureDoesNotMatch')
    const unknown = { ...keys, credentials: { ...exampleKeys, accessKeyId: 'other' } }
    expect(refusal(fields, {}, unknown).code).toBe('InvalidAccessKeyId')
    expect(refusal(fields, {}, { ...keys, region: 'eu-west-1' }).message).toBe(
      "the region 'us-east-1' is wrong; expecting 'eu-west-1'",
    )
  })

  it.each([
    ['Policy', 'Policy'],
    ['X-Amz-Algorithm', 'X-Amz-Algorithm'],
    ['X-Amz-Credential', 'X-Amz-Credential'],
    ['X-Amz-Date', 'X-Amz-Date'],
    ['X-Amz-Signature', 'X-Amz-Signature'],
    ['key', 'key'],
  ])('needs its %s', async (name) => {
    const { [name]: _, ...fields } = await form()
    const { code, status, message } = refusal(fields)
    expect([code, status, message]).toEqual([
      'InvalidArgument',
      400,
      `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    ])
  })

  it('has fields of Signature V4 that are well-formed', async () => {
    const fields = await form()
    expect(refusal({ ...fields, 'X-Amz-Algorithm': 'AWS4' }).message).toBe('Only AWS4-HMAC-SHA256 is supported')
    expect(refusal({ ...fields, 'X-Amz-Date': 'today' }).code).toBe('InvalidArgument')
    expect(refusal({ ...fields, 'X-Amz-Credential': 'a/b' }).message).toContain('the Credential is mal-formed')
    expect(refusal({ ...fields, 'x-amz-security-token': 'a' }).code).toBe('InvalidToken')
  })
})

it('a form of nobody names a key and nothing more', () => {
  const { accessKeyId, key, success } = verify({ key: 'a', redirect: 'http://app.test/done?x=1' })
  expect([accessKeyId, key, success]).toEqual([undefined, 'a', { redirect: new URL('http://app.test/done?x=1') }])
  expect(verify({ key: 'a', redirect: 'javascript:alert(1)' }).success).toEqual({ status: 204 })
  expect(postedAccessKey([['key', 'a']])).toBeUndefined()
})

describe('a policy', () => {
  it.each([
    ['', "Expecting '{' but found End-of-Input"],
    ['{', 'Invalid JSON.'],
    [[], 'Invalid JSON.'],
    [{ conditions: [] }, 'Policy missing expiration.'],
    [{ expiration: 'soon', conditions: [] }, "Invalid 'expiration' value: 'soon'"],
    [{ expiration }, 'Policy missing conditions.'],
    [{ expiration, conditions: {} }, "Invalid 'conditions' value: must be a List."],
    [{ expiration, conditions: ['a'] }, 'Invalid condition test: must be a List or Object.'],
    [{ expiration, conditions: [[]] }, 'Invalid Condition: missing operation identifier.'],
    [{ expiration, conditions: [['ne', '$key', 'a']] }, "Invalid Condition: unknown operation 'ne'."],
    [{ expiration, conditions: [['eq', '$key']] }, 'Invalid eq: wrong number of arguments.'],
    [
      { expiration, conditions: [['content-length-range', 1]] },
      'Invalid content-length-range: wrong number of arguments.',
    ],
    [
      { expiration, conditions: [{ acl: 'a', key: 'b' }] },
      'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
    ],
    [{ expiration, conditions: [{ acl: 1 }] }, 'Invalid Simple-Condition: value must be a string.'],
  ])('%j is none', (policy, message) => {
    const refused = refusal(signed(policy))
    expect([refused.code, refused.status, refused.message]).toEqual([
      'InvalidPolicyDocument',
      400,
      `Invalid Policy: ${message}`,
    ])
  })

  it('that is no base64 is none', () => {
    expect(refusal(signed({}, { Policy: '*' })).code).toBe('SignatureDoesNotMatch')
  })

  it('takes every type of a list for one that begins so', () => {
    const fields = (type: string) =>
      signed(
        { expiration, conditions: [...own, ['eq', '$key', 'a.mp4'], ['starts-with', '$Content-Type', 'image/']] },
        { 'Content-Type': type },
      )
    expect(verify(fields('image/png, image/gif')).key).toBe('a.mp4')
    expect(refusal(fields('image/png,text/html')).message).toContain('["starts-with", "$Content-Type", "image/"]')
  })
})

describe('a posted file', () => {
  const read = async (size: number, headers: Record<string, string> = {}) => {
    const { body, checksums } = await verifyPostedFile(
      { headers: new Headers(headers), length: { min: 3, max: 5 } },
      inPieces(new TextEncoder().encode('123456789').slice(0, size), [2]),
      ['CRC32'],
    )
    return { text: await new Response(body).text(), checksums: checksums() }
  }

  it('is as long as its policy allows', async () => {
    expect((await read(3)).text).toBe('123')
    expect(await read(5)).toEqual({ text: '12345', checksums: { CRC32: 'y/U6HA==' } })
    await expect(read(2)).rejects.toMatchObject({
      code: 'EntityTooSmall',
      details: { ProposedSize: '2', MinSizeAllowed: '3' },
    })
    await expect(read(7)).rejects.toMatchObject({
      code: 'EntityTooLarge',
      details: { ProposedSize: '6', MaxSizeAllowed: '5' },
    })
  })

  it('has the checksum that its form gives', async () => {
    expect((await read(3, { 'x-amz-checksum-crc32': 'iEhj0g==' })).text).toBe('123')
    await expect(read(4, { 'x-amz-checksum-crc32': 'iEhj0g==' })).rejects.toMatchObject({ code: 'BadDigest' })
  })
})
