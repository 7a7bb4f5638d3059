// What the SDK's own client sends, caught before it reaches a wire.
import {
  type $Command,
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  type S3ClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { encode, exampleKeys, received, type WireRequest } from '../../../harness/s3-signing.ts'
import { authenticate, type AuthenticateOptions } from './authenticate.ts'
import { presentedAccessKey } from './presented-key.ts'

interface Sent {
  method: string
  hostname: string
  port?: number
  path: string
  query: Record<string, string | string[] | null>
  headers: Record<string, string>
  body?: string | Uint8Array | Readable
}

const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} }

/** A client whose requests end here. */
function client(config: S3ClientConfig = {}) {
  const sent: WireRequest[] = []
  const s3 = new S3Client({
    region: 'us-east-1',
    endpoint: 'http://localhost:4601',
    forcePathStyle: true,
    credentials: exampleKeys,
    maxAttempts: 1,
    logger: quiet,
    requestHandler: {
      async handle({ method, hostname, port, path, query, headers, body }: Sent) {
        const bytes = body instanceof Readable ? await buffer(body) : body === undefined ? undefined : Buffer.from(body)
        const pairs = Object.entries(query).flatMap(([name, values]) =>
          [values ?? ''].flat().map((value) => `${encode(name)}=${encode(value)}`),
        )
        sent.push({
          method,
          host: port === undefined ? hostname : `${hostname}:${port}`,
          path,
          query: pairs.join('&'),
          headers,
          ...(bytes && { body: new Uint8Array(bytes) }),
        })
        throw new TypeError('Caught')
      },
    },
    ...config,
  })
  const send = async <Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    command: $Command<Input, Output, S3ClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>,
  ) => {
    await expect(s3.send(command)).rejects.toThrow('Caught')
    const [wire] = sent.splice(0)
    if (!wire) throw new TypeError('Nothing was sent')
    return wire
  }
  return { s3, send }
}

async function read(wire: WireRequest, options?: AuthenticateOptions) {
  const call = received(wire, [1000])
  const keys = { credentials: exampleKeys, now: Date.now(), region: 'us-east-1' }
  const answer = await authenticate(call, keys, options)
  const bytes = answer.body && Buffer.from(await new Response(answer.body).arrayBuffer()).toString()
  return { ...answer, bytes, key: presentedAccessKey(call) }
}

const address = { Bucket: 'my-bucket', Key: "films/cléo's (5+7) *!.mp4" }
const film = 'film '.repeat(5000)

describe('the SDK for JavaScript', () => {
  it('reads and lists', async () => {
    const { send } = client()
    const listing = new ListObjectsV2Command({ Bucket: 'my-bucket', Prefix: 'a/b c+', StartAfter: '*' })
    for (const wire of [await send(new GetObjectCommand({ ...address, Range: 'bytes=0-9' })), await send(listing)]) {
      const { accessKeyId, key, body } = await read(wire)
      expect([accessKeyId, key, body]).toEqual(['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE', null])
    }
  })

  it('puts what it has, with the CRC32 that it always sends', async () => {
    const { send } = client()
    const wire = await send(
      new PutObjectCommand({ ...address, Body: film, ContentType: 'video/mp4', Metadata: { a: 'b  c' } }),
    )
    const { bytes, contentLength, checksums, checksumAlgorithm } = await read(wire)
    expect([bytes, contentLength, checksumAlgorithm]).toEqual([film, 25_000, 'CRC32'])
    expect(checksums()).toHaveProperty('CRC32')
  })

  it.each(['CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'puts with %s, in a header and in a trailer',
    async (algorithm) => {
      const { send } = client()
      for (const Body of [film, Readable.from([film])]) {
        const stream = typeof Body === 'string' ? {} : { ContentLength: film.length }
        const wire = await send(new PutObjectCommand({ ...address, Body, ChecksumAlgorithm: algorithm, ...stream }))
        const { bytes, checksums, checksumAlgorithm } = await read(wire)
        expect([bytes, checksumAlgorithm, Object.keys(checksums())]).toEqual([film, algorithm, [algorithm]])
      }
    },
  )

  it('puts with MD5, which is Content-MD5', async () => {
    const { send } = client()
    const wire = await send(new PutObjectCommand({ ...address, Body: film, ChecksumAlgorithm: 'MD5' }))
    expect(wire.headers).toMatchObject({ 'x-amz-sdk-checksum-algorithm': 'MD5', 'content-md5': expect.any(String) })
    expect((await read(wire)).bytes).toBe(film)
    await expect(read({ ...wire, headers: { ...wire.headers, 'content-md5': '' } })).rejects.toMatchObject({
      status: 403,
    })
  })

  it('streams in chunks with a trailer', async () => {
    const { send } = client({ requestStreamBufferSize: 8192 })
    const Body = Readable.from(Array.from({ length: 5000 }, () => Buffer.from('film ')))
    const wire = await send(new PutObjectCommand({ ...address, Body, ContentLength: film.length }))
    expect(wire.headers['x-amz-content-sha256']).toBe('STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    const { bytes, contentLength, checksums } = await read(wire)
    expect([bytes, contentLength]).toEqual([film, 25_000])
    expect(checksums()).toHaveProperty('CRC32')
  })

  it('is told when its chunks are too small, as S3 tells it', async () => {
    const { send } = client()
    const Body = Readable.from(Array.from({ length: 5 }, () => Buffer.from('film ')))
    const wire = await send(new PutObjectCommand({ ...address, Body, ContentLength: 25 }))
    await expect(read(wire)).rejects.toMatchObject({ code: 'InvalidChunkSizeError' })
  })

  it('sends parts, and completes with the checksum of the object', async () => {
    const { send } = client()
    const part = new UploadPartCommand({ ...address, UploadId: 'an/id+', PartNumber: 1, Body: film })
    expect((await read(await send(part))).bytes).toBe(film)
    const complete = new CompleteMultipartUploadCommand({
      ...address,
      UploadId: 'an/id+',
      ChecksumCRC32: 'AAAAAA==',
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"a"' }] },
    })
    expect((await read(await send(complete), { checksumsAreOf: 'object' })).bytes).toContain(
      '<PartNumber>1</PartNumber>',
    )
  })

  it('names the bucket by the host', async () => {
    const { send } = client({ forcePathStyle: false, endpoint: 'http://s3.localhost:4601' })
    const wire = await send(new GetObjectCommand(address))
    expect(wire.host).toBe('my-bucket.s3.localhost:4601')
    expect((await read(wire)).accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE')
  })

  it('presigns reading and writing', async () => {
    const { s3 } = client()
    for (const [method, command] of [
      ['GET', new GetObjectCommand({ ...address, ResponseContentType: 'video/mp4' })],
      ['PUT', new PutObjectCommand({ ...address, ACL: 'public-read', Metadata: { title: 'Film' } })],
    ] as const) {
      const url = new URL(await getSignedUrl(s3, command, { expiresIn: 60 }))
      const wire = {
        method,
        host: url.host,
        path: url.pathname,
        query: url.search.slice(1),
        headers: { host: url.host },
      }
      const { accessKeyId, key, headers } = await read(wire)
      expect([accessKeyId, key]).toEqual(['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'])
      expect(headers.get('x-amz-acl')).toBe(method === 'PUT' ? 'public-read' : null)
    }
  })
})

describe('the access key that a request names', () => {
  const key = (url: string, authorization?: string) =>
    presentedAccessKey({
      request: new Request('http://localhost:4601/', authorization === undefined ? {} : { headers: { authorization } }),
      query: url,
    })

  it('may hold slashes, and may be missing', () => {
    expect(key('', 'AWS4-HMAC-SHA256 Credential=a/b/20260102/us-east-1/s3/aws4_request, Signature=c')).toBe('a/b')
    expect(key('a=b&X-Amz-Credential=a%2F20260102%2Fus-east-1%2Fs3%2Faws4_request')).toBe('a')
    for (const query of ['', 'X-Amz-Credential=%zz', 'X-Amz-Credential=a%2Fb', 'X-Amz-Credential='])
      expect(key(query)).toBeUndefined()
    expect(key('', 'AWS a:b')).toBe('a')
    expect(key('Expires=1&AWSAccessKeyId=a%2Fb&Signature=c')).toBe('a/b')
  })
})
