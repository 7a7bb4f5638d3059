// Conformance: checksums, given, computed by the SDK, and told.
import {
  type ChecksumAlgorithm,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

const algorithms: ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'SHA1', 'SHA256']

export function checksums({ client, bucket }: Wire): void {
  describe('checksums', () => {
    it('of the SDK are verified, kept and told', async () => {
      const Bucket = await bucket()
      for (const ChecksumAlgorithm of algorithms) {
        const name = `Checksum${ChecksumAlgorithm}` as const
        const put = await client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'checked', ChecksumAlgorithm }))
        const value = Reflect.get(put, name)
        expect(value).toEqual(expect.any(String))
        const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }))
        expect(Reflect.get(head, name)).toBe(value)
        // Here the SDK compares.
        const got = await client().send(new GetObjectCommand({ Bucket, Key: 'a', ChecksumMode: 'ENABLED' }))
        expect(await got.Body?.transformToString()).toBe('checked')
      }
    })

    it('that are wrong keep an object from being stored', async () => {
      const Bucket = await bucket()
      const ChecksumSHA256 = createHash('sha256').update('something else').digest('base64')
      expect(
        await refused(client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ChecksumSHA256 }))),
      ).toMatch(/^400 (BadDigest|XAmzContentChecksumMismatch|InvalidDigest)/)
      const ContentMD5 = createHash('md5').update('something else').digest('base64')
      expect(await refused(client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ContentMD5 })))).toBe(
        '400 BadDigest',
      )
      expect(await refused(client().send(new HeadObjectCommand({ Bucket, Key: 'a' })))).toBe('404 NotFound')
    })

    it('are among the attributes', async () => {
      const Bucket = await bucket()
      const put = await client().send(
        new PutObjectCommand({ Bucket, Key: 'a', Body: 'abc', ChecksumAlgorithm: 'SHA256' }),
      )
      const told = await client().send(
        new GetObjectAttributesCommand({
          Bucket,
          Key: 'a',
          ObjectAttributes: ['ETag', 'Checksum', 'ObjectSize', 'StorageClass'],
        }),
      )
      expect(told).toMatchObject({
        ETag: createHash('md5').update('abc').digest('hex'),
        ObjectSize: 3,
        StorageClass: 'STANDARD',
        Checksum: { ChecksumSHA256: put.ChecksumSHA256 },
      })
    })
  })
}
