import { openDatabase } from '#platform'
import { expect, it } from 'vitest'
import { State } from './state.ts'
import { defineTable } from './table.ts'

const things = defineTable<{ id: string; kind: string }>('things', { indexes: [['kind']], counted: [['kind']] })

it('a table that was first used in a transaction is there after it, though it was undone', async () => {
  const state = new State(await openDatabase())
  const undone = () =>
    state.transaction(() => {
      state.table(things).insert({ id: 'a', kind: 'x' })
      throw new Error('no')
    })
  expect(undone).toThrow('no')
  expect(state.table(things).get('a')).toBeUndefined()
  state.table(things).insert({ id: 'b', kind: 'x' })
  expect(state.table(things).list({ where: { kind: 'x' } })).toEqual([{ id: 'b', kind: 'x' }])
  expect(state.table(things).count({ kind: 'x' })).toBe(1)
  expect(undone, 'and again').toThrow('no')
  expect(state.table(things).count({ kind: 'x' })).toBe(1)
})
