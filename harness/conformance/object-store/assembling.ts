// Conformance: objects that are made of blobs which are stored already, as upload sessions end.
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Subject } from '../object-store.ts'
import { gather, madeBytes, md5, text } from './bytes.ts'
import { refusal } from './refusal.ts'

export function assembling({ store, blobs, runs }: Subject): void {
  describe('assembled objects', () => {
    beforeEach(() => store().createBucket('films'))

    it('have the bytes of their blobs one after the other, also in ranges', async () => {
      const sizes = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300_000 })), { maxLength: 5 })
      await fc.assert(
        fc.asyncProperty(
          sizes,
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          async (sizes, from, to) => {
            const pieces = sizes.map((size, n) => madeBytes(size, n + 1))
            const whole = Buffer.concat(pieces)
            const stored = await Promise.all(pieces.map((bytes) => blobs().store(bytes)))
            const head = await store().assemble('films', 'a', stored, { contentType: 'video/mp4' })
            expect(head).toMatchObject({ size: whole.length, contentType: 'video/mp4' })
            expect(md5(await gather((await store().get('films', 'a')).body))).toBe(md5(whole))
            const [start, end] = [Math.floor(from * whole.length), Math.ceil(to * whole.length)]
            expect(md5(await store().readRange('films', 'a', start, end))).toBe(md5(whole.subarray(start, end)))
          },
        ),
        { numRuns: runs },
      )
    })

    it('of one blob are like objects that were put', async () => {
      const bytes = madeBytes(1000)
      const head = await store().assemble('films', 'a', [await blobs().store(bytes)])
      expect(head.etag).toBe(md5(bytes))
    })

    it('leave the blobs to the caller when they are refused', async () => {
      const blob = await blobs().store(text('kept'))
      expect(await refusal(store().assemble('none', 'a', [blob]))).toBe('NoSuchBucket')
      await store().put('films', 'a', text('there'))
      expect(await refusal(store().assemble('films', 'a', [blob], { ifNoneMatch: '*' }))).toBe('PreconditionFailed')
      await store().assemble('films', 'b', [blob])
      expect(await gather((await store().get('films', 'b')).body)).toEqual(text('kept'))
    })
  })
}
