// Calls, from their making to their deletion.
import { expect } from 'vitest'
import { aCall, done, eachLike, like, type PactOptions, stream, text, uuid } from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { recorderOf } from './account.ts'

const shown = { call: aCall(), members: like([]), own_capabilities: like([]) }

export function callContracts(pact: PactOptions): void {
  const contract = contractsOf(stream(pact), recorderOf)

  contract(
    'a new call',
    (api) =>
      api
        .given('the app is as it began')
        .post('/video/call/default/premiere')
        .json({ data: { created_by_id: 'john', custom: { topic: 'films' } } })
        .willRespondWith(
          201,
          done({ ...shown, call: aCall({ cid: 'default:premiere', custom: { topic: 'films' } }), created: true }),
        ),
    (recorder) =>
      recorder.call('premiere').getOrCreate({ data: { created_by_id: 'john', custom: { topic: 'films' } } }),
    expect.objectContaining({ created: true }),
  )
  contract(
    'a call that is there already',
    (api) =>
      api
        .given('a call exists', { callId: 'premiere' })
        .post('/video/call/default/premiere')
        .json({ data: { created_by_id: 'john' } })
        .willRespondWith(201, done({ ...shown, created: false })),
    (recorder) => recorder.call('premiere').getOrCreate({ data: { created_by_id: 'john' } }),
    expect.objectContaining({ created: false }),
  )
  contract(
    'a request for a call',
    (api) => api.given('a call exists').get('/video/call/{callType}/{callId}').willRespondWith(200, done(shown)),
    async (recorder, { callId }) => (await recorder.call(callId).get()).call.cid,
    'default:premiere',
  )
  contract(
    'a request for a call that is recorded',
    (api) =>
      api
        .given('a call is being recorded')
        .get('/video/call/{callType}/{callId}')
        .willRespondWith(200, done({ ...shown, call: aCall({ recording: true, current_session_id: uuid() }) })),
    async (recorder, { callId }) => (await recorder.call(callId).get()).call.recording,
    true,
  )
  contract(
    'a change of a call',
    (api) =>
      api
        .given('a call exists')
        .patch('/video/call/{callType}/{callId}')
        .json({ custom: { topic: 'films' } })
        .willRespondWith(200, done({ ...shown, call: aCall({ custom: { topic: 'films' } }) })),
    async (recorder, { callId }) => (await recorder.call(callId).update({ custom: { topic: 'films' } })).call.custom,
    { topic: 'films' },
  )
  contract(
    'the calls that are not over',
    (api) =>
      api
        .given('a call is live')
        .post('/video/calls')
        .json({ filter_conditions: { ongoing: true }, limit: 10, sort: [{ field: 'created_at', direction: -1 }] })
        .willRespondWith(201, done({ calls: eachLike(shown) })),
    async (recorder) =>
      (
        await recorder.stream.video.queryCalls({
          filter_conditions: { ongoing: true },
          limit: 10,
          sort: [{ field: 'created_at', direction: -1 }],
        })
      ).calls.length,
    1,
  )
  contract(
    'another member of a call',
    (api) =>
      api
        .given('a call exists')
        .post('/video/call/{callType}/{callId}/members')
        .json({ update_members: [{ user_id: 'jane', role: 'host' }] })
        .willRespondWith(201, done({ members: eachLike({ user_id: 'jane', role: 'host' }) })),
    async (recorder, { callId }) =>
      (await recorder.call(callId).updateCallMembers({ update_members: [{ user_id: 'jane', role: 'host' }] })).members
        .length,
    1,
  )
  const live = { start_recording: true, recording_storage_name: 'my-s3' }
  contract(
    'a call that goes live, and is recorded',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .given('a call is live', { callType: 'livestream' })
        .post('/video/call/livestream/premiere/go_live')
        .json(live)
        .willRespondWith(201, done({ call: aCall({ type: 'livestream', backstage: false }) })),
    async (recorder) => (await recorder.call('premiere', 'livestream').goLive(live)).call.backstage,
    false,
  )
  contract(
    'a call that is live no more',
    (api) =>
      api
        .given('a call is live', { callType: 'livestream' })
        .post('/video/call/livestream/premiere/stop_live')
        .json({})
        .willRespondWith(201, done({ call: aCall({ type: 'livestream', backstage: true }) })),
    async (recorder) => (await recorder.call('premiere', 'livestream').stopLive()).call.backstage,
    true,
  )
  contract(
    'the end of a call',
    (api) =>
      api.given('a call is live').post('/video/call/{callType}/{callId}/mark_ended').willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).end(),
    expect.objectContaining({ duration: '12.34ms' }),
  )
  contract(
    'a deletion of a call',
    (api) =>
      api
        .given('a call exists')
        .post('/video/call/{callType}/{callId}/delete')
        .json({})
        .willRespondWith(201, done({ call: aCall() })),
    async (recorder, { callId }) => (await recorder.call(callId).delete()).task_id,
    undefined,
  )
  contract(
    'a deletion of a call with all that was kept of it',
    (api) =>
      api
        .given('a call has recordings')
        .post('/video/call/{callType}/{callId}/delete')
        .json({ hard: true })
        .willRespondWith(201, done({ call: aCall(), task_id: uuid() })),
    async (recorder, { callId }) => typeof (await recorder.call(callId).delete({ hard: true })).task_id,
    'string',
  )
  contract(
    'where the app is told of its events',
    (api) =>
      api
        .given('the app is as it began')
        .patch('/app')
        .json({ webhook_url: 'https://app.example/hook', webhook_events: ['call.recording_ready'] })
        .willRespondWith(200, done()),
    (recorder) =>
      recorder.stream.updateApp({
        webhook_url: 'https://app.example/hook',
        webhook_events: ['call.recording_ready'],
      }),
    expect.objectContaining({ duration: '12.34ms' }),
  )
  contract(
    'the members of a call',
    (api) =>
      api
        .given('a call exists', { callId: 'premiere', members: ['jane'] })
        .post('/video/call/members')
        .json({ type: 'default', id: 'premiere', filter_conditions: { user_id: 'jane' } })
        .willRespondWith(201, done({ members: eachLike({ user_id: 'jane' }) })),
    async (recorder) =>
      (
        await recorder.stream.video.queryCallMembers({
          type: 'default',
          id: 'premiere',
          filter_conditions: { user_id: 'jane' },
        })
      ).members.map(({ user_id }) => user_id),
    ['jane'],
  )
  contract(
    'people who take part in calls',
    (api) =>
      api
        .given('the app is as it began')
        .post('/users')
        .json({ users: { ada: { id: 'ada', name: 'Ada' } } })
        .willRespondWith(201, done({ users: { ada: { id: 'ada', name: 'Ada', role: text('user') } } })),
    async (recorder) => (await recorder.stream.upsertUsers([{ id: 'ada', name: 'Ada' }])).users.ada?.name,
    'Ada',
  )
}
