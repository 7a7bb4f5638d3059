import { beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => vi.resetModules())

test('in somebody’s process they are instances of the platform’s classes from the first on', async () => {
  const { PlainResponse } = await import('./node-plain-response.ts')
  expect(new PlainResponse('', 200, {})).toBeInstanceOf(Response)
})

test('in a process of one’s own they are none until they are related, which names no class of the platform', async () => {
  const { leaveUnrelated, relateNow } = await import('./node-stand-ins.ts')
  leaveUnrelated()
  const { PlainResponse } = await import('./node-plain-response.ts')
  const made = new PlainResponse('', 200, {})
  expect(made).not.toBeInstanceOf(Response)
  relateNow()
  expect(made).toBeInstanceOf(Response)
  expect(new PlainResponse('', 200, {})).toBeInstanceOf(Response)
})

test('a class that comes later is related at once', async () => {
  const { relateNow, standIn } = await import('./node-stand-ins.ts')
  relateNow()
  const late = {}
  standIn(late, 'Headers')
  expect(Object.create(late)).toBeInstanceOf(Headers)
})
