import { expect, test } from 'vitest'
import { streamClient } from '../../../../harness/stream-client.ts'
import { createEmulator, type Emulator } from '../../../emulator.ts'
import { callTypes } from './model.ts'

async function open(options: Parameters<typeof createEmulator>[0] = {}) {
  const emulator = await createEmulator(options)
  return { emulator, client: await streamClient(emulator, emulator.worlds.main) }
}

const types = '/api/v2/video/calltypes'
const inner = (json: Record<string, unknown>) => /failed with error: "(.*)"$/s.exec(String(json.message))?.[1]

test('every app has four types, with the documents’ defaults', async () => {
  const { client } = await open()
  const { json, status } = await client.get(types)
  expect(status).toBe(200)
  expect(Object.keys(json.call_types as object)).toEqual(['default', 'livestream', 'audio_room', 'development'])
  expect(json).toMatchObject({
    duration: '1.00ms',
    call_types: {
      default: { settings: { audio: { default_device: 'earpiece' }, backstage: { enabled: false } } },
      livestream: { settings: { backstage: { enabled: true }, ring: { incoming_call_timeout_ms: 0 } } },
      audio_room: { settings: { video: { enabled: false }, screensharing: { enabled: false } } },
      development: { settings: { video: { target_resolution: { width: 1920, bitrate: 3_000_000 } } } },
    },
  })
})

test('a type is created over the defaults, changed in parts, and deleted', async () => {
  const { client } = await open()
  const created = await client.post(types, {
    name: 'mine',
    settings: { audio: { mic_default_on: false, default_device: 'speaker' }, geofencing: { names: ['canada'] } },
    notification_settings: { call_notification: { apns: { title: 'Ring', 'content-available': 1 } } },
    grants: { admin: ['send-audio'] },
  })
  expect(created).toMatchObject({
    status: 201,
    json: {
      name: 'mine',
      created_at: Date.parse('2026-01-01') * 1_000_000,
      settings: {
        audio: { mic_default_on: false, default_device: 'speaker', opus_dtx_enabled: true },
        geofencing: { names: ['canada'] },
      },
      notification_settings: {
        enabled: true,
        call_notification: { enabled: true, apns: { title: 'Ring', body: '', 'content-available': 1 } },
      },
      grants: { admin: ['send-audio'], user: expect.arrayContaining(['join-call']) },
    },
  })
  expect(created.json).not.toHaveProperty('external_storage')

  const layout = { name: 'grid', options: { 'logo.image_url': 'https://example.com/logo.png' } }
  await client.put(`${types}/mine`, { settings: { recording: { mode: 'available', audio_only: true, layout } } })
  const updated = await client.put(`${types}/mine`, {
    settings: { recording: { mode: 'disabled', layout: { name: 'grid', options: { 'title.text': 'T' } } } },
    grants: { host: ['join-backstage'] },
  })
  expect(updated).toMatchObject({
    status: 201,
    json: {
      settings: {
        audio: { mic_default_on: false },
        recording: { mode: 'disabled', audio_only: true, quality: '720p', layout: { external_app_url: '' } },
      },
      grants: { host: ['join-backstage'], admin: ['send-audio'] },
    },
  })
  const options = (updated.json.settings as { recording: { layout: { options: object } } }).recording.layout.options
  expect(options, 'free keys are replaced, or none could be taken out').toEqual({ 'title.text': 'T' })

  expect((await client.delete(`${types}/mine`)).json).toEqual({ duration: '1.00ms' })
  expect(await client.get(`${types}/mine`)).toMatchObject({ status: 404, json: { code: 16 } })
})

test('null takes a limit back, and is otherwise as if it were not there', async () => {
  const { client } = await open()
  await client.put(`${types}/default`, { settings: { limits: { max_participants: 5, max_duration_seconds: 0 } } })
  const { json } = await client.put(`${types}/default`, {
    external_storage: null,
    settings: { limits: { max_participants: null }, audio: null, video: { enabled: null } },
  })
  expect(json).toMatchObject({
    settings: { limits: { max_participants: null, max_duration_seconds: 0 }, video: { enabled: true } },
  })
})

test('PHP’s empty maps are lists', async () => {
  const { client } = await open()
  const { status } = await client.put(`${types}/default`, { grants: [], settings: [], notification_settings: [] })
  expect(status).toBe(201)
})

test.each<[string, unknown, string]>([
  ['no name', {}, 'name is a required field'],
  ['an empty name', { name: '' }, 'name is a required field'],
  ['a name twice', { name: 'default' }, 'call type "default" already exists'],
  [
    'a word that is none',
    { settings: { recording: { mode: 'on' } } },
    'settings.recording.mode must be one of [available disabled auto-on]',
  ],
  ['audio without a device', { settings: { audio: {} } }, 'settings.audio.default_device is a required field'],
  [
    'no tracks',
    { settings: { broadcasting: { hls: { quality_tracks: [] } } } },
    'settings.broadcasting.hls.quality_tracks must contain at least 1 item',
  ],
  [
    'too many tracks',
    { settings: { broadcasting: { hls: { quality_tracks: ['360p', '480p', '720p', '1080p'] } } } },
    'settings.broadcasting.hls.quality_tracks must contain at maximum 3 items',
  ],
  [
    'an interval too short',
    { settings: { frame_recording: { mode: 'available', capture_interval_in_seconds: 1 } } },
    'settings.frame_recording.capture_interval_in_seconds must be 2 or greater',
  ],
  [
    'a picture too large',
    { settings: { video: { target_resolution: { width: 4000, height: 300 } } } },
    'settings.video.target_resolution.width must be 3840 or less',
  ],
  [
    'ringing too long',
    { settings: { ring: { incoming_call_timeout_ms: 5000, auto_cancel_timeout_ms: 180_001 } } },
    'settings.ring.auto_cancel_timeout_ms must be 180000 or less',
  ],
  [
    'another type',
    { settings: { backstage: { enabled: 'yes' } } },
    'settings.backstage.enabled must be of type boolean',
  ],
  [
    'recording without quality',
    { settings: { recording: { mode: 'available' } } },
    'recording quality is required when audio_only is false and recording is enabled',
  ],
  [
    'a camera without video',
    { settings: { video: { enabled: false, camera_default_on: true } } },
    'Video is not enabled for this call',
  ],
  ['a storage that is none', { external_storage: 'nowhere' }, 'external storage "nowhere" does not exist'],
])('%s is refused', async (_, body, message) => {
  const { client } = await open()
  const { status, json } = await client.post(types, {
    ...(message.startsWith('name') ? {} : { name: 'mine' }),
    ...(body as object),
  })
  expect({ status, code: json.code, message: inner(json) }).toEqual({ status: 400, code: 4, message })
})

test('a storage may be named that is Stream’s own, or that is not there when the settings say so', async () => {
  const { client } = await open()
  expect((await client.put(`${types}/default`, { external_storage: 'stream-s3' })).json).toMatchObject({
    external_storage: 'stream-s3',
  })
  const lenient = await open({ stream: { unknownStorage: 'accept' } })
  expect((await lenient.client.post(types, { name: 'mine', external_storage: 'later' })).status).toBe(201)
})

test('a refused change leaves everything as it was', async () => {
  const { client, emulator } = await open()
  await client.get(types)
  const before = stored(emulator)
  expect(before).toBeDefined()
  await client.put(`${types}/default`, { grants: { user: [] }, settings: { recording: { mode: 'available' } } })
  expect(stored(emulator)).toEqual(before)
})

function stored(emulator: Emulator) {
  return emulator.worlds.main.state.table(callTypes).get('default')
}
