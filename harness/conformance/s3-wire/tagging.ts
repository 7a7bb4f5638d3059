// Conformance: tags.
import {
  DeleteBucketTaggingCommand,
  DeleteObjectTaggingCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function tagging({ client, bucket }: Wire): void {
  describe('tags', () => {
    it('of objects are put with them, changed and removed', async () => {
      const at = { Bucket: await bucket(), Key: 'a' }
      await client().send(new PutObjectCommand({ ...at, Body: 'a', Tagging: 'genre=new%20wave&year=1962' }))
      expect((await client().send(new GetObjectCommand(at))).TagCount).toBe(2)
      const { TagSet = [] } = await client().send(new GetObjectTaggingCommand(at))
      expect(TagSet.toSorted((a, b) => (a.Key ?? '').localeCompare(b.Key ?? ''))).toEqual([
        { Key: 'genre', Value: 'new wave' },
        { Key: 'year', Value: '1962' },
      ])
      await client().send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }))
      expect((await client().send(new GetObjectTaggingCommand(at))).TagSet).toEqual([{ Key: 'k', Value: 'v' }])
      await client().send(new DeleteObjectTaggingCommand(at))
      expect((await client().send(new GetObjectTaggingCommand(at))).TagSet).toEqual([])
    })

    it('have limits', async () => {
      const at = { Bucket: await bucket(), Key: 'a' }
      await client().send(new PutObjectCommand({ ...at, Body: 'a' }))
      const put = (TagSet: { Key: string; Value: string }[]) =>
        refused(client().send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet } })))
      expect(await put(Array.from({ length: 11 }, (_, n) => ({ Key: `${n}`, Value: '' })))).toMatch(
        /^400 (BadRequest|InvalidTag)$/,
      )
      expect(await put([{ Key: 'x'.repeat(129), Value: '' }])).toBe('400 InvalidTag')
    })

    it('of buckets are put, read and removed', async () => {
      const Bucket = await bucket()
      expect(await refused(client().send(new GetBucketTaggingCommand({ Bucket })))).toBe('404 NoSuchTagSet')
      const TagSet = [{ Key: 'team', Value: 'video' }]
      await client().send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }))
      expect((await client().send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet)
      await client().send(new DeleteBucketTaggingCommand({ Bucket }))
      expect(await refused(client().send(new GetBucketTaggingCommand({ Bucket })))).toBe('404 NoSuchTagSet')
    })
  })
}
