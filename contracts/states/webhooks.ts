// The provider state under which a service sends something of its own accord.
import { z } from 'zod'
import { clockHandle } from '../../emulator/handle/clock-handle.ts'
import { readAppSettings, writeAppSettings } from '../../emulator/services/stream/app/model.ts'
import { endSession, join, leave } from '../../emulator/services/stream/calls/sessions.ts'
import type { NotificationEvent } from '../../emulator/services/telestream/model.ts'
import type { World } from '../../emulator/world.ts'
import { aStorage } from '../../fixtures/builders/stream.ts'
import { aVideo, aWebhook } from '../../fixtures/builders/telestream.ts'
import { asApp } from './as-app.ts'
import { asWords, word } from './parameters.ts'
import { credentialValues, defineState } from './state.ts'

/** As Telestream writes them, and as its settings call them. */
const telestreamEvents = {
  'video-created': 'video_created',
  'video-encoded': 'video_encoded',
  'encoding-progress': 'encoding_progress',
  'encoding-complete': 'encoding_completed',
} as const satisfies Record<string, NotificationEvent>

const cid = 'default:premiere'
const call = '/video/call/default/premiere'

type Step = (world: World) => unknown

const joined: Step = (world) => world.state.transaction(() => void join(world, cid, 'john'))
const asked =
  (path: string, body: unknown = {}): Step =>
  (world) =>
    asApp(world, 'POST', call + path, body)
const aMinute: Step = (world) => clockHandle(world).advance('1m')
/** It is uploaded as jobs say. */
const whileUploaded: Step = (world) => clockHandle(world).advance('10m')

/** What leads to each of Stream's events, once there is a call. */
const streamEvents: Readonly<Record<string, readonly Step[]>> = {
  'call.created': [],
  'call.updated': [(world) => asApp(world, 'PATCH', call, { custom: { topic: 'premiere' } })],
  'call.ended': [asked('/mark_ended')],
  'call.deleted': [asked('/delete')],
  'call.member_added': [asked('/members', { update_members: [{ user_id: 'jane' }] })],
  'call.member_removed': [
    asked('/members', { update_members: [{ user_id: 'jane' }] }),
    asked('/members', { remove_members: ['jane'] }),
  ],
  'call.blocked_user': [asked('/block', { user_id: 'jane' })],
  'call.session_started': [joined],
  'call.session_participant_joined': [joined],
  'call.session_participant_left': [
    joined,
    aMinute,
    (world) => world.state.transaction(() => void leave(world, cid, 'john')),
  ],
  'call.session_ended': [
    joined,
    aMinute,
    (world) => world.state.transaction(() => void endSession(world, cid, world.clock.now())),
  ],
  'call.recording_started': [joined, asked('/start_recording')],
  'call.recording_stopped': [joined, asked('/start_recording'), aMinute, asked('/stop_recording')],
  'call.recording_ready': [joined, asked('/start_recording'), aMinute, asked('/stop_recording'), whileUploaded],
  'call.recording_failed': [
    async (world) => void (await aStorage(world, 'broken', { broken: 'wrong-key' })),
    joined,
    asked('/start_recording', { recording_external_storage: 'broken' }),
    aMinute,
    asked('/stop_recording'),
    whileUploaded,
  ],
  'call.transcription_started': [joined, asked('/start_transcription')],
  'call.transcription_stopped': [joined, asked('/start_transcription'), aMinute, asked('/stop_transcription')],
  'call.transcription_ready': [
    joined,
    asked('/start_transcription'),
    aMinute,
    asked('/stop_transcription'),
    whileUploaded,
  ],
}

export const webhookEvents: readonly string[] = [...Object.keys(telestreamEvents), ...Object.keys(streamEvents)]

export const webhookStates = [
  defineState({
    name: 'a webhook will be sent',
    description:
      'Something happens of which Telestream or Stream tells: the event is sent to the URL at once. Stream’s are about the call `default:premiere`.',
    service: 'any',
    parameters: {
      event: word(asWords(webhookEvents)).describe(
        `One of ${webhookEvents.map((event) => `\`${event}\``).join(', ')}.`,
      ),
      url: z.url().optional().describe('Where to. Default `http://127.0.0.1:9/hooks`, where nobody listens.'),
      payload: z.string().optional().describe('Of Telestream’s video; the event brings it along.'),
    },
    values: { event: 'Its name.', url: 'Where it was sent.' },
    async setUp({ world }, { event, url = 'http://127.0.0.1:9/hooks', payload }) {
      const isTelestreams = Object.hasOwn(telestreamEvents, event)
      if (isTelestreams) await tellOfVideo(world, event, url, payload)
      else await tellOfCall(world, event, url)
      await sendOnce(world)
      return { ...credentialValues(world.credentials, isTelestreams ? 'telestream' : 'stream'), event, url }
    },
  }),
]

async function tellOfVideo(world: World, event: string, url: string, payload: string | undefined): Promise<void> {
  await world.prepare('telestream')
  const setting = Object.entries(telestreamEvents).find(([name]) => name === event)?.[1]
  await aWebhook(world, url, { ...(setting && { events: [setting] }), sendVideoPayload: payload !== undefined })
  const isUnderWay = event === 'encoding-progress'
  await aVideo(world, { state: isUnderWay ? 'encoding' : 'success', ...(payload !== undefined && { payload }) })
  const progress = world.jobs.list().find(({ kind }) => isUnderWay && kind === 'telestream.encoding-progress')
  if (progress) await world.jobs.run(progress.id)
}

async function tellOfCall(world: World, event: string, url: string): Promise<void> {
  await world.prepare('stream')
  writeAppSettings(world, { ...readAppSettings(world), webhookUrl: url, webhookEvents: [event] })
  await asApp(world, 'POST', call, { data: { created_by_id: 'john' } })
  for (const step of streamEvents[event] ?? []) await step(world)
}

/** Each that waits, and none twice: nobody may be there to take it. */
async function sendOnce(world: World): Promise<void> {
  const waiting = world.jobs.list().filter(({ kind }) => kind === 'telestream.webhook' || kind === 'stream.webhook')
  for (const { id } of waiting) await world.jobs.run(id)
}
