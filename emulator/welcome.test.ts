import { expect, it } from 'vitest'
import { createEmulator } from './index.ts'

it('who asks a double for nothing is told what there is', async () => {
  await using emulator = await createEmulator()
  const response = await emulator.fetch(new Request(`${emulator.url}/`))
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ console: '/_stuntdouble/', control: '/_stuntdouble/openapi.json' })
})

it('who does so with a browser is shown the console', async () => {
  await using emulator = await createEmulator()
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8'
  const response = await emulator.fetch(new Request(`${emulator.url}/`, { headers: { accept } }))
  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toBe('/_stuntdouble/')
})
