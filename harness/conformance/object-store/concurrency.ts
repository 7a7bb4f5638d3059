// Conformance: many at once.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Subject } from '../object-store.ts'
import { gather, madeBytes, md5, streamOf, text } from './bytes.ts'

export function concurrency({ store }: Subject): void {
  describe('many at once', () => {
    beforeEach(() => store().createBucket('films'))

    it('write one key: the last one wins as a whole', async () => {
      const versions = Array.from({ length: 10 }, (_, n) => madeBytes(150_000 + n * 20_000, n + 1))
      await Promise.all(
        versions.map((bytes, n) => store().put('films', 'a', streamOf(bytes), { metadata: { version: String(n) } })),
      )
      const { head, body } = await store().get('films', 'a')
      const winner = versions[Number(head.metadata.version)]
      expect(winner && md5(winner)).toBe(md5(await gather(body)))
      expect(head).toMatchObject({ size: winner?.length, etag: winner && md5(winner) })
    })

    it('read what they began to read, while it is replaced and deleted', async () => {
      const before = madeBytes(1_000_000, 1)
      await store().put('films', 'a', before)
      const got = await Promise.all(Array.from({ length: 4 }, () => store().get('films', 'a', { range: { start: 5 } })))
      const readers = got.map(({ body }) => gather(body))
      await store().put('films', 'a', text('after'))
      await store().delete('films', 'a')
      for (const reader of readers) expect(md5(await reader)).toBe(md5(before.subarray(5)))
    })

    it('put and delete the same bytes under different keys without losing any', async () => {
      const bytes = madeBytes(50_000)
      await Promise.all(
        Array.from({ length: 12 }, async (_, n) => {
          for (let round = 0; round < 5; round += 1) {
            await store().put('films', `key-${n}`, streamOf(bytes))
            if (n % 2 === 0) await store().delete('films', `key-${n}`)
          }
        }),
      )
      const { objects } = await store().list('films')
      expect(objects).toHaveLength(6)
      for (const { key } of objects) expect(md5(await gather((await store().get('films', key)).body))).toBe(md5(bytes))
    })
  })
}
