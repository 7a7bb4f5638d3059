// Provider states of Stream.
import { z } from 'zod'
import { aCall, aPerson, aStorage, type BuiltCall, type CallOptions } from '../../fixtures/builders/stream.ts'
import { callTypes, findCallType, newCallType } from '../../emulator/services/stream/call-types/model.ts'
import { type Storage, storages, streamS3 } from '../../emulator/services/stream/storages/model.ts'
import type { World } from '../../emulator/world.ts'
import { streamId, text, whole, word } from './parameters.ts'
import { asApp } from './as-app.ts'
import { defineState } from './state.ts'

const service = 'stream'

const callId = streamId.optional().describe('Default `premiere`.')
const callType = streamId.optional().describe('A call type; made where there is none. Default `default`.')
const userIds = z.array(streamId).min(1).max(100)
const storage = text('By name; made where there is none. Default Stream’s own.').optional()

const ofCall = {
  callId: 'Of the call.',
  callType: 'Its type.',
  cid: '`type:id`.',
  createdBy: 'The id of the user who made it.',
  sessionId: 'Of its session; empty where there was none.',
}
const ofFile = { fileName: 'Of the last file.', fileUrl: 'Where that is downloaded.', fileCount: 'How many there are.' }

export const streamStates = [
  defineState({
    name: 'the app is as it began',
    description: 'The users `john`, `jane` and `sara`, the four call types that every app has, and no call.',
    service,
    values: {},
    setUp: async () => ({}),
  }),
  defineState({
    name: 'a user exists',
    description: 'A user of the app.',
    service,
    parameters: {
      userId: streamId.optional().describe('Default `ada`.'),
      name: text('Default the id.').optional(),
      role: text('Default `user`.').optional(),
    },
    values: { userId: 'Its id.' },
    async setUp({ world }, { userId = 'ada', name = userId, role = 'user' }) {
      aPerson(world, userId, { name, role })
      return { userId }
    },
  }),
  defineState({
    name: 'a storage exists',
    description: 'An external storage. One of S3 is over a bucket of the world, so that its check succeeds.',
    service,
    parameters: {
      name: text('Default `my-storage`.').optional(),
      provider: word(['s3', 'gcs', 'abs']).optional().describe('`s3`, `gcs` or `abs`. Default `s3`.'),
      bucket: text('Of the world; made if need be. Default its first, `my-bucket`.').optional(),
      path: z.string().optional().describe('Before every file’s name. Default none.'),
    },
    values: { storageName: 'Its name.', bucket: 'Its bucket, or container.' },
    async setUp({ world }, { name = 'my-storage', provider = 's3', bucket, path = '' }) {
      if (provider === 's3') {
        const made = await aStorage(world, name, { path, ...(bucket !== undefined && { bucket }) })
        return { storageName: name, bucket: made.bucket }
      }
      const made = elsewhere(world, { id: name, bucket: bucket ?? 'my-bucket', path }, provider)
      return { storageName: name, bucket: made.bucket }
    },
  }),
  defineState({
    name: 'a storage whose check fails',
    description: 'An external storage whose key is that of nobody, or whose bucket is gone.',
    service,
    parameters: {
      name: text('Default `my-storage`.').optional(),
      reason: word(['wrong-key', 'no-bucket']).optional().describe('`wrong-key` or `no-bucket`. Default `wrong-key`.'),
    },
    values: { storageName: 'Its name.', bucket: 'Its bucket.' },
    async setUp({ world }, { name = 'my-storage', reason = 'wrong-key' }) {
      const { bucket } = await aStorage(world, name, { broken: reason })
      return { storageName: name, bucket }
    },
  }),
  defineState({
    name: 'a call type exists',
    description: 'A call type of the app’s own, with the settings that new ones have.',
    service,
    parameters: { name: streamId.optional().describe('Default `recorded`.'), storage },
    values: { callType: 'Its name.' },
    async setUp({ world }, { name = 'recorded', storage: asked }) {
      const externalStorage = asked === undefined ? undefined : await ensureStorage(world, asked)
      ensureCallType(world, name)
      if (externalStorage !== undefined) world.state.table(callTypes).update(name, { externalStorage })
      return { callType: name }
    },
  }),
  defineState({
    name: 'a call exists',
    description: 'A call that nobody is in.',
    service,
    parameters: { callId, callType, createdBy: streamId.optional(), members: userIds.optional() },
    values: ofCall,
    setUp: async ({ world }, options) => shown(await make(world, options)),
  }),
  defineState({
    name: 'a call is live',
    description: 'A call with somebody in it.',
    service,
    parameters: { callId, callType, participants: userIds.optional().describe('Who is in it. Default `john`.') },
    values: ofCall,
    setUp: async ({ world }, { participants: live = ['john'], ...options }) =>
      shown(await make(world, { ...options, live })),
  }),
  defineState({
    name: 'a call is being recorded',
    description: 'A live call whose recording goes on.',
    service,
    parameters: {
      callId,
      callType,
      storage,
      participants: userIds.optional().describe('Who is in it. Default `john`.'),
      kind: word(['composite', 'individual', 'raw']).optional().describe('Of the recording. Default `composite`.'),
    },
    values: ofCall,
    async setUp({ world }, { participants: live = ['john'], storage: asked, kind = 'composite', ...options }) {
      const storage = await ensureStorage(world, asked)
      return shown(await make(world, { ...options, live, recordings: [{ kind, storage }] }))
    },
  }),
  defineState({
    name: 'a call is being transcribed',
    description: 'A live call whose transcription goes on.',
    service,
    parameters: { callId, callType, storage },
    values: ofCall,
    async setUp({ world }, { storage: asked, ...options }) {
      const storage = await ensureStorage(world, asked)
      return shown(await make(world, { ...options, live: ['john'], recordings: [{ kind: 'transcription', storage }] }))
    },
  }),
  defineState({
    name: 'frames of a call are being recorded',
    description: 'A live call of which a picture is taken every few seconds.',
    service,
    parameters: { callId, callType },
    values: ofCall,
    async setUp({ world }, options) {
      const built = await make(world, { ...options, live: ['john'] })
      await asApp(world, 'POST', `/video/call/${built.type}/${built.callId}/start_frame_recording`, {})
      return shown(built)
    },
  }),
  defineState({
    name: 'a call is being captioned',
    description: 'A live call whose participants read what is said.',
    service,
    parameters: { callId, callType },
    values: ofCall,
    async setUp({ world }, options) {
      const built = await make(world, { ...options, live: ['john'] })
      await asApp(world, 'POST', `/video/call/${built.type}/${built.callId}/start_closed_captions`, {})
      return shown(built)
    },
  }),
  defineState({
    name: 'a call has ended',
    description: 'A call that was held for ten minutes, of which nothing was kept.',
    service,
    parameters: { callId, callType },
    values: ofCall,
    setUp: async ({ world }, options) => shown(await make(world, { ...options, held: tenMinutes })),
  }),
  defineState({
    name: 'a call has recordings',
    description: 'A call that was held for ten minutes; its recordings are in their storage.',
    service,
    parameters: { callId, callType, storage, count: whole(1, 20, 'How many. Default 1.').optional() },
    values: { ...ofCall, ...ofFile },
    setUp: async ({ world }, { count = 1, storage, ...options }) =>
      kept(world, { ...options, held: tenMinutes }, 'composite', count, storage),
  }),
  defineState({
    name: 'a call has a transcription',
    description: 'A call that was held for ten minutes; its transcription is in its storage.',
    service,
    parameters: { callId, callType, storage },
    values: { ...ofCall, ...ofFile },
    setUp: async ({ world }, { storage, ...options }) =>
      kept(world, { ...options, held: tenMinutes }, 'transcription', 1, storage),
  }),
]

const tenMinutes = 600_000

interface Asked extends Omit<CallOptions, 'type' | 'createdBy' | 'members'> {
  callId?: string | undefined
  callType?: string | undefined
  createdBy?: string | undefined
  members?: readonly string[] | undefined
}

function make(world: World, { callId = 'premiere', callType = 'default', createdBy, members, ...options }: Asked) {
  ensureCallType(world, callType)
  return aCall(world, callId, {
    ...options,
    type: callType,
    ...(createdBy !== undefined && { createdBy }),
    ...(members && { members }),
  })
}

function shown({ callId, type, cid, createdById, sessionId = '' }: BuiltCall) {
  return { callId, callType: type, cid, createdBy: createdById, sessionId }
}

async function kept(
  world: World,
  asked: Asked,
  kind: 'composite' | 'transcription',
  count: number,
  storageName: string | undefined,
) {
  const storage = await ensureStorage(world, storageName)
  const built = await make(world, { ...asked, recordings: Array.from({ length: count }, () => ({ kind, storage })) })
  const last = built.files.at(-1)
  return {
    ...shown(built),
    fileName: last?.filename ?? '',
    fileUrl: last?.url ?? '',
    fileCount: built.files.length,
  }
}

function ensureCallType(world: World, name: string): void {
  if (!findCallType(world, name)) world.state.table(callTypes).insert(newCallType(name, world.bornAt))
}

async function ensureStorage(world: World, name = streamS3): Promise<string> {
  if (name !== streamS3 && !world.state.table(storages).get(name)) await aStorage(world, name)
  return name
}

/** Of another cloud: kept as it was given, and never reached. */
function elsewhere(world: World, place: Pick<Storage, 'id' | 'bucket' | 'path'>, type: 'gcs' | 'abs'): Storage {
  const access =
    type === 'gcs'
      ? { gcsCredentials: '{"type":"service_account"}' }
      : { azure: { account: 'account', tenant: 'tenant', clientId: 'client', clientSecret: 'secret' } }
  return world.state.table(storages).put({ ...place, type, ...access, createdAt: world.bornAt })
}
