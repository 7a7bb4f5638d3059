// Conformance: lists of keys, against a model that sorts and groups all of them.
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Listing, ListOptions } from '../../../emulator/objects/object-store.ts'
import type { Subject } from '../object-store.ts'
import { text } from './bytes.ts'
import { byBytes, isPath } from './key-order.ts'

/** What a page should be. */
function modelled(all: readonly string[], { prefix = '', delimiter = '', after = '', limit = 1000 }: ListOptions) {
  const entries: { name: string; common: boolean }[] = []
  for (const key of [...all].sort(byBytes)) {
    if (!key.startsWith(prefix) || byBytes(key, after) <= 0) continue
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const name = at === -1 ? key : key.slice(0, at + delimiter.length)
    if (at !== -1 && (name === after || name === entries.at(-1)?.name)) continue
    entries.push({ name, common: at !== -1 })
  }
  const page = entries.slice(0, limit)
  return {
    keys: page.flatMap(({ name, common }) => (common ? [] : [name])),
    prefixes: page.flatMap(({ name, common }) => (common ? [name] : [])),
    next: entries.length > limit ? page.at(-1)?.name : undefined,
  }
}

function shown({ objects, prefixes, next }: Listing) {
  return { keys: objects.map((object) => object.key), prefixes, next }
}

export function listing({ store, keys: kind, runs }: Subject): void {
  describe('lists', () => {
    beforeEach(() => store().createBucket('films'))
    const fill = async (keys: readonly string[]) => {
      for (const key of keys) await store().put('films', key, text('a'))
    }

    // Characters of one to four bytes: JavaScript's own order would put the last two the other way round.
    const segment = fc.string({
      unit: fc.constantFrom('a', 'b', '/', '-', '.', ' ', 'é', '\uff5e', '🎬'),
      minLength: 1,
      maxLength: 6,
    })
    const some = fc.uniqueArray(segment, { maxLength: 15 }).map((keys) => (kind === 'any' ? keys : keys.filter(isPath)))
    const options = fc.record(
      {
        prefix: fc.oneof(segment, fc.constant('')),
        delimiter: fc.constantFrom('', '/', 'a', '-a', '.', './', '🎬'),
        after: segment,
        limit: fc.integer({ min: 1, max: 6 }),
      },
      { requiredKeys: [] },
    )

    it('have the keys by their UTF-8 bytes, grouped by a delimiter, page by page', async () => {
      await fc.assert(
        fc.asyncProperty(some, options, async (keys, { after, ...options }) => {
          try {
            await fill(keys)
            for (let position = after, page = 0; page <= keys.length; page += 1) {
              const asked = { ...options, ...(position !== undefined && { after: position }) }
              const found = await store().list('films', asked)
              expect(shown(found)).toEqual(modelled(keys, asked))
              position = found.next
              if (position === undefined) break
            }
          } finally {
            // What a failed run leaves would fail those that look for its smallest case.
            await store().deleteMany('films', keys)
          }
        }),
        {
          numRuns: runs,
          examples: [
            // No key of MinIO begins with what these begin with, and it refuses to be asked for them.
            [['a', 'é'], { delimiter: 'a', after: '//ba/' }],
            [['a', 'b'], { delimiter: '/', after: '../a' }],
          ],
        },
      )
    })

    it('show folders, as consoles do', async () => {
      await fill(['readme.txt', 'films/1962/cleo.mp4', 'films/1962/cleo.srt', 'films/1985/vagabond.mp4', 'films-old/x'])
      expect(shown(await store().list('films', { delimiter: '/' }))).toEqual({
        keys: ['readme.txt'],
        prefixes: ['films-old/', 'films/'],
        next: undefined,
      })
      expect((await store().list('films', { prefix: 'films/', delimiter: '/' })).prefixes).toEqual([
        'films/1962/',
        'films/1985/',
      ])
      expect(shown(await store().list('films', { prefix: 'films/1962/', delimiter: '/' })).keys).toHaveLength(2)
    })

    it('show what lies below another object, in its place, for as long as it is there', async () => {
      await fill(['b/c/d', 'b', 'b-x', 'b/c', 'b/e', 'b0', 'c/'])
      await fill(['c/d', 'c'])
      const all = 'b b-x b/c b/c/d b/e b0 c c/ c/d'.split(' ')
      expect(shown(await store().list('films')).keys).toEqual(all)
      expect(shown(await store().list('films', { delimiter: '/', after: 'b' }))).toMatchObject({
        keys: ['b-x', 'b0', 'c'],
        prefixes: ['b/', 'c/'],
      })
      expect(shown(await store().list('films', { prefix: 'b/c', limit: 1 }))).toMatchObject({
        keys: ['b/c'],
        next: 'b/c',
      })
      await store().delete('films', 'b/c')
      expect(shown(await store().list('films', { prefix: 'b/' })).keys).toEqual(['b/c/d', 'b/e'])
      await store().deleteMany('films', ['b', 'b/c/d', 'c', 'c/d'])
      expect(shown(await store().list('films')).keys).toEqual(['b-x', 'b/e', 'b0', 'c/'])
    })

    it('find names that begin with dots', async () => {
      await fill(['.a', '..b/c', 'd/.e', 'd/..f', 'd/g'])
      for (const [prefix, found] of [
        ['.', ['..b/c', '.a']],
        ['..', ['..b/c']],
        ['d/.', ['d/..f', 'd/.e']],
        ['d/..', ['d/..f']],
        ['./', []],
      ] as const)
        expect(shown(await store().list('films', { prefix })).keys).toEqual(found)
      expect(shown(await store().list('films', { prefix: '..', delimiter: '/' })).prefixes).toEqual(['..b/'])
    })

    it('skip a prefix when its name is where to go on, and show it when a key in it is', async () => {
      await fill(['a/1', 'a/2', 'b'])
      expect(shown(await store().list('films', { delimiter: '/', after: 'a/' }))).toMatchObject({
        keys: ['b'],
        prefixes: [],
      })
      expect(shown(await store().list('films', { delimiter: '/', after: 'a/1' }))).toMatchObject({
        keys: ['b'],
        prefixes: ['a/'],
      })
    })

    it('have up to 1000 entries unless another limit is set, and none for a limit of 0', async () => {
      const keys = Array.from({ length: 1005 }, (_, n) => `key-${String(n).padStart(4, '0')}`)
      await Promise.all(keys.map((key) => store().put('films', key, text('a'))))
      const first = await store().list('films')
      expect(shown(first)).toEqual({ keys: keys.slice(0, 1000), prefixes: [], next: keys[999] })
      expect(shown(await store().list('films', { after: first.next ?? '' }))).toEqual({
        keys: keys.slice(1000),
        prefixes: [],
        next: undefined,
      })
      expect(shown(await store().list('films', { limit: 0 }))).toEqual({ keys: [], prefixes: [], next: undefined })
    })

    it('tell the size, the ETag and the time of each object', async () => {
      const { etag } = await store().put('films', 'a', text('abc'))
      const [object] = (await store().list('films')).objects
      expect(object).toMatchObject({ bucket: 'films', key: 'a', size: 3, etag })
      expect(object?.lastModified).toBe((await store().head('films', 'a')).lastModified)
    })

    it('are of one bucket', async () => {
      await store().createBucket('archive')
      await fill(['a'])
      expect(shown(await store().list('archive'))).toEqual({ keys: [], prefixes: [], next: undefined })
    })
  })
}
