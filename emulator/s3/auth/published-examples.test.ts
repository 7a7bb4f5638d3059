// The examples of signatures that AWS publishes, as a whole: each is sent, and is to be believed.
import { describe, expect, it } from 'vitest'
import { exampleKeys, inPieces } from '../../../harness/s3-signing.ts'
import { splitUrl } from '../../exchange.ts'
import { authenticate, type Keys } from './authenticate.ts'
import { verifyPost } from './verify-post.ts'

const keys: Keys = { credentials: exampleKeys, now: Date.UTC(2013, 4, 24), region: 'us-east-1' }
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const text = (body: string) => new TextEncoder().encode(body)

async function accepted(
  method: string,
  url: string,
  headers: Record<string, string>,
  signed?: [names: string, signature: string],
  body?: Uint8Array<ArrayBuffer>,
  sizes: readonly number[] = [],
) {
  const authorization = signed && {
    'x-amz-date': '20130524T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signed[0]},Signature=${signed[1]}`,
  }
  const init: RequestInit & { duplex: 'half' } = {
    method,
    headers: { ...headers, ...authorization },
    body: body ? inPieces(body, sizes) : null,
    duplex: 'half',
  }
  const request = new Request(url, init)
  const answer = await authenticate({ request, query: splitUrl(request.url).query }, keys)
  return { ...answer, bytes: answer.body && new Uint8Array(await new Response(answer.body).arrayBuffer()) }
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
describe('the examples of signatures in a header', () => {
  it('GET Object', async () => {
    const { accessKeyId } = await accepted(
      'GET',
      'http://examplebucket.s3.amazonaws.com/test.txt',
      { range: 'bytes=0-9', 'x-amz-content-sha256': emptyHash },
      [
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ],
    )
    expect(accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE')
  })

  it('PUT Object', async () => {
    const { bytes } = await accepted(
      'PUT',
      'http://examplebucket.s3.amazonaws.com/test$file.text',
      {
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      },
      [
        'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ],
      text('Welcome to Amazon S3.'),
    )
    expect(bytes).toEqual(text('Welcome to Amazon S3.'))
  })

  it.each([
    ['GET Bucket Lifecycle', '?lifecycle', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
    ['GET Bucket', '?max-keys=2&prefix=J', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  ])('%s', async (_, query, signature) => {
    const { accessKeyId } = await accepted(
      'GET',
      `http://examplebucket.s3.amazonaws.com/${query}`,
      { 'x-amz-content-sha256': emptyHash },
      ['host;x-amz-content-sha256;x-amz-date', signature],
    )
    expect(accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE')
  })
})

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
it('the example of a presigned URL', async () => {
  const { accessKeyId } = await accepted(
    'GET',
    'http://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    {},
  )
  expect(accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE')
})

describe('the examples of chunks', () => {
  const a = text('a'.repeat(66_560))
  const framed = (first: string, second: string, last: string, end: string) =>
    text(
      `10000;chunk-signature=${first}\r\n${'a'.repeat(65_536)}\r\n400;chunk-signature=${second}\r\n${'a'.repeat(1024)}\r\n0;chunk-signature=${last}\r\n${end}`,
    )
  const common = {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  }

  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
  it('each signed', async () => {
    const body = framed(
      'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
      '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
      'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
      '\r\n',
    )
    const { bytes, contentLength } = await accepted(
      'PUT',
      'http://s3.amazonaws.com/examplebucket/chunkObject.txt',
      { ...common, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'content-length': '66824' },
      [
        'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
        '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
      ],
      body,
    )
    expect([bytes, contentLength]).toEqual([a, 66_560])
  })

  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
  it.each([['\r\n'], ['\n\r\n']])('with a trailing checksum that is signed too (%j between them)', async (between) => {
    const body = framed(
      'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
      `x-amz-checksum-crc32c:sOO8/Q==${between}x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n`,
    )
    const { bytes, checksums, checksumAlgorithm } = await accepted(
      'PUT',
      'http://s3.amazonaws.com/examplebucket/chunkObject.txt',
      {
        ...common,
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
        'x-amz-trailer': 'x-amz-checksum-crc32c',
      },
      [
        'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
        '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
      ],
      body,
      [1000, 1, 7],
    )
    expect([bytes, checksumAlgorithm, checksums()]).toEqual([a, 'CRC32C', { CRC32C: 'sOO8/Q==' }])
  })
})

// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html
it('the example of a form', () => {
  const policy = [
    '{ "expiration": "2015-12-30T12:00:00.000Z",',
    '  "conditions": [',
    '    {"bucket": "sigv4examplebucket"},',
    '    ["starts-with", "$key", "user/user1/"],',
    '    {"acl": "public-read"},',
    '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
    '    ["starts-with", "$Content-Type", "image/"],',
    '    {"x-amz-meta-uuid": "14365123651274"},',
    '    {"x-amz-server-side-encryption": "AES256"},',
    '    ["starts-with", "$x-amz-meta-tag", ""],',
    '',
    '    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},',
    '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
    '    {"x-amz-date": "20151229T000000Z" }',
    '  ]',
    '}',
  ].join('\r\n')
  const post = verifyPost(
    {
      bucket: 'sigv4examplebucket',
      filename: 'C:\\photos\\me.jpg',
      fields: Object.entries({
        key: 'user/user1/${filename}',
        acl: 'public-read',
        success_action_redirect: 'http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html',
        'Content-Type': 'image/jpeg',
        'x-amz-meta-uuid': '14365123651274',
        'x-amz-server-side-encryption': 'AES256',
        'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request',
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Date': '20151229T000000Z',
        'x-amz-meta-tag': '',
        Policy: btoa(policy),
        'X-Amz-Signature': '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e',
      }),
    },
    { ...keys, now: Date.UTC(2015, 11, 30) },
  )
  expect([post.accessKeyId, post.key, post.length]).toEqual(['AKIAIOSFODNN7EXAMPLE', 'user/user1/me.jpg', undefined])
  expect(post.success).toEqual({
    redirect: new URL('http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html'),
  })
  expect(Object.fromEntries(post.headers)).toEqual({
    'content-type': 'image/jpeg',
    'x-amz-acl': 'public-read',
    'x-amz-meta-tag': '',
    'x-amz-meta-uuid': '14365123651274',
    'x-amz-server-side-encryption': 'AES256',
  })
})
