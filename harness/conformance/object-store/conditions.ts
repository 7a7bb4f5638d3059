// Conformance: writes that depend on what is there.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Subject } from '../object-store.ts'
import { gather, md5, streamOf, text } from './bytes.ts'
import { refusal } from './refusal.ts'

export function conditions({ store }: Subject): void {
  describe('conditions', () => {
    beforeEach(() => store().createBucket('films'))

    it('let an object be made only when there is none', async () => {
      await store().put('films', 'a', text('first'), { ifNoneMatch: '*' })
      expect(await refusal(store().put('films', 'a', streamOf(text('second')), { ifNoneMatch: '*' }))).toBe(
        'PreconditionFailed',
      )
      expect(await gather((await store().get('films', 'a')).body)).toEqual(text('first'))
    })

    it('let an object be replaced only when it is the one that was seen', async () => {
      const { etag } = await store().put('films', 'a', text('first'))
      const second = await store().put('films', 'a', text('second'), { ifMatch: etag })
      expect(second.etag).toBe(md5(text('second')))
      expect(await refusal(store().put('films', 'a', text('third'), { ifMatch: etag }))).toBe('PreconditionFailed')
      expect(await refusal(store().put('films', 'missing', text('third'), { ifMatch: etag }))).toBe('NoSuchKey')
      expect((await store().head('films', 'a')).etag).toBe(second.etag)
    })

    it('let one of many makers win', async () => {
      const puts = Array.from({ length: 8 }, (_, n) =>
        store().put('films', 'a', text(`writer ${n}`), { ifNoneMatch: '*' }),
      )
      const settled = await Promise.allSettled(puts)
      const winners = settled.flatMap((result, n) => (result.status === 'fulfilled' ? [n] : []))
      expect(winners).toHaveLength(1)
      expect(await gather((await store().get('films', 'a')).body)).toEqual(text(`writer ${winners[0]}`))
    })
  })
}
