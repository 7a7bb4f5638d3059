// Conformance: objects, put and got whole.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Subject } from '../object-store.ts'
import { gather, madeBytes, md5, streamOf, text } from './bytes.ts'
import { refusal } from './refusal.ts'

const largestChunk = 1024 * 1024

export function objects({ store }: Subject): void {
  describe('objects', () => {
    beforeEach(() => store().createBucket('films'))

    it('come back as they were put, with what was said of them', async () => {
      const bytes = madeBytes(100_000)
      const properties = {
        contentType: 'video/mp4',
        metadata: { director: 'Varda', 'year-of-release': '1962' },
        cacheControl: 'max-age=60',
        contentDisposition: 'attachment; filename="cleo.mp4"',
        contentEncoding: 'identity',
        contentLanguage: 'fr',
      }
      const put = await store().put('films', 'cleo.mp4', streamOf(bytes), properties)
      const { head, body } = await store().get('films', 'cleo.mp4')
      expect(md5(await gather(body))).toBe(md5(bytes))
      expect(head).toMatchObject({ bucket: 'films', key: 'cleo.mp4', size: 100_000, etag: md5(bytes), ...properties })
      expect(put.etag).toBe(head.etag)
      expect(await store().head('films', 'cleo.mp4')).toEqual(head)
    })

    it('have a content type and no metadata when nothing was said', async () => {
      await store().put('films', 'a', text('a'))
      expect(await store().head('films', 'a')).toMatchObject({
        contentType: expect.stringContaining('octet-stream'),
        metadata: {},
      })
    })

    it('keep the names of metadata in lower case', async () => {
      await store().put('films', 'a', text('a'), { metadata: { Director: 'Varda' } })
      expect((await store().head('films', 'a')).metadata).toEqual({ director: 'Varda' })
    })

    it('may be empty', async () => {
      for (const [key, body] of [
        ['bytes', new Uint8Array(0)],
        ['stream', streamOf(new Uint8Array(0))],
      ] as const) {
        await store().put('films', key, body)
        const { head, body: got } = await store().get('films', key)
        expect(head).toMatchObject({ size: 0, etag: 'd41d8cd98f00b204e9800998ecf8427e' })
        expect(await gather(got)).toHaveLength(0)
      }
    })

    it('are replaced as a whole, and with all that was said of them', async () => {
      await store().put('films', 'a', text('a long first version'), {
        contentType: 'video/mp4',
        metadata: { director: 'Varda' },
      })
      await store().put('films', 'a', text('short'), { contentType: 'text/plain' })
      const { head, body } = await store().get('films', 'a')
      expect(await gather(body)).toEqual(text('short'))
      expect(head).toMatchObject({ size: 5, contentType: 'text/plain', metadata: {} })
    })

    it('are gone after a delete, which may be repeated', async () => {
      await store().put('films', 'a', text('a'))
      await store().put('films', 'b', text('a'))
      await store().delete('films', 'a')
      await store().delete('films', 'a')
      expect(await refusal(store().get('films', 'a'))).toBe('NoSuchKey')
      expect(await refusal(store().head('films', 'a'))).toBe('NoSuchKey')
      expect(await refusal(store().readRange('films', 'a', 0, 1))).toBe('NoSuchKey')
      expect(await gather((await store().get('films', 'b')).body)).toEqual(text('a'))
    })

    it('are deleted many at a time, the missing passed over', async () => {
      for (const key of ['a', 'b', 'c']) await store().put('films', key, text(key))
      await store().deleteMany('films', ['a', 'missing', 'c', 'a'])
      expect((await store().list('films')).objects.map((object) => object.key)).toEqual(['b'])
    })

    it('are refused when the digest or the size is not the expected one, and then nothing is replaced', async () => {
      const before = await store().put('films', 'a', text('before'))
      const expectMd5 = md5(text('other bytes'))
      expect(await refusal(store().put('films', 'a', text('after'), { expectMd5 }))).toBe('DigestMismatch')
      expect(await refusal(store().put('films', 'a', streamOf(text('after')), { expectSize: 6 }))).toBe('SizeMismatch')
      expect(await refusal(store().put('films', 'a', streamOf(text('after')), { expectSize: 4 }))).toBe('SizeMismatch')
      expect(await refusal(store().put('films', 'new', text('after'), { expectMd5 }))).toBe('DigestMismatch')
      expect((await store().head('films', 'a')).etag).toBe(before.etag)
      expect(await refusal(store().head('films', 'new'))).toBe('NoSuchKey')
      await store().put('films', 'a', text('after'), { expectMd5: md5(text('after')).toUpperCase(), expectSize: 5 })
      expect((await store().head('films', 'a')).etag).toBe(md5(text('after')))
    })

    it('are refused as soon as they are too large', async () => {
      const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(madeBytes(10_000)) })
      expect(await refusal(store().put('films', 'a', endless, { maxBytes: 100_000 }))).toBe('EntityTooLarge')
      expect(await refusal(store().head('films', 'a'))).toBe('NoSuchKey')
      expect(await store().put('films', 'a', madeBytes(100_000), { maxBytes: 100_000 })).toMatchObject({
        size: 100_000,
      })
    })

    it('leave nothing when their stream fails in the middle', async () => {
      const before = await store().put('films', 'a', text('before'))
      const failure = new Error('the client went away')
      for (const key of ['a', 'new']) {
        const put = store().put('films', key, streamOf(madeBytes(300_000), 65_536, failure))
        await expect(put).rejects.toThrow('the client went away')
      }
      expect((await store().head('films', 'a')).etag).toBe(before.etag)
      expect((await store().list('films')).objects.map((object) => object.key)).toEqual(['a'])
    })

    it('go in and out in pieces, however large they are', async () => {
      const bytes = madeBytes(20 * 1024 * 1024)
      let asked = 0
      let largest = 0
      const source = streamOf(bytes).pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            asked += 1
            controller.enqueue(chunk)
          },
        }),
      )
      const head = await store().put('films', 'large', source, { expectSize: bytes.length })
      expect(head.size).toBe(bytes.length)
      expect(asked).toBe(320)
      const { body } = await store().get('films', 'large')
      const measured = body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            largest = Math.max(largest, chunk.length)
            controller.enqueue(chunk)
          },
        }),
      )
      expect(md5(await gather(measured))).toBe(md5(bytes))
      expect(largest).toBeLessThanOrEqual(largestChunk)
    })

    it('can be left in the middle of reading', async () => {
      await store().put('films', 'a', madeBytes(3_000_000))
      const reader = (await store().get('films', 'a')).body.getReader()
      const { value } = await reader.read()
      expect(value).toEqual(madeBytes(3_000_000).subarray(0, value?.length))
      await reader.cancel()
      await store().delete('films', 'a')
    })

    it('are public when they, and not their bucket, are said to be', async () => {
      await store().put('films', 'a', text('a'), { publicRead: true })
      await store().put('films', 'b', text('b'))
      expect(await store().head('films', 'a')).toMatchObject({ publicRead: true })
      expect(await store().head('films', 'b')).toMatchObject({ publicRead: false })
    })
  })
}
