// Conformance: parts of an object.
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ObjectStoreError } from '../../../emulator/objects/errors.ts'
import type { Subject } from '../object-store.ts'
import { gather, madeBytes, md5, text } from './bytes.ts'
import { refusal } from './refusal.ts'

const size = 600_000
const bytes = madeBytes(size)

export function ranges({ store, runs }: Subject): void {
  describe('ranges', () => {
    beforeEach(async () => {
      await store().createBucket('films')
      await store().put('films', 'a', bytes)
    })

    it('are slices of the whole', async () => {
      const position = fc.integer({ min: 0, max: size + 1000 })
      const range = fc.record({ start: position, end: position }, { requiredKeys: [] })
      await fc.assert(
        fc.asyncProperty(range, async ({ start, end }) => {
          const asked = { ...(start !== undefined && { start }), ...(end !== undefined && { end }) }
          const expected = bytes.subarray(start ?? 0, end ?? size)
          expect(md5(await store().readRange('films', 'a', start ?? 0, end ?? size))).toBe(md5(expected))
          const got = store().get('films', 'a', { range: asked })
          const seen = got.then(async ({ range, head, body }) => ({
            range,
            size: head.size,
            md5: md5(await gather(body)),
          }))
          const whole = { range: { start: start ?? 0, end: Math.min(end ?? size, size) }, size, md5: md5(expected) }
          expect(await seen.catch((error: ObjectStoreError) => error.code)).toEqual(
            expected.length > 0 ? whole : 'InvalidRange',
          )
        }),
        { numRuns: runs },
      )
    })

    it('of an empty object hold nothing', async () => {
      await store().put('films', 'empty', text(''))
      expect(await refusal(store().get('films', 'empty', { range: { start: 0 } }))).toBe('InvalidRange')
      expect(await store().readRange('films', 'empty', 0, 10)).toHaveLength(0)
      expect((await store().get('films', 'empty')).range).toEqual({ start: 0, end: 0 })
    })

    it('can insist on the version that was seen', async () => {
      const { etag } = await store().head('films', 'a')
      const { body } = await store().get('films', 'a', { range: { start: 10, end: 20 }, ifMatch: etag })
      expect(await gather(body)).toEqual(bytes.subarray(10, 20))
      await store().put('films', 'a', text('another'))
      expect(await refusal(store().get('films', 'a', { range: { start: 1, end: 2 }, ifMatch: etag }))).toBe(
        'PreconditionFailed',
      )
    })
  })
}
