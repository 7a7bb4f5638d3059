// Conformance: objects that are uploaded in parts.
import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Subject } from '../object-store.ts'
import { gather, madeBytes, md5, streamOf, text } from './bytes.ts'
import { refusal } from './refusal.ts'

const fiveMiB = 5 * 1024 * 1024
const first = madeBytes(fiveMiB, 1)
const second = madeBytes(fiveMiB + 1, 2)
const last = madeBytes(1000, 3)

function multipartEtag(parts: Uint8Array[]): string {
  const hash = createHash('md5')
  for (const part of parts) hash.update(Buffer.from(md5(part), 'hex'))
  return `${hash.digest('hex')}-${parts.length}`
}

export function multipart({ store }: Subject): void {
  describe('multipart uploads', () => {
    beforeEach(() => store().createBucket('films'))

    it('become one object of their parts, in the order of the numbers', async () => {
      const properties = { contentType: 'video/mp4', metadata: { director: 'Varda' } }
      const upload = await store().createUpload('films', 'a', properties)
      // As parallel clients send them.
      const parts = await Promise.all([
        store().putPart(upload, 7, last),
        store().putPart(upload, 1, streamOf(first)),
        store().putPart(upload, 3, streamOf(second), { expectMd5: md5(second), expectSize: second.length }),
      ])
      expect(parts.map(({ number, etag, size }) => [number, etag, size])).toEqual([
        [7, md5(last), 1000],
        [1, md5(first), fiveMiB],
        [3, md5(second), fiveMiB + 1],
      ])
      expect(await refusal(store().head('films', 'a'))).toBe('NoSuchKey')
      const inOrder = [...parts].sort((a, b) => a.number - b.number)
      const completed = await store().completeUpload(upload, inOrder)
      const { head, body } = await store().get('films', 'a')
      expect(head).toMatchObject({
        size: 2 * fiveMiB + 1001,
        etag: multipartEtag([first, second, last]),
        ...properties,
      })
      expect(completed.etag).toBe(head.etag)
      expect(md5(await gather(body))).toBe(md5(Buffer.concat([first, second, last])))
      expect(await refusal(store().listParts(upload))).toBe('NoSuchUpload')
    })

    it('give ranges that cross their parts', async () => {
      const upload = await store().createUpload('films', 'a')
      const parts = [
        await store().putPart(upload, 1, first),
        await store().putPart(upload, 2, second),
        await store().putPart(upload, 3, last),
      ]
      await store().completeUpload(upload, parts)
      const whole = Buffer.concat([first, second, last])
      for (const [start, end] of [
        [0, 1],
        [fiveMiB - 1, fiveMiB],
        [fiveMiB, fiveMiB + 1],
        [fiveMiB - 10, fiveMiB + 10],
        [fiveMiB - 10, 2 * fiveMiB + 11],
        [2 * fiveMiB + 1, whole.length],
        [whole.length - 1, whole.length],
      ] as const) {
        const { body } = await store().get('films', 'a', { range: { start, end } })
        expect(Buffer.compare(await gather(body), whole.subarray(start, end))).toBe(0)
        expect(Buffer.compare(await store().readRange('films', 'a', start, end), whole.subarray(start, end))).toBe(0)
      }
    })

    it('of one part still have the ETag of a multipart upload', async () => {
      const upload = await store().createUpload('films', 'a')
      const part = await store().putPart(upload, 1, last)
      expect((await store().completeUpload(upload, [part])).etag).toBe(multipartEtag([last]))
    })

    it('list their parts, a part that is sent again once', async () => {
      const upload = await store().createUpload('films', 'a')
      for (const number of [1, 2, 3]) await store().putPart(upload, number, text(`part ${number}`))
      await store().putPart(upload, 2, text('part 2, again'))
      const { parts, next } = await store().listParts(upload, { limit: 2 })
      expect(parts.map(({ number, etag }) => [number, etag])).toEqual([
        [1, md5(text('part 1'))],
        [2, md5(text('part 2, again'))],
      ])
      expect(next).toBe(2)
      expect((await store().listParts(upload, { after: 2 })).parts.map(({ number }) => number)).toEqual([3])
      await store().abortUpload(upload)
    })

    it('leave out the parts that are not named', async () => {
      const upload = await store().createUpload('films', 'a')
      await store().putPart(upload, 1, first)
      const named = await store().putPart(upload, 2, last)
      await store().completeUpload(upload, [named])
      expect(await gather((await store().get('films', 'a')).body)).toEqual(last)
    })

    it('are refused with wrong parts, and can be tried again', async () => {
      const upload = await store().createUpload('films', 'a')
      const one = await store().putPart(upload, 1, last)
      const two = await store().putPart(upload, 2, first)
      expect(await refusal(store().completeUpload(upload, []))).toBe('InvalidPart')
      expect(await refusal(store().completeUpload(upload, [{ number: 9, etag: one.etag }]))).toBe('InvalidPart')
      expect(await refusal(store().completeUpload(upload, [{ number: 1, etag: two.etag }]))).toBe('InvalidPart')
      expect(await refusal(store().completeUpload(upload, [two, one]))).toBe('InvalidPartOrder')
      expect(await refusal(store().completeUpload(upload, [two, two]))).toBe('InvalidPartOrder')
      expect(await refusal(store().completeUpload(upload, [one, two]))).toBe('EntityTooSmall')
      expect(await refusal(store().head('films', 'a'))).toBe('NoSuchKey')
      await store().completeUpload(upload, [one])
      expect(await store().head('films', 'a')).toMatchObject({ size: 1000 })
    })

    it('refuse a part that is not what was announced, and keep what was there', async () => {
      const upload = await store().createUpload('films', 'a')
      await store().putPart(upload, 1, last)
      expect(await refusal(store().putPart(upload, 1, first, { expectMd5: md5(last) }))).toBe('DigestMismatch')
      expect(await refusal(store().putPart(upload, 1, streamOf(first), { maxBytes: 1000 }))).toBe('EntityTooLarge')
      await expect(store().putPart(upload, 1, streamOf(last, 100, new Error('gone')))).rejects.toThrow('gone')
      expect((await store().listParts(upload)).parts).toMatchObject([{ number: 1, etag: md5(last) }])
      await store().abortUpload(upload)
    })

    it('take part numbers from 1 to 10000', async () => {
      const upload = await store().createUpload('films', 'a')
      for (const number of [0, 10_001, 1.5])
        expect(await refusal(store().putPart(upload, number, last))).toBe('InvalidPart')
      await store().putPart(upload, 10_000, last)
      await store().abortUpload(upload)
    })

    it('are gone after an abort, and belong to one key', async () => {
      const upload = await store().createUpload('films', 'a')
      const part = await store().putPart(upload, 1, last)
      expect(await refusal(store().putPart({ ...upload, key: 'b' }, 1, last))).toBe('NoSuchUpload')
      await store().abortUpload(upload)
      expect(await refusal(store().putPart(upload, 1, last))).toBe('NoSuchUpload')
      expect(await refusal(store().completeUpload(upload, [part]))).toBe('NoSuchUpload')
      expect(await refusal(store().abortUpload(upload))).toBe('NoSuchUpload')
    })

    it('replace an object when they are complete, and not before', async () => {
      await store().put('films', 'a', text('before'))
      const upload = await store().createUpload('films', 'a')
      const part = await store().putPart(upload, 1, last)
      expect(await gather((await store().get('films', 'a')).body)).toEqual(text('before'))
      expect(await refusal(store().completeUpload(upload, [part], { ifNoneMatch: '*' }))).toBe('PreconditionFailed')
      await store().completeUpload(upload, [part], { ifMatch: md5(text('before')) })
      expect(await gather((await store().get('films', 'a')).body)).toEqual(last)
    })
  })
}
