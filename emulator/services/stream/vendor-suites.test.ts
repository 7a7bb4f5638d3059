// What the vendor's own suites assert of the API, restated for its SDK for Node. Each `it` says where it stands there:
// stream-node: external-storage, call-types, call, call-members, ring-call, users, rate-limit (`__tests__/*.test.ts`);
// stream-py: test_video_integration.py, test_video_examples.py; getstream-go: client_test.go; stream-sdk-java: VideoIntegrationTest.
import { StreamClient } from '@stream-io/node-sdk'
import type { StreamCall } from '@stream-io/node-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../../emulator.ts'

let emulator: Emulator
let client: StreamClient
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real' })
  const { apiKey, apiSecret } = emulator.worlds.main.credentials.stream
  client = new StreamClient(apiKey, apiSecret, { basePath: (await emulator.listen()).url, timeout: 60_000 })
})
afterAll(() => emulator.close())

const refusal = (code: number, operation: string, inner: string) =>
  `Stream error code ${code}: ${operation} failed with error: "${inner}"`

async function newCall(id: string): Promise<StreamCall> {
  const call = client.video.call('default', id)
  await call.getOrCreate({ data: { created_by_id: 'tommaso-id' } })
  return call
}

async function waitForTask(id: string) {
  await emulator.worlds.main.jobs.advanceUntilIdle()
  return client.getTask({ id })
}

describe('external storages', () => {
  const name = 'streamnodetest-1'

  it('external-storage: create without credentials, read, update to another type, delete', async () => {
    await client.createExternalStorage({ name, bucket: 'test', storage_type: 's3' })
    expect((await client.listExternalStorage()).external_storages[name]).toMatchObject({ bucket: 'test', type: 's3' })
    const updated = await client.updateExternalStorage({ name, bucket: 'new bucket', storage_type: 'abs' })
    expect(updated.bucket).toBe('new bucket')
    await client.deleteExternalStorage({ name })
    await expect(client.deleteExternalStorage({ name })).rejects.toThrow('does not exist')
  })

  it('VideoIntegrationTest testExternalStorageOperations, client_test.go TestExternalStorageOperations: all that is listed can be deleted', async () => {
    for (const name of ['a', 'b']) {
      await client.createExternalStorage({
        name,
        bucket: 'test-bucket',
        storage_type: 's3',
        path: 'test-directory/',
        aws_s3: { s3_region: 'us-east-1', s3_api_key: 'test-access-key', s3_secret: 'test-secret' },
      })
    }
    const { external_storages: storages } = await client.listExternalStorage()
    expect(Object.keys(storages)).toEqual(['a', 'b'])
    for (const name of Object.keys(storages)) await client.deleteExternalStorage({ name })
    expect((await client.listExternalStorage()).external_storages).toEqual({})
  })

  it('test_video_integration.py test_creating_storage_with_reserved_name_should_fail', async () => {
    const reserved = client.createExternalStorage({ name: 'stream-s3', bucket: 'my-bucket', storage_type: 's3' })
    await expect(reserved).rejects.toThrow('stream-s3 name reserved for internal use')
  })
})

describe('call types', () => {
  const name = 'streamnodetest-type'
  const title = '{{ user.display_name }} invites you to a call'

  it('call-types: create', async () => {
    const created = await client.video.createCallType({
      name,
      settings: {
        audio: { mic_default_on: true, default_device: 'speaker' },
        screensharing: { access_request_enabled: false, enabled: true },
        geofencing: { names: ['european_union'] },
        frame_recording: { mode: 'auto-on', capture_interval_in_seconds: 5, quality: '720p' },
      },
      // The suite leaves out what the types of this release insist on.
      notification_settings: JSON.parse(
        JSON.stringify({
          enabled: true,
          call_notification: { apns: { title }, enabled: true },
          session_started: { enabled: false },
        }),
      ),
      grants: { admin: ['send-audio', 'send-video', 'mute-users'] },
    })
    expect(created).toMatchObject({
      name,
      settings: {
        audio: { mic_default_on: true, default_device: 'speaker' },
        screensharing: { access_request_enabled: false, enabled: true },
        geofencing: { names: ['european_union'] },
        frame_recording: { capture_interval_in_seconds: 5 },
      },
      notification_settings: {
        enabled: true,
        session_started: { enabled: false },
        call_notification: { enabled: true, apns: { title } },
      },
      grants: { admin: ['send-audio', 'send-video', 'mute-users'], user: expect.arrayContaining(['join-call']) },
    })
  })

  it('call-types: restrict call access', async () => {
    const { grants = {} } = (await client.video.listCallTypes()).call_types[name] ?? {}
    const user = grants['user']?.filter((capability) => capability !== 'join-call') ?? []
    const callMember = [...new Set([...(grants['call_member'] ?? []), 'join-call'])]
    await client.video.updateCallType({ name, grants: { user, call_member: callMember } })
    const after = (await client.video.listCallTypes()).call_types[name]?.grants
    expect(after?.['user']).not.toContain('join-call')
    expect(after?.['call_member']).toContain('join-call')
  })

  it('call-types: update; test_video_integration.py test_update_call_type: a role that is named gets exactly its list', async () => {
    const updated = await client.video.updateCallType({
      name,
      settings: {
        audio: { mic_default_on: false, default_device: 'earpiece' },
        recording: { mode: 'disabled' },
        backstage: { enabled: true },
      },
      grants: { host: ['join-backstage'] },
    })
    expect(updated.settings).toMatchObject({
      audio: { mic_default_on: false, default_device: 'earpiece' },
      recording: { mode: 'disabled' },
      backstage: { enabled: true },
    })
    expect(updated.grants['host']).toEqual(['join-backstage'])
    expect((await client.video.getCallType({ name })).name).toBe(name)
  })

  it('call-types: update layout options; test_custom_recording_style_css; test_custom_recording_website', async () => {
    const options = { 'logo.image_url': 'https://example.org/logo.png', 'title.text': 'Q&A', 'title.color': 'black' }
    const layouts = [
      { name: 'spotlight', options },
      { name: 'spotlight', external_css_url: 'https://path/to/custom.css' },
      { name: 'custom', external_app_url: 'https://path/to/layout/app' },
    ] as const
    for (const layout of layouts) {
      const { settings } = await client.video.updateCallType({
        name,
        settings: { recording: { mode: 'available', audio_only: false, quality: '1080p', layout } },
      })
      expect(settings.recording.layout).toMatchObject(layout)
    }
  })

  it('call-types: delete', async () => {
    await client.video.deleteCallType({ name })
    await expect(client.video.getCallType({ name })).rejects.toThrow('call type does not exist')
  })

  it('test_video_examples.py: types with their own inactivity timeout and frame recording', async () => {
    const { settings } = await client.video.createCallType({
      name: 'long_inactivity_timeout',
      settings: {
        session: { inactivity_timeout_seconds: 300 },
        frame_recording: { capture_interval_in_seconds: 5, mode: 'auto-on', quality: '720p' },
      },
    })
    expect(settings.session.inactivity_timeout_seconds).toBe(300)
    expect(settings.frame_recording).toMatchObject({ capture_interval_in_seconds: 5, mode: 'auto-on', quality: '720p' })
  })
})

describe('calls', () => {
  let call: StreamCall
  beforeAll(async () => {
    await client.upsertUsers([{ name: 'John', id: 'john' }, { id: 'jane' }])
    call = client.video.call('default', 'call-1')
  })

  it('call: create', async () => {
    const response = await call.create({
      data: {
        created_by_id: 'john',
        settings_override: { geofencing: { names: ['canada'] }, screensharing: { enabled: false } },
        custom: { color: 'blue' },
      },
    })
    expect(response.call).toMatchObject({
      created_by: { id: 'john' },
      settings: { geofencing: { names: ['canada'] }, screensharing: { enabled: false } },
      custom: { color: 'blue' },
    })
  })

  it('call: send custom event', async () => {
    const sent = await call.sendCallEvent({ custom: { 'render-animation': 'balloons' }, user_id: 'john' })
    expect(sent.duration).toBeDefined()
  })

  it('call: update', async () => {
    const response = await call.update({
      settings_override: {
        audio: { mic_default_on: true, default_device: 'speaker' },
        screensharing: { enabled: true, access_request_enabled: true },
      },
      custom: { color: 'red' },
    })
    expect(response.call.settings.audio.mic_default_on).toBe(true)
    expect(response.call.custom['color']).toBe('red')
  })

  it('call: RTMP address; test_rtmp_address: it contains the id. call, test_srt: SRT credentials', async () => {
    const response = await call.get()
    expect(response.call.ingress.rtmp.address).toContain('call-1')
    const { address } = call.createSRTCredentials('jane')
    expect(address).not.toMatch(/[{}]/)
    expect(address).toMatch(/passphrase=[\w-]{20,}&streamid=[\w-]+\.[\w-]+\.[\w-]+$/)
  })

  it('call: query calls, by pages of two; ongoing; upcoming', async () => {
    await newCall('call-2')
    await newCall('call-3')
    const request = { sort: [{ field: 'starts_at', direction: -1 }], limit: 2 }
    const first = await client.video.queryCalls(request)
    expect(first.calls).toHaveLength(2)
    const second = await client.video.queryCalls({ ...request, ...(first.next !== undefined && { next: first.next }) })
    expect(second.calls.length).toBeGreaterThanOrEqual(1)
    const stage = await client.video.queryCalls({ filter_conditions: { backstage: { $eq: false } } })
    expect(stage.calls.length).toBeGreaterThanOrEqual(3)
    expect((await client.video.queryCalls({ filter_conditions: { ongoing: { $eq: true } } })).calls).toEqual([])
    const soon = new Date(Date.now() + 30 * 60_000).toISOString()
    expect((await client.video.queryCalls({ filter_conditions: { starts_at: { $gt: soon } } })).calls).toEqual([])
  })

  it('call: query call stats', async () => {
    expect((await client.video.queryCallStats()).reports).toEqual([])
    expect((await client.video.queryCallStats({ filter_conditions: { call_cid: call.cid } })).reports).toEqual([])
  })

  it('test_get_call_report_for_latest_session, test_get_call_report_for_specified_session', async () => {
    await expect(call.getCallReport()).rejects.toThrow(refusal(16, 'GetCallReport', 'call session not found'))
    await expect(call.getCallReport({ session_id: 'non_existent' })).rejects.toThrow('call session not found')
  })

  it('call: enable call recording: disabled, available, auto-on', async () => {
    const set = async (recording: {
      mode: 'disabled' | 'available' | 'auto-on'
      audio_only?: boolean
      quality?: '1080p'
    }) => (await call.update({ settings_override: { recording } })).call.settings.recording
    expect((await set({ mode: 'disabled', audio_only: true })).mode).toBe('disabled')
    expect((await set({ mode: 'available', quality: '1080p' })).mode).toBe('available')
    expect(await set({ audio_only: false, quality: '1080p', mode: 'auto-on' })).toMatchObject({
      audio_only: false,
      quality: '1080p',
    })
  })

  it('call: start recording; test_start_stop_frame_recording, transcriptions: nobody is there', async () => {
    const composite = { recording_type: 'composite' }
    const inactive = 'there is no active session'
    await expect(call.startRecording(composite)).rejects.toThrow(refusal(4, 'StartRecording', inactive))
    await expect(call.stopRecording(composite)).rejects.toThrow(
      refusal(4, 'StopRecording', 'call egress is not running'),
    )
    await expect(call.startFrameRecording()).rejects.toThrow(refusal(4, 'StartFrameRecording', inactive))
    await expect(call.stopFrameRecording()).rejects.toThrow(
      refusal(4, 'StopFrameRecording', 'call egress is not running'),
    )
    await expect(call.startTranscription()).rejects.toThrow(refusal(4, 'StartTranscription', inactive))
    await expect(call.stopTranscription()).rejects.toThrow(
      refusal(4, 'StopTranscription', 'call is not being transcribed'),
    )
  })

  it('call: delete transcription; test_delete_not_existing_recording; TestDeleteRecordingsAndTranscriptions', async () => {
    const file = { session: 'random_session', filename: 'random_filename' }
    await expect(call.deleteRecording(file)).rejects.toThrow(refusal(16, 'DeleteRecording', "recording doesn't exist"))
    await expect(call.deleteTranscription(file)).rejects.toThrow(
      refusal(16, 'DeleteTranscription', "transcription doesn't exist"),
    )
  })

  it('call: enable backstage mode, go live, stop live', async () => {
    const { call: updated } = await call.update({ settings_override: { backstage: { enabled: true } } })
    expect(updated.settings.backstage.enabled).toBe(true)
    expect((await call.goLive()).call.backstage).toBe(false)
    expect((await call.stopLive()).call.backstage).toBe(true)
  })

  it('test_create_call_with_session_timer: longest durations, 0 is none', async () => {
    const timed = await newCall('timed')
    for (const seconds of [3600, 7200, 0]) {
      const { call: updated } = await timed.update({ settings_override: { limits: { max_duration_seconds: seconds } } })
      expect(updated.settings.limits.max_duration_seconds).toBe(seconds)
    }
  })

  it('test_create_call_with_backstage_and_join_ahead_set', async () => {
    const show = client.video.call('livestream', 'show')
    const made = await show.getOrCreate({
      data: {
        created_by_id: 'john',
        starts_at: new Date(Date.now() + 30 * 60_000),
        settings_override: { backstage: { enabled: true, join_ahead_time_seconds: 300 } },
      },
    })
    expect(made.call.join_ahead_time_seconds).toBe(300)
    for (const seconds of [600, 0]) {
      const { call: updated } = await show.update({
        settings_override: { backstage: { join_ahead_time_seconds: seconds } },
      })
      expect(updated.join_ahead_time_seconds).toBe(seconds)
    }
  })

  it('test_create_call_with_custom_frame_recording_settings, …custom_session_inactivity_timeout', async () => {
    const { call: made } = await client.video.call('default', 'custom').getOrCreate({
      data: {
        created_by_id: 'john',
        settings_override: {
          frame_recording: { capture_interval_in_seconds: 3, mode: 'auto-on', quality: '1080p' },
          session: { inactivity_timeout_seconds: 5 },
        },
      },
    })
    expect(made.settings.frame_recording).toMatchObject({
      capture_interval_in_seconds: 3,
      mode: 'auto-on',
      quality: '1080p',
    })
    expect(made.settings.session.inactivity_timeout_seconds).toBe(5)
  })

  it('test_teams: users and calls by their teams', async () => {
    const { users } = await client.upsertUsers([{ id: 'teamed', teams: ['red', 'blue'] }])
    expect(users['teamed']?.teams).toEqual(['red', 'blue'])
    const { call: made } = await client.video
      .call('default', 'teamed')
      .create({ data: { created_by_id: 'teamed', team: 'blue' } })
    expect(made.team).toBe('blue')
    const ask = async (filter_conditions: Record<string, unknown>) =>
      (await client.queryUsers({ payload: { filter_conditions } })).users
    expect((await ask({ id: 'teamed', teams: { $in: ['red', 'blue'] } })).map(({ id }) => id)).toEqual(['teamed'])
    expect((await ask({ teams: null })).filter(({ teams }) => teams.length > 0)).toEqual([])
    const { calls } = await client.video.queryCalls({ filter_conditions: { id: 'teamed', team: { $eq: 'blue' } } })
    expect(calls).toHaveLength(1)
  })

  it('test_soft_delete, testDeleteCall', async () => {
    const doomed = await newCall('doomed')
    const deleted = await doomed.delete({})
    expect([deleted.call.id, deleted.task_id]).toEqual(['doomed', undefined])
    await expect(doomed.get()).rejects.toThrow("Can't find call with id")
  })

  it('test_hard_delete, TestHardDeleteCall; call: delete call', async () => {
    const doomed = await newCall('doomed-for-good')
    const { task_id: id = '' } = await doomed.delete({ hard: true })
    const task = await waitForTask(id)
    expect(task.status).toBe('completed')
    expect(task.result?.['default:doomed-for-good']).toMatchObject({ status: 'ok' })
  })
})

describe('members', () => {
  let call: StreamCall
  beforeAll(async () => {
    await client.upsertUsers(['john', 'jack', 'jane', 'sara'].map((id) => ({ id, name: id })))
    call = client.video.call('default', 'call-members')
  })

  it('call-members: create with members, add or update members', async () => {
    const made = await call.getOrCreate({
      data: { created_by_id: 'john', members: [{ user_id: 'john', role: 'admin' }, { user_id: 'jack' }] },
    })
    expect(made.members.map(({ user_id: id, role }) => [id, role])).toEqual([
      ['jack', undefined],
      ['john', 'admin'],
    ])
    const updated = await call.updateCallMembers({
      update_members: [{ user_id: 'sara' }, { user_id: 'jane', role: 'admin' }, { user_id: 'john', role: 'user' }],
    })
    expect(updated.members.map(({ user_id: id, role }) => [id, role])).toEqual([
      ['sara', undefined],
      ['jane', 'admin'],
      ['john', 'user'],
    ])
  })

  it('call-members: query calls by members, block and unblock, grant and revoke', async () => {
    const { calls } = await client.video.queryCalls({ filter_conditions: { members: { $in: ['sara'] } } })
    expect(calls.map(({ call: { id } }) => id)).toEqual(['call-members'])
    await call.blockUser({ user_id: 'sara' })
    expect((await call.get()).call.blocked_user_ids).toEqual(['sara'])
    await call.unblockUser({ user_id: 'sara' })
    expect((await call.get()).call.blocked_user_ids).toEqual([])
    await call.updateUserPermissions({ user_id: 'sara', revoke_permissions: ['send-audio'] })
    await call.updateUserPermissions({ user_id: 'sara', grant_permissions: ['send-audio'] })
  })

  it('call-members: remove members, query members', async () => {
    expect((await call.updateCallMembers({ remove_members: ['sara'] })).duration).toBeDefined()
    expect((await call.queryMembers()).members).toHaveLength(3)
    const request = { sort: [{ field: 'user_id', direction: 1 }], limit: 2 }
    const first = await call.queryMembers(request)
    expect(first.members.map(({ user_id: id }) => id)).toEqual(['jack', 'jane'])
    const second = await call.queryMembers({ ...request, ...(first.next !== undefined && { next: first.next }) })
    expect(second.members).toHaveLength(1)
    const admins = await call.queryMembers({ filter_conditions: { role: { $eq: 'admin' } } })
    expect(admins.members.map(({ role }) => role)).toEqual(['admin'])
  })

  it('test_mute_all, test_mute_some_users, MuteSomeUsers', async () => {
    const some = { user_ids: ['jane', 'jack'], audio: true, video: true, screenshare: true, screenshare_audio: true }
    expect((await call.muteUsers({ muted_by_id: 'john', mute_all_users: true, audio: true })).duration).toBeDefined()
    expect((await call.muteUsers({ muted_by_id: 'john', ...some })).duration).toBeDefined()
  })

  it('test_query_call_participants', async () => {
    for (const filter_conditions of [
      { user_id: { $eq: 'user-id' } },
      { published_tracks: { $eq: 'video' } },
      { user_id: { $in: ['user-id-1', 'user-id-2'] } },
    ]) {
      const { participants } = await client.video.queryCallParticipants({
        type: 'default',
        id: 'call-members',
        filter_conditions,
        limit: 100,
      })
      expect(participants).toEqual([])
    }
  })

  it('ring-call: rings the members that are named', async () => {
    const ringing = client.video.call('default', 'ring')
    await ringing.getOrCreate({
      ring: false,
      data: { created_by_id: 'john', members: [{ user_id: 'john' }, { user_id: 'jane' }] },
    })
    expect((await ringing.ring({ members_ids: ['jane'] })).members_ids).toEqual(['jane'])
    await ringing.updateCallMembers({ update_members: [{ user_id: 'jack' }] })
    expect((await ringing.ring({ members_ids: ['jack'] })).members_ids).toEqual(['jack'])
  })
})

describe('users', () => {
  it('users: create, query, update partially', async () => {
    const { users } = await client.upsertUsers([
      { id: 'node', role: 'user', name: 'node', image: ':)', custom: { color: 'red' } },
    ])
    expect(users['node']).toMatchObject({ role: 'user', custom: { color: 'red' } })
    const found = await client.queryUsers({ payload: { sort: [], filter_conditions: { id: { $eq: 'node' } } } })
    expect(found.users).toMatchObject([{ id: 'node', name: 'node', image: ':)', custom: { color: 'red' } }])
    const updated = await client.updateUsersPartial({
      users: [{ id: 'node', set: { role: 'admin', custom: { color: 'blue' } }, unset: ['name'] }],
    })
    expect(updated.users['node']).toMatchObject({ role: 'admin', custom: { color: 'blue' } })
    expect(updated.users['node']?.name).toBeUndefined()
  })

  it('users: block and unblock; test_user_blocking, testUserBlocking', async () => {
    await client.upsertUsers([{ id: 'alice' }, { id: 'bob' }])
    await client.blockUsers({ blocked_user_id: 'bob', user_id: 'alice' })
    expect((await client.getBlockedUsers({ user_id: 'alice' })).blocks).toMatchObject([
      { user_id: 'alice', blocked_user_id: 'bob' },
    ])
    await client.unblockUsers({ blocked_user_id: 'bob', user_id: 'alice' })
    expect((await client.getBlockedUsers({ user_id: 'alice' })).blocks).toEqual([])
  })

  it('users: deactivate and reactivate; test_deactivate_user', async () => {
    expect((await client.deactivateUser({ user_id: 'alice' })).user?.id).toBe('alice')
    await client.reactivateUser({ user_id: 'alice' })
    const { task_id: id } = await client.deactivateUsers({ user_ids: ['alice', 'bob'] })
    expect((await waitForTask(id)).status).toBe('completed')
    const { task_id: again } = await client.reactivateUsers({ user_ids: ['alice', 'bob'] })
    expect((await client.getTask({ id: again })).status).toBeDefined()
  })

  it('users: restore one who is not deleted, delete', async () => {
    await expect(client.restoreUsers({ user_ids: ['node'] })).rejects.toThrow(
      refusal(4, 'RestoreUsers', `user "node" is not deleted, it can't be restored`),
    )
    expect((await client.deleteUsers({ user_ids: ['node'] })).task_id).toBeDefined()
  })
})

describe('rates', () => {
  it('rate-limit: in answers, each less than the one before, and in errors', async () => {
    const first = (await client.getApp()).metadata
    const { rateLimit, rateLimitRemaining = 0, rateLimitReset } = first.rateLimit
    expect(rateLimit).toBe(Number(first.responseHeaders.get('x-ratelimit-limit')))
    expect(rateLimitRemaining).toBe(Number(first.responseHeaders.get('x-ratelimit-remaining')))
    expect(rateLimitReset?.getTime()).toBe(Number(first.responseHeaders.get('x-ratelimit-reset')) * 1000)
    expect((await client.getApp()).metadata.rateLimit.rateLimitRemaining).toBeLessThan(rateLimitRemaining)
    await expect(client.video.call('default', 'nobody').startTranscription()).rejects.toMatchObject({
      code: 16,
      metadata: { responseCode: 404, rateLimit: { rateLimit: expect.any(Number) } },
    })
  })
})
