// Tests of which one is to fail: fixtures.test.ts looks at what is printed.
import { expect } from 'vitest'
import { test } from '../index.ts'

const refused = '/v3.0/videos.json?access_key=nobody&signature=x&timestamp=2026-01-01T00:00:00Z'

test('fails, because its request is refused', async ({ world }) => {
  expect((await world.fetch(refused)).status).toBe(200)
})

test('expects to be refused', async ({ world }) => {
  expect((await world.fetch(refused)).status).toBe(401)
})
