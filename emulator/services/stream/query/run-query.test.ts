import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEmulator } from '../../../emulator.ts'
import { defineTable } from '../../../state/table.ts'
import type { World } from '../../../world.ts'
import { StreamError } from '../errors.ts'
import {
  flagField,
  idField,
  listField,
  numberField,
  type PageRequest,
  type QueryDefinition,
  relatedField,
  runQuery,
  textField,
  timeField,
} from './index.ts'

interface Row {
  id: string
  kind?: string | null
  rank?: number | null
  live?: boolean
  tags?: string[]
  at?: number
  custom?: Record<string, unknown>
}

interface Guest {
  id: string
  rowId: string
  userId: string
}

const rows = defineTable<Row>('test_rows', { indexes: [['kind'], ['rank'], ['kind', 'rank'], ['at']] })
const guests = defineTable<Guest>('test_guests', { indexes: [['userId']] })
const definition: QueryDefinition<Row> = {
  table: rows,
  fields: {
    id: idField(),
    kind: textField('kind'),
    rank: numberField('rank'),
    live: flagField('live'),
    tags: listField('tags'),
    at: timeField('at'),
    guests: relatedField(guests, 'rowId', 'userId'),
  },
  custom: 'custom',
  sorts: [['rank'], ['kind', 'rank'], ['id'], ['at']],
}

async function worldWith(content: readonly Row[]): Promise<World> {
  const emulator = await createEmulator()
  const { main } = emulator.worlds
  fill(main, content)
  return main
}

function fill(world: World, content: readonly Row[]) {
  world.state.transaction(() => content.forEach((row) => world.state.table(rows).insert(row)))
}

const filtered = (world: World, filter: PageRequest['filter_conditions']) =>
  runQuery(world, definition, {
    filter_conditions: filter,
    sort: [{ field: 'id', direction: 1, type: undefined }],
  }).rows.map(({ id }) => id)

const sample: readonly Row[] = [
  {
    id: 'a',
    kind: 'one',
    rank: 1,
    live: true,
    tags: ['red', 'blue'],
    at: 1000,
    custom: { color: 'Deep Red', n: 5, on: true, list: ['x', 'y'] },
  },
  {
    id: 'b',
    kind: 'two',
    rank: 2,
    live: false,
    tags: [],
    at: 2000,
    custom: { color: '50% grey_ish', n: '7', 'odd.key': { deep: 'z' } },
  },
  { id: 'c', kind: 'two', rank: null, at: 3000 },
]

test.each<[string, Record<string, unknown>, string]>([
  ['nothing', {}, 'abc'],
  ['a bare value', { kind: 'two' }, 'bc'],
  ['$eq', { kind: { $eq: 'one' } }, 'a'],
  ['null', { rank: null }, 'c'],
  ['several operators', { rank: { $gt: 0, $lte: 1 } }, 'a'],
  ['$in', { id: { $in: ['a', 'c', 'none'] } }, 'ac'],
  ['an empty $in', { id: { $in: [] } }, ''],
  ['$exists', { rank: { $exists: true } }, 'ab'],
  ['not $exists', { rank: { $exists: false } }, 'c'],
  ['a flag', { live: true }, 'a'],
  ['a flag that is missing', { live: false }, 'bc'],
  ['a date', { at: { $gte: '1970-01-01T00:00:02Z' } }, 'bc'],
  ['a date in nanoseconds', { at: { $lt: 2_000_000_000 } }, 'a'],
  ['one of a list', { tags: { $in: ['blue', 'green'] } }, 'a'],
  ['no list', { tags: null }, 'bc'],
  ['$or', { $or: [{ kind: 'one' }, { rank: null }] }, 'ac'],
  ['$and in $or', { $or: [{ $and: [{ kind: 'two' }, { rank: 2 }] }, { id: 'a' }] }, 'ab'],
  ['custom text', { 'custom.color': 'Deep Red' }, 'a'],
  ['custom number', { 'custom.n': { $gt: 4 } }, 'a'],
  ['custom flag', { 'custom.on': true }, 'a'],
  ['custom that is missing', { 'custom.n': { $exists: false } }, 'c'],
  ['custom list', { 'custom.list': { $contains: 'x' } }, 'a'],
  ['part of a text', { 'custom.color': { $contains: 'Red' } }, 'a'],
  ['$autocomplete, of any word', { 'custom.color': { $autocomplete: 'RE' } }, 'a'],
  ['$autocomplete, literally', { 'custom.color': { $autocomplete: '50% grey_' } }, 'b'],
  ['$q, in any order', { 'custom.color': { $q: 'red deep' } }, 'a'],
  ['related rows', { guests: { $in: ['john', 'jane'] } }, 'b'],
])('%s', async (_, filter, found) => {
  const world = await worldWith(sample)
  world.state.table(guests).insert({ id: 'g', rowId: 'b', userId: 'jane' })
  expect(filtered(world, filter as PageRequest['filter_conditions']).join('')).toBe(found)
})

test.each<[string, PageRequest, string]>([
  ['a field that is none', { filter_conditions: { none: 1 } }, 'there is no field none'],
  ['a name of every object', { filter_conditions: { constructor: 1 } }, 'there is no field constructor'],
  ['an operator that the field has not', { filter_conditions: { live: { $gt: true } } }, 'live does not support $gt'],
  ['an operator that is none', { filter_conditions: { $nor: [] } }, '$nor is not supported'],
  ['another type', { filter_conditions: { kind: 1 } }, 'kind must be a string'],
  ['a date that is none', { filter_conditions: { at: 'yesterday' } }, 'at must be an RFC3339 date'],
  ['an $in of one', { filter_conditions: { kind: { $in: 'one' } } }, 'kind $in must be a list'],
  ['a sort without index', { sort: [{ field: 'live', direction: 1, type: undefined }] }, 'cannot sort by live'],
  [
    'a direction that is none',
    { sort: [{ field: 'rank', direction: 2, type: undefined }] },
    'sort.direction must be one of [1 -1]',
  ],
  ['a cursor that is none', { next: 'nonsense' }, 'next is not a valid cursor'],
  ['a cursor of another sort', { next: 'WzFd' }, 'next is not a valid cursor'],
  ['both cursors', { next: 'WzEsMV0', prev: 'WzEsMV0' }, 'both next and prev'],
])('%s is refused', async (_, request, message) => {
  const world = await worldWith([])
  const query = () => runQuery(world, definition, request)
  expect(query).toThrow(StreamError)
  expect(query).toThrow(message)
})

test('a quote in a custom name stays a name', async () => {
  const world = await worldWith([{ id: 'a', custom: { [`it's "quoted"`]: 1 } }])
  expect(filtered(world, { [`custom.it's "quoted"`]: 1 })).toEqual(['a'])
})

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 })

test('pages are the sorted rows, whole and once, forwards and back, however many are alike or have no value', async () => {
  await using emulator = await createEmulator()
  const { main } = emulator.worlds
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ kind: nullable(fc.constantFrom('a', 'b')), rank: nullable(fc.integer({ min: 0, max: 3 })) }),
        { maxLength: 24 },
      ),
      fc.constantFrom(['rank'], ['kind', 'rank']),
      fc.tuple(fc.constantFrom(1, -1), fc.constantFrom(1, -1)),
      fc.integer({ min: 1, max: 7 }),
      async (content, sort, directions, limit) => {
        await main.reset()
        fill(
          main,
          content.map((row, at) => ({ id: `r${at}`, ...row })),
        )
        const request = {
          sort: sort.map((field, at) => ({ field, direction: directions[at], type: undefined })),
          limit,
        }
        const expected = content
          .map((row, at) => ({ id: `r${at}`, at, ...row }))
          .sort((one, other) => {
            for (const [index, name] of sort.entries()) {
              const difference = order(one[name as 'rank'], other[name as 'rank']) * (directions[index] ?? 1)
              if (difference !== 0) return difference
            }
            return (one.at - other.at) * (directions[sort.length - 1] ?? 1)
          })
          .map(({ id }) => id)

        const pages = []
        let page = runQuery(main, definition, request)
        expect(page.prev).toBeUndefined()
        pages.push(page.rows.map(({ id }) => id))
        while (page.next !== undefined) {
          page = runQuery(main, definition, { ...request, next: page.next })
          pages.push(page.rows.map(({ id }) => id))
        }
        expect(pages.flat()).toEqual(expected)
        const back = [pages.at(-1)]
        while (page.prev !== undefined) {
          page = runQuery(main, definition, { ...request, prev: page.prev })
          back.unshift(page.rows.map(({ id }) => id))
        }
        expect(back).toEqual(pages)
      },
    ),
    { numRuns: 60 },
  )
})

test('alternatives are one list in the order of the sort, each row once, by pages', async () => {
  const texts = ['b', 'a', 'ä', '\u{1F600}', '\uFFFD', 'b', null, 'z']
  const world = await worldWith(texts.map((kind, at) => ({ id: `r${at}`, kind, rank: at % 3 })))
  const sort = [
    { field: 'kind', direction: 1, type: undefined },
    { field: 'rank', direction: 1, type: undefined },
  ]
  const request = { sort, limit: 3 }
  const pagesOf = (filter: PageRequest['filter_conditions']) => {
    const ids = []
    let page = runQuery(world, definition, { ...request, filter_conditions: filter })
    ids.push(...page.rows.map(({ id }) => id))
    while (page.next !== undefined) {
      page = runQuery(world, definition, { ...request, filter_conditions: filter, next: page.next })
      ids.push(...page.rows.map(({ id }) => id))
    }
    return ids
  }
  const everything = pagesOf({})
  expect(everything).toEqual(['r6', 'r1', 'r0', 'r5', 'r7', 'r2', 'r4', 'r3'])
  expect(pagesOf({ kind: { $in: texts } })).toEqual(everything)
  expect(pagesOf({ $or: [{ rank: { $in: [0, 1] } }, { kind: { $in: ['b', 'ä'] } }, { rank: { $gte: 1 } }] })).toEqual(
    everything,
  )
  expect(pagesOf({ rank: { $in: [0, 1, 2] }, kind: { $in: texts } }), 'too many to keep apart').toEqual(everything)
})

/** NULL first, as SQLite has it. */
function order(one: number | string | null, other: number | string | null): number {
  if (one === other) return 0
  if (one === null) return -1
  if (other === null) return 1
  return one < other ? -1 : 1
}
