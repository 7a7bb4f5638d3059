// Conformance: buckets.
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function buckets({ client, bucket }: Wire): void {
  describe('buckets', () => {
    it('are made, found, listed and deleted', async () => {
      const Bucket = await bucket()
      expect((await client().send(new HeadBucketCommand({ Bucket }))).$metadata.httpStatusCode).toBe(200)
      const { Buckets = [], Owner } = await client().send(new ListBucketsCommand({}))
      const found = Buckets.find(({ Name }) => Name === Bucket)
      expect(found?.CreationDate).toBeInstanceOf(Date)
      expect(Owner?.ID).toBeTruthy()
      const location = await client().send(new GetBucketLocationCommand({ Bucket }))
      expect(location.LocationConstraint ?? '').toBe('')
      await client().send(new DeleteBucketCommand({ Bucket }))
      expect(await refused(client().send(new HeadBucketCommand({ Bucket })))).toBe('404 NotFound')
    })

    it('are not deleted while they hold an object', async () => {
      const Bucket = await bucket()
      await client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }))
      expect(await refused(client().send(new DeleteBucketCommand({ Bucket })))).toBe('409 BucketNotEmpty')
    })

    it('that are not there are told by every call', async () => {
      const Bucket = 'no-such-bucket-at-all'
      expect(await refused(client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' })))).toBe(
        '404 NoSuchBucket',
      )
      expect(await refused(client().send(new GetObjectCommand({ Bucket, Key: 'a' })))).toBe('404 NoSuchBucket')
      expect(await refused(client().send(new DeleteBucketCommand({ Bucket })))).toBe('404 NoSuchBucket')
    })

    it('have the names that S3 allows', async () => {
      for (const Bucket of ['ab', 'My-Bucket', 'a..b'])
        expect(await refused(client().send(new CreateBucketCommand({ Bucket })))).toBe('400 InvalidBucketName')
    })
  })
}
