import { openDatabase } from '#platform'
import { mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { gather, madeBytes, streamOf, text } from '../../harness/conformance/object-store/bytes.ts'
import type { Database } from '../platform/platform.ts'
import { State } from '../state/state.ts'
import { DirectoryBlobs } from './directory-blobs.ts'
import { createEmbeddedStore, referencedBlobs } from './embedded-store.ts'
import { MemoryBlobs } from './memory-blobs.ts'
import { afterPrefix } from './names.ts'
import type { ObjectStore } from './object-store.ts'
import { Pieces } from './pieces.ts'

let rowsRead = 0
/** Counts the rows that SQLite hands out. */
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

let blobs: MemoryBlobs
let state: State
let store: ObjectStore
const storeOver = (state: State) =>
  createEmbeddedStore({ state, blobs, now: () => 1000, ids: (kind) => `${kind}-${state.next(kind)}` })
beforeEach(async () => {
  blobs = new MemoryBlobs()
  state = new State(counting(await openDatabase()))
  store = storeOver(state)
  await store.createBucket('films')
})

/** Gives back all references that a state holds; then there must be no blob left that anybody knew. */
async function releaseAll(of: State, hashes: Iterable<string>): Promise<void> {
  for (const [hash, count] of referencedBlobs(of)) blobs.release(hash, count)
  for (const hash of hashes) expect(() => blobs.retain(hash)).toThrow('reference')
}

describe('references', () => {
  it('are exactly those of the rows, whatever was done and whatever failed', async () => {
    const contents = ['', 'a', 'b', 'c'].map(text)
    const step = fc.record({
      action: fc.constantFrom(
        'put',
        'mismatch',
        'cut',
        'denied',
        'delete',
        'copy',
        'self',
        'assemble',
        'upload',
        'abort',
        'bucket',
      ),
      key: fc.constantFrom('x', 'y', 'z'),
      other: fc.constantFrom('x', 'y', 'z'),
      content: fc.constantFrom(...contents),
      again: fc.constantFrom(...contents),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        for (const { action, key, other, content, again } of steps) {
          const work = {
            put: () => store.put('films', key, content),
            mismatch: () => store.put('films', key, content, { expectMd5: '0'.repeat(32) }),
            cut: () => store.put('films', key, streamOf(content, 1, new Error('cut'))),
            denied: () => store.put('films', key, streamOf(content), { ifNoneMatch: '*' }),
            delete: () => store.delete('films', key),
            copy: () => store.copy({ bucket: 'films', key }, { bucket: 'films', key: other }),
            self: () => store.copy({ bucket: 'films', key }, { bucket: 'films', key }, { replace: {} }),
            assemble: async () =>
              store.assemble('films', key, [
                await blobs.store(content),
                await blobs.store(again),
                await blobs.store(content),
              ]),
            upload: async () => {
              const upload = await store.createUpload('films', key)
              const parts = [await store.putPart(upload, 1, content), await store.putPart(upload, 1, again)]
              await store.putPart(upload, 2, content)
              return store.completeUpload(upload, parts.slice(1))
            },
            abort: async () => {
              const upload = await store.createUpload('films', key)
              await store.putPart(upload, 1, content)
              return store.abortUpload(upload)
            },
            bucket: async () => {
              const upload = await store.createUpload('films', key)
              await store.putPart(upload, 1, content)
              await store.deleteBucket('films')
              return store.createBucket('films')
            },
          }[action]
          await work().catch(() => 'refused')
        }
        for (const { key, size } of (await store.list('films')).objects) {
          expect(await gather((await store.get('films', key)).body)).toHaveLength(size)
        }
        const hashes = await Promise.all(contents.map(async (content) => (await new MemoryBlobs().store(content)).hash))
        await releaseAll(state, hashes)
        state.clear()
        await store.createBucket('films')
      }),
      { numRuns: 100 },
    )
  })

  it('are given back when the bucket has gone while the body came', async () => {
    await store.put('films', 'a', text('before'))
    const putting = store.put('films', 'a', streamOf(text('after')))
    await store.delete('films', 'a')
    await store.deleteBucket('films')
    await expect(putting).rejects.toMatchObject({ code: 'NoSuchBucket' })
    await releaseAll(state, [(await new MemoryBlobs().store(text('after'))).hash])
  })

  it('are given back only when the transaction around a delete commits', async () => {
    await store.put('films', 'a', text('a'))
    let deleted: Promise<unknown> = Promise.resolve()
    expect(() =>
      state.transaction(() => {
        deleted = store.delete('films', 'a')
        throw new Error('something else went wrong')
      }),
    ).toThrow('something else')
    await deleted
    expect(await gather((await store.get('films', 'a')).body)).toEqual(text('a'))
  })

  it('of other owners, such as upload sessions, are seen by a sweep too', async () => {
    const pieces = new Pieces(state, blobs)
    const arrived = await blobs.store(text('first half'))
    state.transaction(() => pieces.add('session/1', 0, arrived, 1000))
    await store.put('films', 'a', text('a'))
    await blobs.store(text('an orphan of a crash'))
    expect(await blobs.sweep(referencedBlobs(state))).toEqual({ removed: 1 })
    expect(await gather(blobs.read(arrived.hash))).toEqual(text('first half'))
    state.transaction(() => pieces.remove('session/1'))
    expect(() => blobs.retain(arrived.hash)).toThrow('reference')
  })

  it('are shared by a fork, which lives on when its origin is dropped', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-fork-'))
    await store.put('films', 'a', madeBytes(300_000))
    state.query(`VACUUM INTO '${join(directory, 'fork.sqlite')}'`)
    const fork = new State(await openDatabase(join(directory, 'fork.sqlite')))
    for (const [hash, count] of referencedBlobs(fork)) blobs.retain(hash, count)
    for (const [hash, count] of referencedBlobs(state)) blobs.release(hash, count)
    expect(await gather((await storeOver(fork).get('films', 'a')).body)).toHaveLength(300_000)
    await releaseAll(fork, [])
    fork.close()
    await rm(directory, { recursive: true })
  })
})

describe('what is read of the state', () => {
  it('for a list depends on the page, not on the bucket or on what is below a prefix', async () => {
    const head = await store.put('films', 'aa', text('a'))
    state.transaction(() => {
      for (let folder = 0; folder < 4; folder += 1) {
        for (let n = 0; n < 2500; n += 1) {
          void store.assemble('films', `folder-${folder}/${String(n).padStart(4, '0')}`, [])
        }
      }
    })
    const listing = async (options: Parameters<ObjectStore['list']>[1]) => {
      rowsRead = 0
      const { objects, prefixes } = await store.list('films', options)
      return { found: [...objects.map(({ key }) => key), ...prefixes], rowsRead }
    }
    const folders = await listing({ delimiter: '/', limit: 10 })
    expect(folders.found).toEqual([head.key, 'folder-0/', 'folder-1/', 'folder-2/', 'folder-3/'])
    expect(folders.rowsRead).toBeLessThan(50)
    expect((await listing({ delimiter: '/' })).rowsRead).toBeLessThan(2000)
    const deep = await listing({ prefix: 'folder-2/', after: 'folder-2/2000', limit: 3 })
    expect(deep.found).toEqual(['folder-2/2001', 'folder-2/2002', 'folder-2/2003'])
    expect(deep.rowsRead).toBeLessThan(10)
  })

  it('for a range is only the pieces that it touches', async () => {
    const blob = await blobs.store(madeBytes(10))
    blobs.retain(blob.hash, 999)
    await store.assemble(
      'films',
      'a',
      Array.from({ length: 1000 }, () => blob),
    )
    rowsRead = 0
    expect(await store.readRange('films', 'a', 5005, 5025)).toHaveLength(20)
    expect(rowsRead).toBeLessThan(10)
  })
})

describe('a damaged data directory', () => {
  it('is told when a file is shorter than it was, not passed on as a short object', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-damage-'))
    const damaged = createEmbeddedStore({
      state,
      blobs: await DirectoryBlobs.open(directory),
      now: () => 1000,
      ids: String,
    })
    const { sha256 = '' } = await damaged.put('films', 'a', text('whole'))
    await truncate(join(directory, sha256.slice(0, 2), sha256.slice(2, 4), sha256), 2)
    const got = damaged.get('films', 'a').then(({ body }) => gather(body))
    await expect(got).rejects.toThrow('3 bytes of a stored object are missing')
    await expect(damaged.readRange('films', 'a', 1, 5)).rejects.toThrow('3 bytes of a stored object are missing')
    await rm(directory, { recursive: true })
  })
})

describe('the text behind a prefix', () => {
  it('is the least that comes after all texts with the prefix', () => {
    expect(afterPrefix('a/')).toBe('a0')
    expect(afterPrefix('\ud7ff')).toBe('\ue000')
    expect(afterPrefix('a\u{10ffff}')).toBe('b')
    expect(afterPrefix('\u{10ffff}')).toBeUndefined()
    expect(afterPrefix('')).toBeUndefined()
  })
})
