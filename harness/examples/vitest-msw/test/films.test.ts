import { readFile } from 'node:fs/promises'
import { setupServer } from 'msw/node'
import { handlers } from 'stuntdouble/msw'
import { test } from 'stuntdouble/vitest'
import { afterAll, beforeAll, expect } from 'vitest'
import { Films } from '../src/films.ts'

const server = setupServer()
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterAll(() => server.close())
// Each test has a world of its own; api.cloud.telestream.net is in it.
test.beforeEach(({ world }) => server.resetHandlers(...handlers(world)))

test('a film can be watched when its encodings are done', async ({ world }) => {
  const films = new Films(world.credentials.telestream)
  const id = await films.upload('holiday.mp4', await readFile(new URL('film.mp4', import.meta.url)))
  expect(await films.state(id)).toBe('encoding')

  await world.until(async () => (await films.state(id)) === 'ready') // 12 s of the world's time, 20 ms of yours
  const stored = await world.objects.keys(`my-bucket-${world.name}`)
  expect(stored).toEqual(expect.arrayContaining(await films.files(id)))
})

test('a film that cannot be encoded has failed', async ({ world }) => {
  const { id } = await world.telestream.aVideo({ state: 'fail' })
  expect(await new Films(world.credentials.telestream).state(id)).toBe('failed')
})

test('a wrong key is an error', async ({ world }) => {
  const films = new Films({ ...world.credentials.telestream, apiKey: 'tcs_wrong' })
  await expect(films.state('any')).rejects.toThrow('refused with 401')
  expect(world.journal.refusals()).toHaveLength(1) // had the test failed, this would have been printed
})
