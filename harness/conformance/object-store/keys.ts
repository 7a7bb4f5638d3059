// Conformance: what an object may be called.
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Subject } from '../object-store.ts'
import { gather, text } from './bytes.ts'
import { byBytes, isPath } from './key-order.ts'
import { refusal } from './refusal.ts'

const unusual = [
  'with space',
  ' leading and trailing ',
  'plus+plus',
  'percent%41',
  'question?mark#hash',
  'quote"\'`',
  '<angle>&amp;',
  'back\\slash',
  'film/été/пленка/電影',
  '🎬/🎞️.mp4',
  'decomposed-e\u0301',
  'composed-\u00e9',
  'UPPER',
  'upper',
  'a//b',
  '/leading',
  'trailing/',
  '.',
  '..',
  '../../etc/passwd',
  'a/./b/../c',
  'CON',
  'nul\u0000byte',
  'line\nfeed\r\ttab',
  '\u0001\u001f\u007f',
  '\ufeff\ufffe\uffff\u{10ffff}',
  '__proto__',
  'constructor',
  'x'.repeat(1024),
  'é'.repeat(512),
]

export function keys({ store, keys: kind, runs }: Subject): void {
  describe('keys', () => {
    beforeEach(() => store().createBucket('films'))
    const usable = (key: string) => kind === 'any' || isPath(key)

    it('are kept apart and come back as they were given, whatever they hold', async () => {
      const given = unusual.filter(usable)
      for (const key of given) await store().put('films', key, text(key), { metadata: { length: String(key.length) } })
      for (const key of given) {
        const { head, body } = await store().get('films', key)
        expect(head.key).toBe(key)
        expect(await gather(body)).toEqual(text(key))
      }
      expect((await store().list('films')).objects.map((object) => object.key)).toEqual([...given].sort(byBytes))
      await store().deleteMany('films', given)
      expect((await store().list('films')).objects).toEqual([])
    })

    it('have no object before one was put, also where the store could not keep one', async () => {
      await store().put('films', 'a', text('a'))
      for (const key of unusual) {
        expect([key, await refusal(store().head('films', key))]).toEqual([key, 'NoSuchKey'])
        expect(await refusal(store().get('films', key))).toBe('NoSuchKey')
        expect(await store().delete('films', key)).toBe(false)
        expect((await store().list('films', { prefix: key })).objects).toEqual([])
        expect((await store().list('films', { after: key })).objects).toHaveLength(byBytes(key, 'a') < 0 ? 1 : 0)
        expect((await store().list('films', { delimiter: key })).objects).toHaveLength(1)
      }
      await store().deleteMany('films', unusual)
      expect((await store().head('films', 'a')).size).toBe(1)
    })

    it('are never taken for one another: what a store cannot keep apart it refuses', async () => {
      await store().put('films', 'a', text('a'))
      await store().put('films', 'b/', text('b'))
      for (const key of ['/a', '//a', './a', 'a/.', 'a/xl.meta', 'b__XLDIR__']) {
        const outcome = await refusal(store().put('films', key, text('other')))
        expect(kind === 'any' ? ['nothing refused'] : ['nothing refused', 'InvalidKey']).toContain(outcome)
        const copied = await refusal(store().copy({ bucket: 'films', key }, { bucket: 'films', key: 'copy' }))
        expect([key, copied]).toEqual([key, outcome === 'InvalidKey' ? 'NoSuchKey' : outcome])
        await store().deleteMany('films', [key, 'copy'])
        expect([key, await refusal(store().head('films', key))]).toEqual([key, 'NoSuchKey'])
        expect(await store().delete('films', key)).toBe(false)
      }
      await store().deleteMany('films', ['/a', '//a', './a', 'b__XLDIR__'])
      const left = (await store().list('films')).objects.map(({ key, size }) => [key, size])
      expect(left).toEqual([
        ['a', 1],
        ['b/', 1],
      ])
    })

    it('are any text of Unicode', async () => {
      const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 250 }).filter(usable)
      await fc.assert(
        fc.asyncProperty(key, async (key) => {
          await store().put('films', key, text('a'))
          expect((await store().head('films', key)).key).toBe(key)
          expect((await store().list('films', { prefix: key, limit: 1 })).objects[0]?.key).toBe(key)
          await store().delete('films', key)
          expect([key, await refusal(store().head('films', key))]).toEqual([key, 'NoSuchKey'])
        }),
        { numRuns: runs },
      )
    })

    it('have at most 1024 bytes of well-formed text, and at least one', async () => {
      const wrong = ['', 'x'.repeat(1025), 'é'.repeat(512) + 'x', 'half \ud83c of a pair']
      expect(await Promise.all(wrong.map((key) => refusal(store().put('films', key, text('a')))))).toEqual(
        wrong.map(() => 'InvalidKey'),
      )
      expect((await store().list('films')).objects).toEqual([])
    })
  })
}
