import { expect, test } from 'vitest'
import { streamClient } from '../../../../harness/stream-client.ts'
import { createEmulator } from '../../../emulator.ts'
import { readAppSettings } from './model.ts'

async function open() {
  const emulator = await createEmulator()
  const { main } = emulator.worlds
  return { main, client: await streamClient(emulator, main) }
}

test('an app has everything that SDKs insist on', async () => {
  const { client } = await open()
  expect((await client.get('/api/v2/app')).json).toMatchObject({
    duration: '1.00ms',
    app: {
      name: 'main',
      webhook_url: '',
      webhook_events: [],
      event_hooks: [],
      push_notifications: { version: 'v2' },
      // Python 7.0.0 warns of each that is not there.
      member_custom_on_mentioned_users_enabled: false,
      member_custom_on_typing_events_enabled: false,
      moderation_keyframe_video_enabled: false,
    },
  })
})

test('what is set is answered, and what is not said stays', async () => {
  const { client, main } = await open()
  const hook = {
    hook_type: 'webhook',
    webhook_url: 'http://127.0.0.1:9/hook',
    enabled: true,
    event_types: [],
    product: 'video',
  }
  await client.patch('/api/v2/app', {
    webhook_url: 'http://127.0.0.1:9',
    webhook_events: ['call.ended'],
    custom_thing: 1,
  })
  const { status } = await client.patch('/api/v2/app', {
    event_hooks: [hook],
    enable_hook_payload_compression: true,
    webhook_url: null,
    multi_tenant_enabled: true,
  })
  expect(status).toBe(200)
  expect((await client.get('/api/v2/app')).json.app).toMatchObject({
    webhook_url: 'http://127.0.0.1:9',
    webhook_events: ['call.ended'],
    event_hooks: [hook],
    multi_tenant_enabled: true,
    custom_thing: 1,
  })
  expect(readAppSettings(main)).toMatchObject({ compressHooks: true, webhookUrl: 'http://127.0.0.1:9' })
})

test.each([
  [{ webhook_url: 5 }, 'webhook_url must be of type string'],
  [{ event_hooks: {} }, 'event_hooks must be of type array'],
  [{ enable_hook_payload_compression: 'yes' }, 'enable_hook_payload_compression must be of type boolean'],
  [{ revoke_tokens_issued_before: 'then' }, 'revoke_tokens_issued_before must be an RFC3339 date'],
])('%j is refused', async (body, message) => {
  const { client } = await open()
  expect((await client.patch('/api/v2/app', body)).json).toMatchObject({
    code: 4,
    message: `UpdateApp failed with error: "${message}"`,
  })
})
