import { openDatabase } from '#platform'
import { expect, it } from 'vitest'
import { State } from '../state/state.ts'
import { Clock, defaultInstant } from './clock.ts'

it('a frozen clock stands still until it is moved, and never goes back by moving', async () => {
  const clock = new Clock(new State(await openDatabase()), 'frozen')
  expect(clock.now()).toBe(defaultInstant)
  clock.moveTo(defaultInstant + 5)
  clock.moveTo(defaultInstant)
  expect(clock.now()).toBe(defaultInstant + 5)
})

it('a real clock runs on from the instant that it is set to', async () => {
  const clock = new Clock(new State(await openDatabase()), 'real')
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000)
  clock.set('real', Date.parse('2030-01-01T00:00:00Z'))
  expect(new Date(clock.now()).toISOString()).toMatch(/^2030-01-01T00:00:0/)
})

it('is kept in the state', async () => {
  const state = new State(await openDatabase())
  new Clock(state, 'frozen').set('frozen', 42)
  expect(new Clock(state, 'real').now()).toBe(42)
})
