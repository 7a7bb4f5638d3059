import { expect, test } from 'vitest'
import { createEmulator } from '../../../index.ts'

test('over HTTP, a request without a body needs no type; one with a body does', async () => {
  await using emulator = await createEmulator({ port: 0, s3Port: 0 })
  const { url } = await emulator.listen()
  const headers = { 'x-api-key': emulator.worlds.main.credentials.telestream.apiKey }
  const ask = async (body?: Uint8Array<ArrayBuffer>) =>
    (await fetch(`${url}/stores/v1.1/stores/none`, { method: 'DELETE', headers, ...(body && { body }) })).status
  expect(await ask()).toBe(404)
  expect(await ask(new Uint8Array())).toBe(404)
  expect(await ask(new TextEncoder().encode('{}'))).toBe(400)
})
