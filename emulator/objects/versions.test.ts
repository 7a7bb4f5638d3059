import { openDatabase } from '#platform'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { text } from '../../harness/conformance/object-store/bytes.ts'
import { byBytes } from '../../harness/conformance/object-store/key-order.ts'
import type { Database } from '../platform/platform.ts'
import { State } from '../state/state.ts'
import { createEmbeddedStore, referencedBlobs } from './embedded-store.ts'
import { MemoryBlobs } from './memory-blobs.ts'
import { newVersionId, placeOf, placesOf, placePrefix, sequenceOf } from './places.ts'
import type { VersionedStore, VersionEntry } from './versioned-store.ts'

let rowsRead = 0
function counting(database: Database): Database {
  return {
    ...database,
    prepare(sql) {
      const statement = database.prepare(sql)
      return {
        ...statement,
        all(...values) {
          const rows = statement.all(...values)
          rowsRead += rows.length
          return rows
        },
      }
    },
  }
}

let state: State
let blobs: MemoryBlobs
let store: VersionedStore
beforeEach(async () => {
  blobs = new MemoryBlobs()
  state = new State(counting(await openDatabase()))
  let instants = 0
  const now = () => (instants += 1)
  store = createEmbeddedStore({ state, blobs, now, ids: (kind) => `${kind}${state.next(kind)}`.padStart(32, '0') })
  await store.createBucket('bucket')
})

const key = fc.string({
  unit: fc.constantFrom('a', '/', '\u0000', '\u0001', '\u0002', 'é', '🎬'),
  minLength: 1,
  maxLength: 5,
})

describe('the place of a version', () => {
  it('orders by the bytes of keys, then by what is newer', () => {
    const version = fc.record({ key, sequence: fc.nat() })
    fc.assert(
      fc.property(version, version, (a, b) => {
        const expected = byBytes(a.key, b.key) || b.sequence - a.sequence
        expect(Math.sign(byBytes(placeOf(a.key, a.sequence), placeOf(b.key, b.sequence)))).toBe(Math.sign(expected))
        const { from, before } = placesOf(a.key)
        const within = (place: string) => byBytes(from, place) <= 0 && byBytes(place, before) < 0
        expect(within(placeOf(b.key, b.sequence))).toBe(a.key === b.key)
        const below = placeOf(b.key, b.sequence).startsWith(placePrefix(a.key))
        expect(below).toBe(b.key.startsWith(a.key))
      }),
      { numRuns: 3000 },
    )
  })

  it('is told by the id of the version', () => {
    expect(sequenceOf(newVersionId('0123456789abcdef0123456789abcdef', 4711))).toBe(4711)
  })
})

/** What the store should hold: of each key its versions, the newest first. */
type Model = Map<string, { id: string; marker: boolean; size: number }[]>

describe('versions', () => {
  it('are what a list of every key’s history is, whatever was done', async () => {
    const step = fc.record({
      action: fc.constantFrom('put', 'put', 'delete', 'delete version', 'enable', 'suspend'),
      key: fc.constantFrom('a', 'a/b', 'b'),
      which: fc.nat({ max: 5 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), async (steps, limit) => {
        const model: Model = new Map()
        let versioning: 'Enabled' | 'Suspended' | undefined
        for (const [index, { action, key, which }] of steps.entries()) {
          const history = model.get(key) ?? []
          model.set(key, history)
          const withoutNull = () => history.splice(0, history.length, ...history.filter(({ id }) => id !== 'null'))
          if (action === 'enable' || action === 'suspend') {
            versioning = action === 'enable' ? 'Enabled' : 'Suspended'
            await store.changeSettings('bucket', { versioning })
          } else if (action === 'put') {
            const { versionId: id = 'null', size } = await store.put('bucket', key, text('x'.repeat(index)))
            if (id === 'null') withoutNull()
            history.unshift({ id, marker: false, size })
          } else if (action === 'delete') {
            const { versionId: id = 'null' } = await store.deleteVersion({ bucket: 'bucket', key })
            if (versioning !== 'Enabled') withoutNull()
            if (versioning !== undefined) history.unshift({ id, marker: true, size: 0 })
          } else if (history.length > 0) {
            const [gone] = history.splice(which % history.length, 1)
            await store.deleteVersion({ bucket: 'bucket', key, versionId: gone?.id })
          }
        }
        const { told, expected } = await compare(model, limit)
        expect(told).toEqual(expected)
        state.clear()
        await store.createBucket('bucket')
      }),
      { numRuns: 150 },
    )
  })

  /** All that the store says, beside what the model says: versions, current objects, and how many blobs are referenced. */
  async function compare(model: Model, limit: number) {
    const versions: string[] = []
    let after: { key: string; versionId?: string } | undefined
    do {
      const page = await store.listVersions('bucket', { limit, ...(after && { after }) })
      versions.push(...page.versions.map(lineOf))
      after = page.next
    } while (after)
    const current = (await store.list('bucket')).objects.map((head) => head.key)
    const keys = [...model.keys()].toSorted(byBytes)
    const all = keys.flatMap((key) =>
      (model.get(key) ?? []).map((version, at) => ({ key, ...version, latest: at === 0 })),
    )
    return {
      told: { versions, current, references: [...referencedBlobs(state)].length },
      expected: {
        versions: all.map(({ key, id, marker, size, latest }) => `${key} ${id} ${marker ? 'marker' : size} ${latest}`),
        current: all.filter(({ latest, marker }) => latest && !marker).map(({ key }) => key),
        references: all.filter(({ marker, size }) => !marker && size > 0).length,
      },
    }
  }

  it('are listed at a cost of the page, whatever the bucket holds', async () => {
    await store.changeSettings('bucket', { versioning: 'Enabled' })
    state.transaction(() => {
      for (let n = 0; n < 3000; n += 1) {
        for (const _ of [1, 2]) void store.assemble('bucket', `${n % 3}/${String(n).padStart(4, '0')}`, [])
      }
    })
    const cost = async (options: Parameters<VersionedStore['listVersions']>[1]) => {
      rowsRead = 0
      const { versions, prefixes } = await store.listVersions('bucket', options)
      return { found: versions.length + prefixes.length, rowsRead }
    }
    const folders = await cost({ delimiter: '/', limit: 10 })
    expect(folders.found).toBe(3)
    expect(folders.rowsRead).toBeLessThan(200)
    const deep = await cost({ prefix: '1/', after: { key: '1/2000' }, limit: 10 })
    expect(deep.found).toBe(10)
    expect(deep.rowsRead).toBeLessThan(60)
  })

  it('are found in a bucket that held objects before it was versioned', async () => {
    await store.put('bucket', 'a', text('before'))
    await store.changeSettings('bucket', { versioning: 'Enabled' })
    expect(store.headVersion({ bucket: 'bucket', key: 'a' })).toMatchObject({ versionId: 'null', size: 6 })
    await store.put('bucket', 'a', text('after'))
    expect(store.headVersion({ bucket: 'bucket', key: 'a', versionId: 'null' })).toMatchObject({ size: 6 })
    expect(() => store.headVersion({ bucket: 'bucket', key: 'a', versionId: '0'.repeat(32) })).toThrow('no version')
  })
})

function lineOf(entry: VersionEntry): string {
  const { key, versionId } = 'marker' in entry ? entry.marker : entry.object
  return `${key} ${versionId} ${'marker' in entry ? 'marker' : entry.object.size} ${entry.latest}`
}
