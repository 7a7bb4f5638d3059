import { describe, expect, it } from 'vitest'
import { encode, exampleKeys, received, signBySdk, type ToSign } from '../../../harness/s3-signing.ts'
import { S3Error } from '../errors.ts'
import { authenticate, type Keys } from './authenticate.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const keys: Keys = { credentials: exampleKeys, now, region: 'us-east-1' }
const minute = 60_000
const sign = (request: Partial<ToSign> = {}) =>
  signBySdk({ method: 'GET', host: 'localhost:4601', path: '/my-bucket/a b.mp4', now, ...request })
const presign = (request: Partial<ToSign> = {}) => sign({ expiresIn: 60, ...request })

async function refusal(call: Parameters<typeof authenticate>[0], with_: Keys = keys): Promise<S3Error> {
  try {
    await authenticate(call, with_)
  } catch (error) {
    if (error instanceof S3Error) return error
    throw error
  }
  throw new TypeError('Nothing was refused')
}

describe('a signature in a header', () => {
  const withAuthorization = async (change: (authorization: string) => string, headers: Record<string, string> = {}) => {
    const wire = await sign()
    const { authorization = '' } = wire.headers
    return refusal(
      received({ ...wire, headers: { ...wire.headers, ...headers, authorization: change(authorization) } }),
    )
  }

  it.each([
    ['AWS HAHAHA', 'InvalidArgument', 'Expected AwsAccessKeyId:signature'],
    ['AWS4-ECDSA-P256-SHA256 Credential=a', 'InvalidRequest', 'Please use AWS4-HMAC-SHA256.'],
    ['Bearer abc', 'InvalidArgument', 'Unsupported Authorization Type'],
    ['AWS4-HMAC-SHA256', 'InvalidArgument', "one and only one ' ' (space) required"],
    ['AWS4-HMAC-SHA256 Credential=a', 'AuthorizationHeaderMalformed', 'requires three components'],
    [
      'AWS4-HMAC-SHA256 Credential=a, Credential=b, Signature=c',
      'AuthorizationHeaderMalformed',
      'component "Credential=b"',
    ],
    [
      'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c',
      'AuthorizationHeaderMalformed',
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    ],
  ])('%s', async (authorization, code, message) => {
    const { code: actual, message: text, status } = await withAuthorization(() => authorization)
    expect([actual, status]).toEqual([code, 400])
    expect(text).toContain(message)
  })

  it.each([
    ['/s3/', '/ec2/', 'incorrect service "ec2". This endpoint belongs to "s3".'],
    ['aws4_request', 'aws3_request', 'incorrect terminal "aws3_request". This endpoint uses "aws4_request".'],
    [
      '/20260102/',
      '/2026-01-02/',
      'incorrect date format "2026-01-02". This date in the credential must be in the format "yyyyMMdd".',
    ],
    [
      '/20260102/',
      '/20260103/',
      'Invalid credential date "20260103". This date is not the same as X-Amz-Date: "20260102".',
    ],
    ['AKIAIOSFODNN7EXAMPLE', '', 'a non-empty Access Key (AKID) must be provided in the credential.'],
    ['SignedHeaders=host', 'SignedHeaders=Host', 'the authorization component "SignedHeaders" is malformed.'],
    ['/us-east-1/', '/eu-west-1/', "the region 'eu-west-1' is wrong; expecting 'us-east-1'"],
  ])('with %s as %s', async (from, to, message) => {
    const { code, message: text, status } = await withAuthorization((authorization) => authorization.replace(from, to))
    expect([code, status, text]).toEqual([
      'AuthorizationHeaderMalformed',
      400,
      `The authorization header is malformed; ${message}`,
    ])
  })

  it('for another region says which one is right, unless no bucket decides', async () => {
    const wire = await sign({ region: 'eu-west-1' })
    expect((await refusal(received(wire))).details).toEqual({ Region: 'us-east-1' })
    expect((await authenticate(received(wire), { ...keys, region: 'eu-west-1' })).accessKeyId).toBe(
      'AKIAIOSFODNN7EXAMPLE',
    )
    expect((await authenticate(received(wire), { credentials: exampleKeys, now })).accessKeyId).toBe(
      'AKIAIOSFODNN7EXAMPLE',
    )
  })

  it('by an unknown key', async () => {
    const { code, status, details } = await withAuthorization((text) => text.replace('AKIA', 'BKIA'))
    expect([code, status, details]).toEqual(['InvalidAccessKeyId', 403, { AWSAccessKeyId: 'BKIAIOSFODNN7EXAMPLE' }])
  })

  it('by another world’s secret says what was signed, in text and in bytes', async () => {
    const wire = await sign({ credentials: { ...exampleKeys, secretAccessKey: 'of-another-world' } })
    const { code, status, details, diagnosis } = await refusal(received(wire))
    const canonical = [
      'GET',
      '/my-bucket/a%20b.mp4',
      '',
      'host:localhost:4601',
      'x-amz-content-sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-amz-date:20260102T030405Z',
      '',
      'host;x-amz-content-sha256;x-amz-date',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ].join('\n')
    expect([code, status]).toEqual(['SignatureDoesNotMatch', 403])
    expect(details).toMatchObject({
      AWSAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      SignatureProvided: /Signature=(.*)/.exec(wire.headers['authorization'] ?? '')?.[1],
      CanonicalRequest: canonical,
      StringToSign: expect.stringMatching(
        /^AWS4-HMAC-SHA256\n20260102T030405Z\n20260102\/us-east-1\/s3\/aws4_request\n[0-9a-f]{64}$/,
      ),
      StringToSignBytes: expect.stringMatching(/^41 57 53 34 2d 48/),
      CanonicalRequestBytes: expect.stringMatching(/^47 45 54 0a 2f 6d/),
    })
    expect(diagnosis?.expected?.stringToSign).toBe(details['StringToSign'])
    expect(diagnosis?.expected?.canonicalRequest).toBe(canonical)
    expect(diagnosis?.mistakes).toEqual([])
  })

  it('holds for 15 minutes before and after, by the world’s clock', async () => {
    const wire = await sign()
    for (const at of [now - 15 * minute, now, now + 15 * minute])
      expect((await authenticate(received(wire), { ...keys, now: at })).accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE')
    for (const at of [now - 15 * minute - 1, now + 15 * minute + 1]) {
      const { code, status, details } = await refusal(received(wire), { ...keys, now: at })
      expect([code, status]).toEqual(['RequestTimeTooSkewed', 403])
      expect(details).toEqual({
        RequestTime: '20260102T030405Z',
        ServerTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
        MaxAllowedSkewMilliseconds: '900000',
      })
    }
  })

  it('needs a date, and may have that of HTTP', async () => {
    const wire = await sign()
    const { 'x-amz-date': _, ...headers } = wire.headers
    expect((await refusal(received({ ...wire, headers }))).message).toBe(
      'AWS authentication requires a valid Date or x-amz-date header',
    )
    const date = { ...headers, date: 'Fri, 02 Jan 2026 03:04:05 GMT' }
    expect((await refusal(received({ ...wire, headers: date }))).code).toBe('SignatureDoesNotMatch')
    expect((await refusal(received({ ...wire, headers: { ...wire.headers, 'x-amz-date': 'today' } }))).code).toBe(
      'AccessDenied',
    )
  })

  it('needs x-amz-content-sha256, and host and all x-amz-… signed', async () => {
    const wire = await sign()
    const { 'x-amz-content-sha256': _, ...headers } = wire.headers
    const missing = await refusal(received({ ...wire, headers }))
    expect([missing.code, missing.message]).toEqual([
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    ])
    const added = { ...wire.headers, 'x-amz-acl': 'public-read', 'x-amz-meta-a': 'b' }
    const { code, status, message, details } = await refusal(received({ ...wire, headers: added }))
    expect([code, status, message, details]).toEqual([
      'AccessDenied',
      403,
      'There were headers present in the request which were not signed',
      { HeadersNotSigned: 'x-amz-acl, x-amz-meta-a' },
    ])
    const unhosted = await withAuthorization((text) => text.replace('host;', ''))
    expect(unhosted.details).toEqual({ HeadersNotSigned: 'host' })
  })

  it('goes without a session token, and without a second signature', async () => {
    const wire = await sign({ headers: { 'x-amz-security-token': 'left-in-the-environment' } })
    expect((await refusal(received(wire))).code).toBe('InvalidToken')
    for (const query of ['X-Amz-Algorithm=AWS4-HMAC-SHA256', 'AWSAccessKeyId=a&Signature=b&Expires=1']) {
      const { code, message } = await refusal(received({ ...wire, query }))
      expect([code, message.slice(0, 31)]).toEqual(['InvalidArgument', 'Only one auth mechanism allowed'])
    }
  })
})

describe('a presigned URL', () => {
  it.each([
    ['AWS4-HMAC-SHA256', 'AWS4', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"'],
    ['20260102T030405Z', 'today', "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""],
    ['20260102T030405Z', '20261399T000000Z', "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""],
    [
      '20260102T030405Z',
      '20260103T030405Z',
      'Invalid credential date "20260102". This date is not the same as X-Amz-Date: "20260103".',
    ],
    [
      'X-Amz-Expires=60',
      'X-Amz-Expires=604801',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    ],
    ['X-Amz-Expires=60', 'X-Amz-Expires=-1', 'X-Amz-Expires must be non-negative'],
    ['X-Amz-Expires=60', 'X-Amz-Expires=soon', 'X-Amz-Expires should be a number'],
    [
      'X-Amz-Expires=60',
      '',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    ],
    ['X-Amz-SignedHeaders=host', 'X-Amz-SignedHeaders=host%3BA', 'X-Amz-SignedHeaders is malformed'],
    ['X-Amz-Expires=60', 'X-Amz-Expires=60&X-Amz-Expires=600', 'X-Amz-Expires is given more than once'],
    [
      '%2Fs3%2F',
      '%2Fec2%2F',
      'Error parsing the X-Amz-Credential parameter; incorrect service "ec2". This endpoint belongs to "s3".',
    ],
    [
      '%2Fus-east-1%2F',
      '%2Feu-west-1%2F',
      "Error parsing the X-Amz-Credential parameter; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
    ],
  ])('with %s as %s', async (from, to, message) => {
    const wire = await presign()
    const { code, status, message: text } = await refusal(received({ ...wire, query: wire.query.replace(from, to) }))
    expect([code, status, text]).toEqual(['AuthorizationQueryParametersError', 400, message])
  })

  it('expires to the millisecond, and is not valid much before it was made', async () => {
    const wire = await presign()
    for (const at of [now - 15 * minute, now + minute])
      expect((await authenticate(received(wire), { ...keys, now: at })).accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE')
    const { code, status, message, details } = await refusal(received(wire), { ...keys, now: now + minute + 1 })
    expect([code, status, message]).toEqual(['AccessDenied', 403, 'Request has expired'])
    expect(details).toEqual({
      'X-Amz-Expires': '60',
      Expires: '2026-01-02T03:05:05Z',
      ServerTime: '2026-01-02T03:05:05Z',
    })
    const early = await refusal(received(wire), { ...keys, now: now - 15 * minute - 1 })
    expect([early.code, early.status, early.message]).toEqual(['AccessDenied', 403, 'Request is not valid yet'])
  })

  it('carries headers that the SDK has moved into its query', async () => {
    const headers = { 'x-amz-acl': 'public-read', 'x-amz-meta-title': 'Cléo' }
    const call = received(await presign({ method: 'PUT', headers }))
    const answer = await authenticate(call, keys)
    expect(answer.headers.get('x-amz-acl')).toBe('public-read')
    expect(
      new TextDecoder().decode(Uint8Array.from(answer.headers.get('x-amz-meta-title') ?? '', (c) => c.charCodeAt(0))),
    ).toBe('Cléo')
    expect([...answer.headers.keys()].filter((name) => name.startsWith('x-amz-'))).toEqual([
      'x-amz-acl',
      'x-amz-content-sha256',
      'x-amz-meta-title',
    ])
    expect(call.request.headers.has('x-amz-acl')).toBe(false)
  })

  it('takes no header that was not signed, and none that could be no header', async () => {
    const wire = await presign()
    const call = received({ ...wire, headers: { ...wire.headers, 'x-amz-acl': 'public-read' } })
    expect((await refusal(call)).details).toEqual({ HeadersNotSigned: 'x-amz-acl' })
    const split = await presign({ query: { 'x-amz-meta-a': 'b\r\nx-amz-acl: public-read' } })
    expect((await refusal(received(split))).code).toBe('InvalidRequest')
  })
})

describe('nobody’s signature', () => {
  it('is anybody', async () => {
    const wire = { ...(await sign()), headers: {}, query: 'prefix=a+b' }
    const { accessKeyId, body, headers } = await authenticate(received(wire), keys)
    expect([accessKeyId, body, [...headers]]).toEqual([undefined, null, []])
  })

  it('with a query or a path that is none is refused', async () => {
    const wire = { ...(await sign()), headers: {} }
    expect((await refusal(received({ ...wire, query: 'prefix=%zz' }))).code).toBe('InvalidURI')
    const signed = await sign()
    expect((await refusal(received({ ...signed, path: '/my-bucket/%ff' }))).code).toBe('InvalidURI')
  })
})

it('the signature is of the path on the wire, also below /w/NAME, encoded as the client likes', async () => {
  const wire = await sign({ path: '/w/mine/my-bucket/it’s (5+7).mp4' })
  expect((await authenticate(received(wire), keys)).accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE')
  for (const path of [
    '/w/mine/my-bucket/it%e2%80%99s%20(5+7).mp4',
    '/w/mine/my-bucket/it%E2%80%99s%20%285%2B7%29%2Emp4',
  ])
    expect((await authenticate(received({ ...wire, path }), keys)).accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE')
  expect(encode('(')).toBe('%28')
})
