// Conformance: objects as they are put and got.
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { madeBytes, md5 } from '../object-store/bytes.ts'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

const keys = [
  'plain.txt',
  'with space and+plus%41',
  'film/été/пленка/電影/🎬.mp4',
  'question?mark#hash&amp;=;:@$,!\'()*[]{}"^`|~<>\\',
  'a//b/',
  'x'.repeat(200),
]

export function objects({ client, bucket }: Wire): void {
  describe('objects', () => {
    it('are got as they were put, with all that was said of them', async () => {
      const Bucket = await bucket()
      const Body = madeBytes(100_000)
      const put = await client().send(
        new PutObjectCommand({
          Bucket,
          Key: 'a',
          Body,
          ContentType: 'video/mp4',
          CacheControl: 'no-cache',
          ContentDisposition: 'attachment; filename="a.mp4"',
          ContentEncoding: 'identity',
          ContentLanguage: 'fr',
          Metadata: { Director: 'Varda', year: '1962' },
        }),
      )
      expect(put.ETag).toBe(`"${md5(Body)}"`)
      const got = await client().send(new GetObjectCommand({ Bucket, Key: 'a' }))
      const said = {
        ContentLength: 100_000,
        ContentType: 'video/mp4',
        CacheControl: 'no-cache',
        ContentDisposition: 'attachment; filename="a.mp4"',
        ContentEncoding: 'identity',
        ContentLanguage: 'fr',
        Metadata: { director: 'Varda', year: '1962' },
        ETag: `"${md5(Body)}"`,
        AcceptRanges: 'bytes',
      }
      expect(got).toMatchObject(said)
      expect(md5((await got.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(md5(Body))
      expect(await client().send(new HeadObjectCommand({ Bucket, Key: 'a' }))).toMatchObject(said)
    })

    it('are of every size, and come as streams', async () => {
      const Bucket = await bucket()
      for (const size of [0, 1, 65_536, 65_537, 3_000_000]) {
        const bytes = madeBytes(size, size + 1)
        const Body = Readable.from(
          Array.from({ length: Math.ceil(size / 50_000) }, (_, n) =>
            Buffer.from(bytes.subarray(n * 50_000, (n + 1) * 50_000)),
          ),
        )
        await client().send(new PutObjectCommand({ Bucket, Key: `${size}`, Body, ContentLength: size }))
        const got = await client().send(new GetObjectCommand({ Bucket, Key: `${size}` }))
        expect(got.ContentLength).toBe(size)
        expect(md5((await got.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(md5(bytes))
      }
    })

    it('have keys of any text', async () => {
      const Bucket = await bucket()
      for (const Key of keys) {
        await client().send(new PutObjectCommand({ Bucket, Key, Body: Key }))
        const got = await client().send(new GetObjectCommand({ Bucket, Key }))
        expect(await got.Body?.transformToString()).toBe(Key)
      }
    })

    it('that are not there are told, with a body and without', async () => {
      const Bucket = await bucket()
      expect(await refused(client().send(new GetObjectCommand({ Bucket, Key: 'none' })))).toBe('404 NoSuchKey')
      expect(await refused(client().send(new HeadObjectCommand({ Bucket, Key: 'none' })))).toBe('404 NotFound')
    })

    it('are replaced as wholes', async () => {
      const Bucket = await bucket()
      await client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'before', Metadata: { a: '1' } }))
      await client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'after' }))
      const got = await client().send(new GetObjectCommand({ Bucket, Key: 'a' }))
      expect([await got.Body?.transformToString(), got.Metadata]).toEqual(['after', {}])
    })
  })
}
