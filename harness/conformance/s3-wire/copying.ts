// Conformance: copies.
import {
  CopyObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function copying({ client, bucket }: Wire): void {
  describe('copies', () => {
    const key = 'a b/é+c.txt'
    const source = async () => {
      const Bucket = await bucket()
      const { ETag } = await client().send(
        new PutObjectCommand({
          Bucket,
          Key: key,
          Body: 'copied',
          ContentType: 'text/x-a',
          Metadata: { a: '1' },
          Tagging: 't=1',
        }),
      )
      return { Bucket, ETag, CopySource: encodeURI(`${Bucket}/${key}`).replaceAll('+', '%2B') }
    }

    it('have the bytes, the properties and the tags of their source', async () => {
      const { Bucket, ETag, CopySource } = await source()
      const { CopyObjectResult } = await client().send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource }))
      expect(CopyObjectResult).toMatchObject({ ETag, LastModified: expect.any(Date) })
      const got = await client().send(new GetObjectCommand({ Bucket, Key: 'b' }))
      expect([await got.Body?.transformToString(), got.ContentType, got.Metadata]).toEqual([
        'copied',
        'text/x-a',
        { a: '1' },
      ])
      const { TagSet } = await client().send(new GetObjectTaggingCommand({ Bucket, Key: 'b' }))
      expect(TagSet).toEqual([{ Key: 't', Value: '1' }])
    })

    it('may have other properties and tags', async () => {
      const { Bucket, CopySource } = await source()
      await client().send(
        new CopyObjectCommand({
          Bucket,
          Key: 'b',
          CopySource,
          MetadataDirective: 'REPLACE',
          ContentType: 'text/x-b',
          Metadata: { b: '2' },
          TaggingDirective: 'REPLACE',
          Tagging: 'u=2',
        }),
      )
      const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'b' }))
      expect([head.ContentType, head.Metadata]).toEqual(['text/x-b', { b: '2' }])
      const { TagSet } = await client().send(new GetObjectTaggingCommand({ Bucket, Key: 'b' }))
      expect(TagSet).toEqual([{ Key: 'u', Value: '2' }])
    })

    it('onto themselves have to change something', async () => {
      const { Bucket, CopySource } = await source()
      const onto = { Bucket, Key: key, CopySource }
      expect(await refused(client().send(new CopyObjectCommand(onto)))).toBe('400 InvalidRequest')
      await client().send(new CopyObjectCommand({ ...onto, MetadataDirective: 'REPLACE', Metadata: { c: '3' } }))
      expect((await client().send(new HeadObjectCommand({ Bucket, Key: key }))).Metadata).toEqual({ c: '3' })
    })

    it('depend on their source where that is asked for', async () => {
      const { Bucket, ETag, CopySource } = await source()
      const copy = (given: object) =>
        refused(client().send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource, ...given })))
      expect(await copy({ CopySourceIfMatch: ETag })).toBe('not refused')
      expect(await copy({ CopySourceIfMatch: '"other"' })).toBe('412 PreconditionFailed')
      expect(await copy({ CopySourceIfNoneMatch: ETag })).toBe('412 PreconditionFailed')
      expect(await copy({ CopySource: `${Bucket}/none` })).toBe('404 NoSuchKey')
    })
  })
}
