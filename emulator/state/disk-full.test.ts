// A database that may not grow: SQLite rolls back by itself then, and what was begun must not be taken for done.
import { openDatabase } from '#platform'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ObjectStoreUnavailable } from '../objects/errors.ts'
import type { Database } from '../platform/platform.ts'
import { State } from './state.ts'
import { defineTable } from './table.ts'

interface Note {
  id: string
  text: string
}

const notes = defineTable<Note>('notes', {})
const others = defineTable<Note>('others', {})

let database: Database
let state: State
beforeEach(async () => {
  database = await openDatabase()
  state = new State(database)
  state.table(notes).insert({ id: 'kept', text: 'a' })
})
afterEach(() => state.close())

/** Leaves room for so many pages more. */
function limit(pages: number): void {
  const { page_count: used } = database.prepare('PRAGMA page_count').get() ?? {}
  database.exec(`PRAGMA max_page_count = ${Number(used) + pages}`)
}

const large = 'x'.repeat(100_000)

it('is storage that is down; what was begun is undone, and what was there stays', () => {
  limit(2)
  const write = () =>
    state.transaction(() => {
      state.table(notes).insert({ id: 'small', text: 'b' })
      state.table(notes).insert({ id: 'large', text: large })
    })
  expect(write).toThrow(ObjectStoreUnavailable)
  expect(write).toThrow('The disk is full')
  expect(state.table(notes).get('small')).toBeUndefined()
  expect(state.table(notes).get('kept')?.text).toBe('a')
})

it('has no consequence once there is room again, not even for a table that could not be made', () => {
  limit(0)
  const write = () => state.transaction(() => state.table(others).insert({ id: 'first', text: large }))
  for (let attempt = 0; attempt < 2; attempt += 1) expect(write).toThrow(ObjectStoreUnavailable)
  limit(1000)
  write()
  expect(state.table(others).get('first')?.text).toBe(large)
})
