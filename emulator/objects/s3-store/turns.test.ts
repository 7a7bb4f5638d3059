import { expect, it } from 'vitest'
import { Turns } from './turns.ts'
import { Turnstile } from './turnstile.ts'

it('lets one in at a time, in their order, and others beside it', async () => {
  const turns = new Turns()
  const log: string[] = []
  const gates = [1, 2, 3].map(() => Promise.withResolvers<void>())
  const visits = gates.map(async ({ promise }, index) =>
    turns.within('a', async () => {
      log.push(`in ${index}`)
      await promise
      log.push(`out ${index}`)
    }),
  )
  await turns.within('b', async () => void log.push('beside'))
  for (const { resolve } of gates.toReversed()) resolve()
  await Promise.all(visits)
  expect(log.filter((line) => line !== 'beside')).toEqual(['in 0', 'out 0', 'in 1', 'out 1', 'in 2', 'out 2'])
  expect(log.indexOf('beside')).toBeLessThan(log.indexOf('out 0'))
})

it('lets the next one in when one failed', async () => {
  const turns = new Turns()
  await expect(turns.within('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await turns.within('a', async () => 'yes')).toBe('yes')
})

it('lets so many in at once', async () => {
  const turnstile = new Turnstile(2)
  let inside = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 10 }, () =>
      turnstile.within(async () => {
        most = Math.max(most, (inside += 1))
        await Promise.resolve()
        inside -= 1
      }),
    ),
  )
  expect([most, inside]).toEqual([2, 0])
})
