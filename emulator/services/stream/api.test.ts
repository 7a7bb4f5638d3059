import { expect, test } from 'vitest'
import { StreamClient } from '@stream-io/node-sdk'
import { createEmulator } from '../../emulator.ts'

test('a server upserts users', async () => {
  await using emulator = await createEmulator({ port: 0, s3Port: 0 })
  const { url } = await emulator.listen()
  const { apiKey, apiSecret } = emulator.worlds.main.credentials.stream
  const client = new StreamClient(apiKey, apiSecret, { basePath: url })
  const { users } = await client.upsertUsers([{ id: 'john', name: 'John' }])
  expect(users.john).toMatchObject({ name: 'John', created_at: new Date('2026-01-01T00:00:00Z') })
})
