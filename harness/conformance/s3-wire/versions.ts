// Conformance: versions and delete markers.
import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function versions({ client, bucket }: Wire): void {
  describe('versions', () => {
    const versioned = async () => {
      const Bucket = await bucket()
      await set(Bucket, 'Enabled')
      return Bucket
    }
    const set = (Bucket: string, Status: 'Enabled' | 'Suspended') =>
      client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }))
    const put = async (Bucket: string, Key: string, Body: string) =>
      (await client().send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId
    const text = async (Bucket: string, Key: string, VersionId?: string) =>
      (await client().send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString()
    const list = async (Bucket: string, given: object = {}) => {
      const page = await client().send(new ListObjectVersionsCommand({ Bucket, ...given }))
      const lines = [
        ...(page.Versions ?? []).map((line) => ({ ...line, what: 'version' })),
        ...(page.DeleteMarkers ?? []).map((line) => ({ ...line, what: 'marker' })),
      ]
      return { page, lines: lines.map(({ what, Key, VersionId, IsLatest }) => ({ what, Key, VersionId, IsLatest })) }
    }

    it('are kept once that is set, and read by their ids', async () => {
      const Bucket = await bucket()
      expect((await client().send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined()
      expect(await put(Bucket, 'a', 'null')).toBeUndefined()
      await set(Bucket, 'Enabled')
      expect((await client().send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled')
      const [one, two] = [await put(Bucket, 'a', 'one'), await put(Bucket, 'a', 'two')]
      expect(await text(Bucket, 'a')).toBe('two')
      expect(await text(Bucket, 'a', one)).toBe('one')
      expect(await text(Bucket, 'a', 'null')).toBe('null')
      const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'a' }))
      expect(head.VersionId).toBe(two)
      expect((await list(Bucket)).lines).toEqual([
        { what: 'version', Key: 'a', VersionId: two, IsLatest: true },
        { what: 'version', Key: 'a', VersionId: one, IsLatest: false },
        { what: 'version', Key: 'a', VersionId: 'null', IsLatest: false },
      ])
      expect((await client().send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(1)
    })

    it('are hidden by delete markers, and seen again when those go', async () => {
      const Bucket = await versioned()
      const one = await put(Bucket, 'a', 'one')
      const deleted = await client().send(new DeleteObjectCommand({ Bucket, Key: 'a' }))
      expect(deleted).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) })
      expect(await refused(text(Bucket, 'a'))).toBe('404 NoSuchKey')
      expect(
        await refused(client().send(new HeadObjectCommand({ Bucket, Key: 'a', VersionId: deleted.VersionId }))),
      ).toMatch(/^405 /)
      expect(await text(Bucket, 'a', one)).toBe('one')
      expect((await client().send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0)
      expect((await list(Bucket)).lines).toEqual([
        { what: 'version', Key: 'a', VersionId: one, IsLatest: false },
        { what: 'marker', Key: 'a', VersionId: deleted.VersionId, IsLatest: true },
      ])
      expect(await refused(client().send(new DeleteBucketCommand({ Bucket })))).toBe('409 BucketNotEmpty')
      const undone = await client().send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: deleted.VersionId }))
      expect(undone).toMatchObject({ DeleteMarker: true, VersionId: deleted.VersionId })
      expect(await text(Bucket, 'a')).toBe('one')
    })

    it('that were current give way to the one before', async () => {
      const Bucket = await versioned()
      const [one, two] = [await put(Bucket, 'a', 'one'), await put(Bucket, 'a', 'two')]
      await client().send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: two }))
      expect(await text(Bucket, 'a')).toBe('one')
      expect((await list(Bucket)).lines).toEqual([{ what: 'version', Key: 'a', VersionId: one, IsLatest: true }])
      await client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a', VersionId: one }] } }))
      expect((await list(Bucket)).lines).toEqual([])
    })

    it('are not made any more once that is suspended', async () => {
      const Bucket = await versioned()
      const one = await put(Bucket, 'a', 'one')
      await set(Bucket, 'Suspended')
      await put(Bucket, 'a', 'null 1')
      await put(Bucket, 'a', 'null 2')
      expect((await list(Bucket)).lines).toEqual([
        { what: 'version', Key: 'a', VersionId: 'null', IsLatest: true },
        { what: 'version', Key: 'a', VersionId: one, IsLatest: false },
      ])
      await client().send(new DeleteObjectCommand({ Bucket, Key: 'a' }))
      expect((await list(Bucket)).lines).toEqual([
        { what: 'version', Key: 'a', VersionId: one, IsLatest: false },
        { what: 'marker', Key: 'a', VersionId: 'null', IsLatest: true },
      ])
    })

    it('are listed in pages, also while they are being deleted', async () => {
      const Bucket = await versioned()
      for (const Key of ['a', 'b', 'c/d']) for (const body of ['1', '2', '3']) await put(Bucket, Key, body)
      const seen: (string | undefined)[] = []
      // Empty markers are none.
      let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {
        KeyMarker: '',
        VersionIdMarker: '',
      }
      for (let more = true; more;) {
        const { page, lines } = await list(Bucket, { MaxKeys: 2, ...next })
        seen.push(...lines.map(({ Key, VersionId }) => `${Key} ${VersionId}`))
        const Objects = lines.map(({ Key, VersionId }) => ({ Key, VersionId }))
        await client().send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
        more = page.IsTruncated ?? false
        next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      }
      expect(new Set(seen).size).toBe(9)
      expect(seen).toHaveLength(9)
      expect((await list(Bucket)).lines).toEqual([])
    })

    it('have folders in their lists', async () => {
      const Bucket = await versioned()
      for (const Key of ['a', 'c/d', 'c/e']) await put(Bucket, Key, '1')
      const { page, lines } = await list(Bucket, { Delimiter: '/' })
      expect(lines.map(({ Key }) => Key)).toEqual(['a'])
      expect(page.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['c/'])
    })

    it('are copied and tagged one by one', async () => {
      const Bucket = await versioned()
      const one = await put(Bucket, 'a', 'one')
      await put(Bucket, 'a', 'two')
      const copied = await client().send(
        new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a?versionId=${one}` }),
      )
      expect([copied.CopySourceVersionId, await text(Bucket, 'b')]).toEqual([one, 'one'])
      const Tagging = { TagSet: [{ Key: 'k', Value: 'v' }] }
      await client().send(new PutObjectTaggingCommand({ Bucket, Key: 'a', VersionId: one, Tagging }))
      const tags = async (VersionId?: string) =>
        (await client().send(new GetObjectTaggingCommand({ Bucket, Key: 'a', VersionId }))).TagSet
      expect([await tags(one), await tags()]).toEqual([Tagging.TagSet, []])
    })
  })
}
