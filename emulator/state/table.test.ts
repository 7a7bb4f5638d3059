import { openDatabase } from '#platform'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { NewerSchema, State } from './state.ts'
import { defineTable, UniqueViolation } from './table.ts'

interface Film {
  id: string
  studio: string
  status?: string
  title: string
  restored?: boolean
}

const films = defineTable<Film>('films', {
  indexes: [['studio'], ['studio', 'status'], ['studio', 'title'], ['restored']],
  unique: [['title']],
  counted: [['studio'], ['studio', 'status']],
})

let state: State
beforeEach(async () => {
  state = new State(await openDatabase())
})

describe('a table', () => {
  it('keeps documents by id and replaces them in place', () => {
    const table = state.table(films)
    table.insert({ id: 'a', studio: 'x', title: 'one' })
    table.insert({ id: 'b', studio: 'x', title: 'two' })
    table.update('a', { status: 'done' })
    expect(table.get('a')).toEqual({ id: 'a', studio: 'x', title: 'one', status: 'done' })
    expect(table.list({ where: { studio: 'x' } }).map((film) => film.id)).toEqual(['a', 'b'])
    expect(table.list({ where: { studio: 'x' }, direction: 'desc' }).map((film) => film.id)).toEqual(['b', 'a'])
    expect(table.delete('a')).toBe(true)
    expect(table.delete('a')).toBe(false)
    expect(table.get('a')).toBeUndefined()
    expect(table.update('a', {})).toBeUndefined()
  })

  it('answers by id what was written last, also when it was read before, and nothing that was undone', () => {
    const table = state.table(films)
    table.insert({ id: 'a', studio: 'x', title: 'one' })
    const read = table.get('a')
    expect(table.get('a')).toBe(read)
    expect(() => Object.assign(read ?? {}, { title: 'changed' })).toThrow(TypeError)
    table.update('a', { title: 'two' })
    expect(table.get('a')?.title).toBe('two')
    expect(() =>
      state.transaction(() => {
        table.update('a', { title: 'three' })
        expect(table.get('a')?.title).toBe('three')
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(table.get('a')?.title).toBe('two')
    table.delete('a')
    expect(table.get('a')).toBeUndefined()
    table.insert({ id: 'a', studio: 'x', title: 'again' })
    expect(table.get('a')?.title).toBe('again')
  })

  it('leaves a filter out when its value is undefined, and finds null, booleans and missing fields', () => {
    const table = state.table(films)
    table.insert({ id: 'a', studio: 'x', title: 'one', restored: true })
    table.insert({ id: 'b', studio: 'x', title: 'two', restored: false })
    expect(table.list({ where: { studio: 'x', status: undefined } })).toHaveLength(2)
    expect(table.find({ restored: true })?.id).toBe('a')
    expect(table.find({ restored: false })?.id).toBe('b')
  })

  it('refuses a second row with the same unique field and keeps the first', () => {
    const table = state.table(films)
    table.insert({ id: 'a', studio: 'x', title: 'one' })
    expect(() => table.insert({ id: 'b', studio: 'x', title: 'one' })).toThrow(UniqueViolation)
    expect(() => table.insert({ id: 'a', studio: 'x', title: 'two' })).toThrow(UniqueViolation)
    expect(table.count({ studio: 'x' })).toBe(1)
  })

  it('refuses a query that no index serves', () => {
    const table = state.table(films)
    expect(() => table.list({ where: { status: 'done' } })).toThrow(/No index serves/)
    expect(() => table.list({ orderBy: 'restored', where: { studio: 'x' } })).toThrow(/No index serves the order/)
  })

  it('pages by a sorted field, after and before a value', () => {
    const table = state.table(films)
    for (const title of ['d', 'b', 'a', 'c', 'é']) table.insert({ id: title, studio: 'x', title })
    const titles = (options: Parameters<typeof table.list>[0]) =>
      table.list({ where: { studio: 'x' }, orderBy: 'title', ...options }).map((film) => film.title)
    expect(titles({})).toEqual(['a', 'b', 'c', 'd', 'é'])
    expect(titles({ after: 'b', limit: 2 })).toEqual(['c', 'd'])
    expect(titles({ from: 'b', before: 'd' })).toEqual(['b', 'c'])
    expect(titles({ to: 'b', direction: 'desc' })).toEqual(['b', 'a'])
    expect(titles({ offset: 1, limit: 1 })).toEqual(['b'])
  })

  it('answers far pages as near ones, forwards and backwards, in any order, also after a write', () => {
    const table = state.table(films)
    const all = Array.from({ length: 4000 }, (_, at) => `film-${at}`)
    state.transaction(() => {
      for (const id of all) table.insert({ id, studio: id.endsWith('7') ? 'y' : 'x', title: id })
    })
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            offset: fc.integer({ min: 0, max: 4100 }),
            limit: fc.integer({ min: 1, max: 120 }),
            direction: fc.constantFrom('asc' as const, 'desc' as const),
            studio: fc.constantFrom('x', undefined),
            write: fc.boolean(),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        (pages) => {
          for (const { offset, limit, direction, studio, write } of pages) {
            if (write) {
              table.delete('film-1000')
              table.insert({ id: 'film-1000', studio: 'x', title: 'film-1000' })
            }
            const everything = table.list({ where: { studio } }).map(({ id }) => id)
            const expected = (direction === 'asc' ? everything : everything.toReversed()).slice(offset, offset + limit)
            expect(table.list({ where: { studio }, offset, limit, direction }).map(({ id }) => id)).toEqual(expected)
          }
        },
      ),
      { numRuns: 20 },
    )
  })

  it('counts by counted fields what a scan would count, whatever happened before', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            id: fc.integer({ min: 0, max: 9 }),
            studio: fc.constantFrom('x', 'y'),
            status: fc.option(fc.constantFrom('s', 't'), { nil: undefined }),
            remove: fc.boolean(),
          }),
        ),
        (steps) => {
          const table = state.table(films)
          for (const film of table.list()) table.delete(film.id)
          for (const { id, studio, status, remove } of steps) {
            if (remove) table.delete(String(id))
            else table.put({ id: String(id), title: String(id), studio, ...(status === undefined ? {} : { status }) })
          }
          const all = table.list()
          for (const studio of ['x', 'y']) {
            expect(table.count({ studio })).toBe(all.filter((film) => film.studio === studio).length)
            for (const status of ['s', 't']) {
              expect(table.count({ studio, status })).toBe(
                all.filter((film) => film.studio === studio && film.status === status).length,
              )
            }
          }
        },
      ),
    )
  })
})

describe('an empty table', () => {
  const listed = () => state.table(films).list({ where: { studio: 'x' } }).length

  it('is looked at again once anything was written, undone or replaced', () => {
    const table = state.table(films)
    expect([listed(), listed()]).toEqual([0, 0])
    table.insert({ id: 'a', studio: 'x', title: 'one' })
    expect(listed()).toBe(1)
    table.delete('a')
    expect([listed(), listed()]).toEqual([0, 0])
    expect(() =>
      state.transaction(() => {
        table.put({ id: 'b', studio: 'x', title: 'two' })
        expect(listed()).toBe(1)
        throw new Error('no')
      }),
    ).toThrow('no')
    expect([listed(), listed()]).toEqual([0, 0])
    table.put({ id: 'c', studio: 'x', title: 'three' })
    state.clear()
    expect([listed(), listed()]).toEqual([0, 0])
    table.put({ id: 'd', studio: 'x', title: 'four' })
    expect(listed()).toBe(1)
  })

  it('is told from one that has no such row', () => {
    const table = state.table(films)
    table.insert({ id: 'a', studio: 'y', title: 'one' })
    expect([listed(), listed()]).toEqual([0, 0])
    expect(table.list()).toHaveLength(1)
  })
})

describe('the state', () => {
  it('undoes a transaction that throws', () => {
    const table = state.table(films)
    expect(() =>
      state.transaction(() => {
        table.insert({ id: 'a', studio: 'x', title: 'one' })
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(table.get('a')).toBeUndefined()
    expect(table.count({ studio: 'x' })).toBe(0)
  })

  it('keeps values by key and counts sequences', () => {
    expect(state.read('clock')).toBeUndefined()
    state.write('clock', { now: 1 })
    state.write('clock', { now: 2 })
    expect(state.read('clock')).toEqual({ now: 2 })
    expect([state.next('video'), state.next('video'), state.next('encoding')]).toEqual([1, 2, 1])
  })

  it('refuses what a newer program wrote', async () => {
    const database = await openDatabase()
    database.exec('PRAGMA user_version = 99')
    expect(() => new State(database)).toThrow(NewerSchema)
  })
})
