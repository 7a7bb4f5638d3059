// Conformance: lists.
import { ListObjectsCommand, ListObjectsV2Command, paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

const keys = ['a.txt', 'films/1.mp4', 'films/2.mp4', 'films/été.mp4', 'stills/1.png', 'z & <z>.txt']

export function listing({ client, bucket }: Wire): void {
  describe('lists', () => {
    const filled = async (names: readonly string[] = keys) => {
      const Bucket = await bucket()
      await Promise.all(names.map((Key) => client().send(new PutObjectCommand({ Bucket, Key, Body: Key }))))
      return Bucket
    }

    it('are of all keys in the order of their bytes', async () => {
      const Bucket = await filled()
      const { Contents = [], KeyCount, IsTruncated, Name } = await client().send(new ListObjectsV2Command({ Bucket }))
      expect(Contents.map(({ Key }) => Key)).toEqual(keys)
      expect({ KeyCount, IsTruncated, Name }).toEqual({ KeyCount: keys.length, IsTruncated: false, Name: Bucket })
      expect(Contents[0]).toMatchObject({
        Size: 5,
        StorageClass: 'STANDARD',
        ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      })
      expect(Contents[0]?.Owner).toBeUndefined()
      const owned = await client().send(new ListObjectsV2Command({ Bucket, FetchOwner: true }))
      expect(owned.Contents?.[0]?.Owner?.ID).toBeTruthy()
    })

    it('have folders', async () => {
      const Bucket = await filled()
      const top = await client().send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }))
      expect(top.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['films/', 'stills/'])
      expect(top.Contents?.map(({ Key }) => Key)).toEqual(['a.txt', 'z & <z>.txt'])
      const below = await client().send(new ListObjectsV2Command({ Bucket, Delimiter: '/', Prefix: 'films/' }))
      expect(below.Contents?.map(({ Key }) => Key)).toEqual(['films/1.mp4', 'films/2.mp4', 'films/été.mp4'])
    })

    it('come in pages', async () => {
      const Bucket = await filled()
      const pages: (string | undefined)[][] = []
      for await (const page of paginateListObjectsV2({ client: client(), pageSize: 2 }, { Bucket, Delimiter: '/' }))
        pages.push([
          ...(page.Contents ?? []).map(({ Key }) => Key),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
        ])
      expect(pages).toEqual([
        ['a.txt', 'films/'],
        ['z & <z>.txt', 'stills/'],
      ])
      const after = await client().send(new ListObjectsV2Command({ Bucket, StartAfter: 'films/2.mp4' }))
      expect(after.Contents?.map(({ Key }) => Key)).toEqual(keys.slice(3))
      const none = await client().send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }))
      expect([none.KeyCount, none.IsTruncated]).toEqual([0, false])
    })

    it('of the older kind go on by markers', async () => {
      const Bucket = await filled()
      const first = await client().send(new ListObjectsCommand({ Bucket, MaxKeys: 2, Delimiter: '/' }))
      expect([first.IsTruncated, first.NextMarker]).toEqual([true, 'films/'])
      const rest = await client().send(new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: first.NextMarker }))
      expect(rest.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['stills/'])
      expect(rest.Contents?.map(({ Key }) => Key)).toEqual(['z & <z>.txt'])
      expect(rest.Contents?.[0]?.Owner?.ID).toBeTruthy()
    })

    it('may have their keys encoded', async () => {
      const odd = ['a+b c', 'é', '\u0001\n']
      const Bucket = await filled(odd)
      const { Contents = [], EncodingType } = await client().send(
        new ListObjectsV2Command({ Bucket, EncodingType: 'url' }),
      )
      expect(EncodingType).toBe('url')
      const plain = Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')))
      expect(plain.toSorted()).toEqual(odd.toSorted())
    })

    it('are refused for what cannot be', async () => {
      const Bucket = await bucket()
      expect(await refused(client().send(new ListObjectsV2Command({ Bucket, MaxKeys: -1 })))).toBe(
        '400 InvalidArgument',
      )
      expect(await refused(client().send(new ListObjectsV2Command({ Bucket, ContinuationToken: '' })))).toBe(
        '400 InvalidArgument',
      )
    })
  })
}
