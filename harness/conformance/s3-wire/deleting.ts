// Conformance: deletes, of one and of many.
import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'

export function deleting({ client, bucket }: Wire): void {
  describe('deletes', () => {
    it('are answered alike whether there was an object or not', async () => {
      const Bucket = await bucket()
      await client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }))
      for (const Key of ['a', 'none'])
        expect((await client().send(new DeleteObjectCommand({ Bucket, Key }))).$metadata.httpStatusCode).toBe(204)
      expect((await client().send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0)
    })

    it('of many tell of each, unless they are to be quiet', async () => {
      const Bucket = await bucket()
      const names = ['a', 'b & <b>', 'été', 'none']
      for (const Key of names.slice(0, 3)) await client().send(new PutObjectCommand({ Bucket, Key, Body: 'a' }))
      const Objects = names.map((Key) => ({ Key }))
      const { Deleted = [], Errors } = await client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
      expect(Deleted.map(({ Key }) => Key).toSorted()).toEqual(names.toSorted())
      expect(Errors ?? []).toEqual([])
      const quiet = await client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
      expect(quiet.Deleted ?? []).toEqual([])
      expect((await client().send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0)
    })
  })
}
