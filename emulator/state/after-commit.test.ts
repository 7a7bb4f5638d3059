import { openDatabase } from '#platform'
import { expect, it } from 'vitest'
import { State } from './state.ts'

it('runs what must follow a write once the outermost transaction is committed', async () => {
  const state = new State(await openDatabase())
  const seen: string[] = []
  state.transaction(() => {
    state.transaction(() => state.afterCommit(() => seen.push('inner')))
    state.afterCommit(() => seen.push('outer'))
    seen.push('written')
  })
  expect(seen).toEqual(['written', 'inner', 'outer'])
})

it('forgets what would follow a write that is undone', async () => {
  const state = new State(await openDatabase())
  const seen: string[] = []
  expect(() =>
    state.transaction(() => {
      state.afterCommit(() => seen.push('undone'))
      throw new Error('no')
    }),
  ).toThrow('no')
  state.transaction(() => {})
  expect(seen).toEqual([])
})

it('runs it at once outside a transaction, and lets it begin one', async () => {
  const state = new State(await openDatabase())
  const seen: string[] = []
  state.afterCommit(() => seen.push('now'))
  state.transaction(() => state.afterCommit(() => state.transaction(() => state.afterCommit(() => seen.push('next')))))
  expect(seen).toEqual(['now', 'next'])
})
