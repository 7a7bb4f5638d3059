import { Crc64Nvme } from '@aws-sdk/checksums/crc'
import { Xxh3_128, Xxh3_64, Xxh64 } from '@aws-sdk/checksums/xxh'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { createChecksum } from './checksum-digest.ts'
import {
  checksumAlgorithm,
  type ChecksumAlgorithm,
  checksumHeader,
  fromBase64,
  parseChecksum,
  toBase64,
} from './checksums.ts'
import { combineChecksums, defaultChecksumType, hasChecksumType } from './combine-checksums.ts'

async function sum(algorithm: ChecksumAlgorithm, ...pieces: Uint8Array[]): Promise<string> {
  const digest = await createChecksum(algorithm)
  for (const piece of pieces) digest.update(piece)
  return toBase64(digest.digest())
}
const digits = new TextEncoder().encode('123456789')
const bytes = fc.uint8Array({ maxLength: 3000 })

describe('a checksum', () => {
  it.each<[ChecksumAlgorithm, string]>([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', createHash('sha1').update(digits).digest('hex')],
    ['SHA256', createHash('sha256').update(digits).digest('hex')],
    ['SHA512', createHash('sha512').update(digits).digest('hex')],
    ['MD5', createHash('md5').update(digits).digest('hex')],
    ['XXHASH64', '8cb841db40e6ae83'],
  ])('%s of 123456789 is %s', async (algorithm, hex) => {
    const expected = Uint8Array.from(Buffer.from(hex, 'hex'))
    expect(await sum(algorithm, digits)).toBe(toBase64(expected))
    expect(parseChecksum(algorithm, toBase64(expected))).toEqual(expected)
    expect(parseChecksum(algorithm, toBase64(expected.slice(1)))).toBeUndefined()
    expect(checksumAlgorithm(checksumHeader(algorithm).slice('x-amz-checksum-'.length))).toBe(algorithm)
  })

  it.each<[ChecksumAlgorithm, new () => { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> }]>([
    ['CRC64NVME', Crc64Nvme],
    ['XXHASH64', Xxh64],
    ['XXHASH3', Xxh3_64],
    ['XXHASH128', Xxh3_128],
  ])('%s is what the SDK sends, however it comes in pieces', async (algorithm, Sdk) => {
    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (first, second) => {
        const oracle = new Sdk()
        oracle.update(first)
        oracle.update(second)
        expect(await sum(algorithm, first, second)).toBe(toBase64(await oracle.digest()))
      }),
      { numRuns: 50 },
    )
  })

  it('of one body does not disturb that of another', async () => {
    const first = await createChecksum('CRC32C')
    const second = await createChecksum('CRC32C')
    first.update(digits)
    second.update(digits.subarray(0, 4))
    expect([toBase64(first.digest()), toBase64(first.digest())]).toEqual(['4waSgw==', '4waSgw=='])
    const third = await createChecksum('CRC32C')
    const fourth = await createChecksum('CRC32C')
    third.update(digits)
    second.update(digits.subarray(4))
    fourth.update(digits)
    expect([third, second, fourth].map((digest) => toBase64(digest.digest()))).toEqual(Array(3).fill('4waSgw=='))
  })

  it('CRC32 is the same where the platform has none, as in a browser', async () => {
    vi.resetModules()
    vi.doMock('#platform', async (original) => ({ ...(await original<object>()), crc32: undefined }))
    const there = await import('./checksum-digest.ts')
    vi.doUnmock('#platform')
    const digest = await there.createChecksum('CRC32')
    digest.update(digits)
    expect(there.createChecksum).not.toBe(createChecksum)
    expect(toBase64(digest.digest())).toBe('y/Q5Jg==')
  })

  it('has a known name', () => {
    for (const name of ['', 'crc16', 'constructor', 'toString']) expect(checksumAlgorithm(name)).toBeUndefined()
    for (const text of ['AAA', 'AAAA=', 'A===', '-_-_', ' AAA', 'AAAA\n']) expect(fromBase64(text)).toBeUndefined()
  })
})

describe('the checksum of an object in parts', () => {
  const crcs = fc.constantFrom<ChecksumAlgorithm>('CRC32', 'CRC32C', 'CRC64NVME')

  it('is that of its bytes, for a CRC', async () => {
    await fc.assert(
      fc.asyncProperty(crcs, fc.array(bytes, { minLength: 1, maxLength: 5 }), async (algorithm, parts) => {
        const sums = await Promise.all(
          parts.map(async (part) => ({ checksum: await sum(algorithm, part), size: part.length })),
        )
        expect(await combineChecksums(algorithm, 'FULL_OBJECT', sums)).toBe(await sum(algorithm, ...parts))
      }),
      { numRuns: 100 },
    )
  })

  it('is found for ten thousand parts of five terabytes', async () => {
    const part = { checksum: 'y/Q5Jg==', size: 500 * 1024 * 1024 }
    const parts = Array.from({ length: 10_000 }, () => part)
    const whole = await combineChecksums('CRC32', 'FULL_OBJECT', parts)
    const halves = await combineChecksums('CRC32', 'FULL_OBJECT', parts.slice(5000))
    const half = { checksum: halves, size: part.size * 5000 }
    expect(await combineChecksums('CRC32', 'FULL_OBJECT', [half, half])).toBe(whole)
  })

  it('is else the checksum of theirs, and how many there are', async () => {
    const sha = (data: Uint8Array | string) => createHash('sha256').update(data).digest()
    const parts = ['a', 'bc'].map((part) => ({ checksum: sha(part).toString('base64'), size: part.length }))
    expect(await combineChecksums('SHA256', 'COMPOSITE', parts)).toBe(
      `${sha(Buffer.concat([sha('a'), sha('bc')])).toString('base64')}-2`,
    )
    const crc = (data: Uint8Array) => {
      const four = Buffer.alloc(4)
      four.writeUInt32BE(crc32(data))
      return four
    }
    const checksum = crc(digits)
    expect(await combineChecksums('CRC32', 'COMPOSITE', [{ checksum: checksum.toString('base64'), size: 9 }])).toBe(
      `${crc(checksum).toString('base64')}-1`,
    )
  })

  it('has the types that S3 gives an algorithm', async () => {
    expect([hasChecksumType('SHA1', 'FULL_OBJECT'), hasChecksumType('CRC64NVME', 'COMPOSITE')]).toEqual([false, false])
    expect([hasChecksumType('CRC32', 'FULL_OBJECT'), hasChecksumType('CRC32', 'COMPOSITE')]).toEqual([true, true])
    expect([defaultChecksumType('CRC64NVME'), defaultChecksumType('CRC32')]).toEqual(['FULL_OBJECT', 'COMPOSITE'])
    await expect(combineChecksums('SHA1', 'FULL_OBJECT', [])).rejects.toThrow(RangeError)
    await expect(combineChecksums('CRC32', 'COMPOSITE', [{ checksum: 'AAAA', size: 1 }])).rejects.toThrow(
      'AAAA is no CRC32',
    )
  })
})
