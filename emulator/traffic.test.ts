import { expect, test } from 'vitest'
import { Traffic } from './traffic.ts'

test('work waits for requests under way, and requests wait for the work', async () => {
  const traffic = new Traffic()
  const events: string[] = []
  traffic.enter()
  expect(traffic.halted).toBeUndefined()

  const halt = traffic.halt(() => void events.push('work'))
  const late = traffic.halted?.then(() => events.push('late request'))
  await Promise.resolve()
  expect(events).toEqual([])

  traffic.leave()
  await halt
  await late
  expect(events).toEqual(['work', 'late request'])
  expect(traffic.halted).toBeUndefined()
})

test('halts come one after another', async () => {
  const traffic = new Traffic()
  const events: string[] = []
  const slow = (name: string) => async () => {
    events.push(`${name} begins`)
    await Promise.resolve()
    events.push(`${name} ends`)
  }
  await Promise.all([traffic.halt(slow('a')), traffic.halt(slow('b')), traffic.halt(slow('c'))])
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('work that fails lets requests in again', async () => {
  const traffic = new Traffic()
  await expect(traffic.halt(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(traffic.halted).toBeUndefined()
})
