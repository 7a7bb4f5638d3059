import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { exampleKeys, received, signBySdk, type ToSign, type WireRequest } from '../../../harness/s3-signing.ts'
import { S3Error } from '../errors.ts'
import { authenticate, type AuthenticateOptions, type Keys } from './authenticate.ts'
import { storedContentEncoding } from './payload.ts'

const now = Date.UTC(2026, 0, 2, 3, 4, 5)
const keys: Keys = { credentials: exampleKeys, now, region: 'us-east-1' }
const text = (body: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(body)
const sign = (request: Partial<ToSign> = {}) =>
  signBySdk({ method: 'PUT', host: 'localhost:4601', path: '/my-bucket/a.mp4', now, ...request })
const crc32Of = (bytes: Uint8Array) => {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(bytes))
  return sum.toString('base64')
}

async function read(wire: WireRequest, sizes: readonly number[] = [], options?: AuthenticateOptions) {
  const answer = await authenticate(received(wire, sizes), keys, options)
  const bytes = answer.body && new Uint8Array(await new Response(answer.body).arrayBuffer())
  return { ...answer, bytes }
}

async function refusal(wire: WireRequest, sizes: readonly number[] = []): Promise<S3Error> {
  try {
    await read(wire, sizes)
  } catch (error) {
    if (error instanceof S3Error) return error
    throw error
  }
  throw new TypeError('Nothing was refused')
}

type Kind = 'signed' | 'signed trailer' | 'unsigned trailer'
const words: Record<Kind, string> = {
  signed: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'signed trailer': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'unsigned trailer': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
}

/** Frames and signs as the documents say, apart from the code that is under test. */
async function framed(
  kind: Kind,
  chunks: readonly Uint8Array[],
  { checksum, headers = {} }: { checksum?: string; headers?: Record<string, string> } = {},
): Promise<WireRequest> {
  const payload = concatBytes(...chunks)
  const trailer = kind !== 'signed'
  const wire = await sign({
    headers: {
      'x-amz-content-sha256': words[kind],
      'x-amz-decoded-content-length': String(payload.length),
      'content-encoding': 'aws-chunked',
      ...(trailer && { 'x-amz-trailer': 'x-amz-checksum-crc32' }),
      ...headers,
    },
  })
  const key = ['20260102', 'us-east-1', 's3', 'aws4_request'].reduce(
    (secret, part) => hmac(sha256, secret, text(part)),
    utf8ToBytes(`AWS4${exampleKeys.secretAccessKey}`),
  )
  const hash = (bytes: Uint8Array) => bytesToHex(sha256(bytes))
  let previous = /Signature=(.*)/.exec(wire.headers['authorization'] ?? '')?.[1] ?? ''
  const next = (algorithm: string, hashes: string) => {
    const line = [algorithm, '20260102T030405Z', '20260102/us-east-1/s3/aws4_request', previous, hashes].join('\n')
    previous = bytesToHex(hmac(sha256, key, text(line)))
    return previous
  }
  const head = (chunk: Uint8Array) => {
    const signature =
      kind === 'unsigned trailer'
        ? ''
        : `;chunk-signature=${next('AWS4-HMAC-SHA256-PAYLOAD', `${hash(text(''))}\n${hash(chunk)}`)}`
    return text(`${chunk.length.toString(16)}${signature}\r\n`)
  }
  const parts = chunks.flatMap((chunk) => (chunk.length === 0 ? [] : [head(chunk), chunk, text('\r\n')]))
  parts.push(head(new Uint8Array()))
  if (trailer) {
    const line = `x-amz-checksum-crc32:${checksum ?? crc32Of(payload)}`
    parts.push(text(`${line}\r\n`))
    if (kind === 'signed trailer')
      parts.push(text(`x-amz-trailer-signature:${next('AWS4-HMAC-SHA256-TRAILER', hash(text(`${line}\n`)))}\r\n`))
  }
  parts.push(text('\r\n'))
  return { ...wire, body: new Uint8Array(concatBytes(...parts)) }
}

const kinds = fc.constantFrom<Kind>('signed', 'signed trailer', 'unsigned trailer')
const payloads = fc
  .tuple(fc.nat(), fc.array(fc.integer({ min: 8192, max: 20_000 }), { maxLength: 3 }), fc.nat({ max: 9000 }))
  .map(([seed, sizes, last]) =>
    [...sizes, last].map((size) => Uint8Array.from({ length: size }, (_, at) => (at * seed) >> 3)),
  )

describe('a body in chunks', () => {
  it('is what it was, wherever it is cut on its way', async () => {
    const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 10_000 })), {
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(kinds, payloads, cuts, async (kind, chunks, sizes) => {
        const payload = concatBytes(...chunks)
        const { bytes, contentLength, checksums } = await read(await framed(kind, chunks), sizes)
        expect(Buffer.compare(bytes ?? new Uint8Array(), payload)).toBe(0)
        expect(contentLength).toBe(payload.length)
        expect(checksums()).toEqual(kind === 'signed' ? {} : { CRC32: crc32Of(payload) })
      }),
      { numRuns: 60 },
    )
  })

  it.each<[Kind]>([['signed'], ['signed trailer'], ['unsigned trailer']])(
    'may come byte by byte (%s)',
    async (kind) => {
      const { bytes } = await read(await framed(kind, [text('a'.repeat(8192)), text('bc')]), [1])
      expect(bytes).toEqual(text(`${'a'.repeat(8192)}bc`))
    },
  )

  it('is refused when one of its bits is another, or when it ends early', async () => {
    await fc.assert(
      fc.asyncProperty(
        kinds,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.boolean(),
        async (kind, where, early) => {
          const wire = await framed(kind, [text('a'.repeat(8192)), text('the end')])
          const body = wire.body ?? new Uint8Array()
          // Half of the changes go to what is not data.
          const at = where < 0.5 ? Math.floor(where * 300) : 8192 + Math.floor((where - 0.5) * 2 * (body.length - 8192))
          const changed = early ? body.slice(0, at) : body.with(at, (body[at] ?? 0) ^ 1)
          const { status, diagnosis } = await refusal({ ...wire, body: new Uint8Array(changed) }, [1000])
          expect([400, 403]).toContain(status)
          expect(diagnosis?.mistakes.length).toBeLessThan(2)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is refused with the words of S3', async () => {
    const chunks = [text('a'.repeat(8192)), text('b')]
    const unsigned = await framed('unsigned trailer', chunks)
    const edit = (wire: WireRequest, change: (body: string) => string): WireRequest => ({
      ...wire,
      body: text(change(new TextDecoder().decode(wire.body))),
    })
    const lines = async (wire: WireRequest) => {
      const { code, status, message, details } = await refusal(wire)
      return [code, status, message, details]
    }
    const trailerError =
      'The request contained trailing data that was not well-formed or did not conform to our published schema.'
    for (const change of [
      (body: string) => body.replace('crc32:', 'crc32c:'),
      (body: string) => body.replace(/x-amz-checksum-crc32:.*\r\n/, ''),
      (body: string) => body.replace('x-amz-checksum', 'x-amz-meta-a:b\r\nx-amz-checksum'),
    ])
      expect(await lines(edit(unsigned, change))).toEqual(['MalformedTrailerError', 400, trailerError, {}])
    expect(await lines(await framed('unsigned trailer', chunks, { checksum: crc32Of(text('other')) }))).toEqual([
      'BadDigest',
      400,
      'The CRC32 you specified did not match the calculated checksum.',
      {},
    ])
    expect(await lines(await framed('signed trailer', chunks, { checksum: 'short' }))).toEqual([
      'InvalidRequest',
      400,
      'Value for x-amz-checksum-crc32 trailing header is invalid.',
      {},
    ])
    expect(await lines(await framed('signed', [text('abc'), text('de')]))).toEqual([
      'InvalidChunkSizeError',
      403,
      'Only the last chunk is allowed to have a size less than 8192 bytes',
      { Chunk: '2', BadChunkSize: '3' },
    ])
    for (const decoded of ['8192', '8194'])
      expect(
        await lines(await framed('signed', chunks, { headers: { 'x-amz-decoded-content-length': decoded } })),
      ).toEqual([
        'IncompleteBody',
        400,
        'You did not provide the number of bytes specified by the Content-Length HTTP header',
        {},
      ])
    for (const change of [
      (body: string) => `${'0'.repeat(2000)}${body}`,
      (body: string) => body.replace('2000\r\n', 'ffffffffffffffff\r\n'),
      (body: string) => body.replace('2000\r\n', '1fff\r\n'),
      (body: string) => `${body}more`,
    ])
      expect((await lines(edit(unsigned, change))).slice(0, 3)).toEqual([
        'IncompleteBody',
        400,
        'The request body terminated unexpectedly',
      ])
  })

  it('says which chunk’s signature is wrong by what it would have signed', async () => {
    const wire = await framed('signed', [text('a'.repeat(8192)), text('b')])
    const body = new Uint8Array(wire.body ?? []).map((byte) => (byte === 98 ? 99 : byte))
    const { code, details, diagnosis } = await refusal({ ...wire, body })
    expect([code, details['StringToSign']]).toEqual([
      'SignatureDoesNotMatch',
      expect.stringMatching(/^AWS4-HMAC-SHA256-PAYLOAD\n20260102T030405Z\n/),
    ])
    expect(diagnosis?.expected?.stringToSign).toBe(details['StringToSign'])
  })

  it('needs its decoded length, and a signature to sign chunks on', async () => {
    const headers = { 'x-amz-content-sha256': words['unsigned trailer'] }
    expect((await refusal(await sign({ headers, body: text('0\r\n\r\n') }))).status).toBe(411)
    const wire = await framed('signed', [text('a')])
    const { authorization: _, ...anonymous } = wire.headers
    expect((await refusal({ ...wire, headers: anonymous })).code).toBe('InvalidArgument')
    const open = await framed('unsigned trailer', [text('a')])
    const { authorization: __, ...rest } = open.headers
    expect((await read({ ...open, headers: rest })).bytes).toEqual(text('a'))
  })
})

describe('a plain body', () => {
  it('has the hash that was signed', async () => {
    const wire = await sign({ body: text('film') })
    expect((await read(wire, [1])).bytes).toEqual(text('film'))
    const { code, status, details } = await refusal({ ...wire, body: text('Film') })
    expect([code, status]).toEqual(['XAmzContentSHA256Mismatch', 400])
    expect(details).toEqual({
      ClientComputedContentSHA256: bytesToHex(sha256(text('film'))),
      S3ComputedContentSHA256: bytesToHex(sha256(text('Film'))),
    })
    const { body: _, ...without } = wire
    expect((await refusal(without)).code).toBe('XAmzContentSHA256Mismatch')
  })

  it('may go unsigned, and says so in a way that is known', async () => {
    const wire = await sign({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }, body: text('film') })
    expect((await read({ ...wire, body: text('other') })).bytes).toEqual(text('other'))
    for (const word of ['unsigned', 'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD', 'toString']) {
      const { code, details } = await refusal(
        await sign({ headers: { 'x-amz-content-sha256': word }, body: text('film') }),
      )
      expect([code, details]).toEqual([
        'InvalidArgument',
        { ArgumentName: 'x-amz-content-sha256', ArgumentValue: word },
      ])
    }
    const chunked = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'content-encoding': 'aws-chunked' }
    expect((await refusal(await sign({ headers: chunked, body: text('film') }))).message).toContain(
      'aws-chunked encoding',
    )
  })

  it('has the length that was said', async () => {
    for (const length of ['3', '5']) {
      const { code, status } = await refusal(await sign({ headers: { 'content-length': length }, body: text('film') }))
      expect([code, status]).toEqual(['IncompleteBody', 400])
    }
    expect((await read(await sign({ headers: { 'content-length': '4' }, body: text('film') }))).contentLength).toBe(4)
    expect((await refusal(await sign({ headers: { 'content-length': '4' } }))).code).toBe('IncompleteBody')
    const unknown = await sign({ headers: { 'transfer-encoding': 'chunked' }, body: text('film') })
    expect([(await refusal(unknown)).code, (await refusal(unknown)).status]).toEqual(['MissingContentLength', 411])
  })

  it('breaks off as S3 says when its client goes away', async () => {
    const wire = await sign({ body: text('film') })
    const { request, query } = received(wire)
    const init: RequestInit & { duplex: 'half' } = {
      body: new ReadableStream({ pull: (controller) => controller.error(new Error('socket hang up')) }),
      duplex: 'half',
    }
    const broken = new Request(request, init)
    const { body } = await authenticate({ request: broken, query }, keys)
    await expect(new Response(body).arrayBuffer()).rejects.toMatchObject({
      code: 'IncompleteBody',
      message: 'The request body terminated unexpectedly',
    })
  })

  it.each([
    ['CRC32', 'x-amz-checksum-crc32', crc32Of(text('film'))],
    ['SHA1', 'x-amz-checksum-sha1', createHash('sha1').update('film').digest('base64')],
    ['SHA256', 'x-amz-checksum-sha256', createHash('sha256').update('film').digest('base64')],
    ['SHA512', 'x-amz-checksum-sha512', createHash('sha512').update('film').digest('base64')],
    ['MD5', 'x-amz-checksum-md5', createHash('md5').update('film').digest('base64')],
  ])('has the %s that its header gives', async (algorithm, name, value) => {
    const headers = { [name]: value, 'x-amz-sdk-checksum-algorithm': algorithm }
    const { checksums, checksumAlgorithm } = await read(await sign({ headers, body: text('film') }))
    expect([checksumAlgorithm, checksums()]).toEqual([algorithm, { [algorithm]: value }])
    const other = await sign({ headers, body: text('Film') })
    expect([(await refusal(other)).code, (await refusal(other)).message]).toEqual([
      'BadDigest',
      `The ${algorithm} you specified did not match the calculated checksum.`,
    ])
    expect((await refusal(await sign({ headers: { [name]: 'AAAA' }, body: text('film') }))).message).toBe(
      `Value for ${name} header is invalid.`,
    )
  })

  it('has the MD5 of its oldest header', async () => {
    const md5 = createHash('md5').update('film').digest()
    const headers = { 'content-md5': md5.toString('base64') }
    expect((await read(await sign({ headers, body: text('film') }))).checksums()).toEqual({})
    const { code, message, details } = await refusal(await sign({ headers, body: text('Film') }))
    expect([code, message, details]).toEqual([
      'BadDigest',
      'The Content-MD5 you specified did not match what we received.',
      { ExpectedDigest: md5.toString('hex'), CalculatedDigest: createHash('md5').update('Film').digest('base64') },
    ])
    const hex = await refusal(await sign({ headers: { 'content-md5': md5.toString('hex') }, body: text('film') }))
    expect([hex.code, hex.details]).toEqual(['InvalidDigest', { 'Content-MD5': md5.toString('hex') }])
  })

  it.each([
    [
      { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' },
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    ],
    [{ 'x-amz-checksum-crc16': 'AAAA' }, 'The algorithm type you specified in x-amz-checksum- header is invalid.'],
    [
      { 'x-amz-checksum-constructor': 'AAAA' },
      'The algorithm type you specified in x-amz-checksum- header is invalid.',
    ],
    [
      { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-sdk-checksum-algorithm': 'SHA1' },
      'Value for x-amz-sdk-checksum-algorithm header is invalid.',
    ],
    [
      { 'x-amz-sdk-checksum-algorithm': 'SHA1' },
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    ],
    [
      { 'x-amz-trailer': 'x-amz-meta-a', 'x-amz-content-sha256': words['unsigned trailer'] },
      'The value specified in the x-amz-trailer header is not supported',
    ],
  ])('with %j is refused', async (headers: Record<string, string>, message) => {
    const refused = await refusal(await sign({ headers, body: text('film') }))
    expect([refused.code, refused.status, refused.message]).toEqual(['InvalidRequest', 400, message])
  })

  it('has more checksums taken on the way when they are asked for, also of nothing', async () => {
    const { checksums } = await read(await sign({ body: text('123456789') }), [], { compute: ['CRC64NVME', 'CRC32'] })
    expect(checksums()).toEqual({ CRC64NVME: 'rosUhgp5mIg=', CRC32: 'y/Q5Jg==' })
    const nothing = await read(await sign(), [], { compute: ['CRC64NVME'] })
    expect([nothing.bytes, nothing.checksums()]).toEqual([null, { CRC64NVME: 'AAAAAAAAAAA=' }])
  })

  it('is left alone by checksums that are the object’s', async () => {
    const headers = { 'x-amz-checksum-crc32': crc32Of(text('the object')) }
    const wire = await sign({ method: 'POST', headers, body: text('<CompleteMultipartUpload/>') })
    const { bytes, checksums } = await read(wire, [], { checksumsAreOf: 'object' })
    expect([bytes, checksums()]).toEqual([text('<CompleteMultipartUpload/>'), {}])
  })

  it('does not tell its checksums before it was read', async () => {
    const { checksums } = await authenticate(received(await sign({ body: text('film') })), keys, { compute: ['CRC32'] })
    expect(checksums).toThrow('when it was read to its end')
  })
})

it('aws-chunked is no encoding of the object', () => {
  const stored = (value: string) => storedContentEncoding(new Headers({ 'content-encoding': value }))
  expect([stored('aws-chunked'), stored('gzip, aws-chunked'), stored('aws-chunked,gzip,br'), stored('gzip')]).toEqual([
    undefined,
    'gzip',
    'gzip,br',
    'gzip',
  ])
})
