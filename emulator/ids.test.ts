import { openDatabase } from '#platform'
import { expect, it } from 'vitest'
import { Ids } from './ids.ts'
import { State } from './state/state.ts'

const open = async (seed: number) => new Ids(new State(await openDatabase()), seed)

it('the same seed gives the same ids of a kind, whatever happened to other kinds', async () => {
  const one = await open(7)
  const other = await open(7)
  other.hex('encoding')
  other.hex('encoding')
  expect([one.hex('video'), one.hex('video')]).toEqual([other.hex('video'), other.hex('video')])
})

it('ids differ from each other, from those of other kinds and of other seeds', async () => {
  const ids = await open(7)
  const others = await open(8)
  const all = [ids.hex('video'), ids.hex('video'), ids.hex('encoding'), others.hex('video')]
  expect(new Set(all).size).toBe(4)
  for (const id of all) expect(id).toMatch(/^[0-9a-f]{32}$/)
})

it('makes UUIDs of version 4 and fractions from 0 to 1', async () => {
  const ids = await open(7)
  expect(ids.uuid('store')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  for (let n = 0; n < 100; n += 1) expect(ids.fraction('chance')).toSatisfy((value: number) => value >= 0 && value < 1)
})
