// What Stream tells the call recorder; each is signed, and the recorder takes nothing that is not.
import { expect, it } from 'vitest'
import {
  aRecording,
  aTranscription,
  matching,
  oneOf,
  type PactOptions,
  rfc3339,
  streamWebhooks,
} from '../../../harness/pact/index.ts'
import { secret } from './account.ts'
import { Recorder } from './recorder.ts'

const times = {
  start_time: rfc3339('2025-09-03T10:34:29.731275836Z'),
  end_time: rfc3339('2025-09-03T10:34:50.552835483Z'),
}
const cid = { call_cid: matching('^[^:]+:[^:]+$', 'default:premiere') }
const type = { recording_type: oneOf('composite', 'individual', 'raw') }

export function webhookContracts(pact: PactOptions): void {
  const app = streamWebhooks({ ...pact, secret })
  const recorder = new Recorder({ url: 'http://127.0.0.1:9', apiKey: 'your-api-key', apiSecret: secret })

  it.each(['call.recording_started', 'call.recording_stopped', 'call.recording_failed'])(
    'understands %s',
    async (event) => {
      await app
        .given('a webhook will be sent', { event })
        .event(event, { ...cid, ...type })
        .test(async (request) => {
          expect(await recorder.receive(request)).toEqual({ type: event, cid: 'default:premiere', file: undefined })
        })
    },
  )

  it('understands call.recording_ready', async () => {
    await app
      .given('a webhook will be sent', { event: 'call.recording_ready' })
      .event('call.recording_ready', { ...cid, ...type, call_recording: aRecording(times) })
      .test(async (request) => {
        expect(await recorder.receive(request)).toMatchObject({ file: expect.stringMatching(/rec_.*\.mp4$/) })
      })
  })

  it.each(['call.transcription_started', 'call.transcription_stopped'])('understands %s', async (event) => {
    await app
      .given('a webhook will be sent', { event })
      .event(event, cid)
      .test(async (request) => {
        expect(await recorder.receive(request)).toMatchObject({ type: event })
      })
  })

  it('understands call.transcription_ready', async () => {
    await app
      .given('a webhook will be sent', { event: 'call.transcription_ready' })
      .event('call.transcription_ready', { ...cid, call_transcription: aTranscription(times) })
      .test(async (request) => {
        expect(await recorder.receive(request)).toMatchObject({ file: expect.stringMatching(/\.jsonl$/) })
      })
  })

  it.each(['call.created', 'call.session_started', 'call.session_ended', 'call.ended', 'call.updated'])(
    'understands %s',
    async (event) => {
      await app
        .given('a webhook will be sent', { event })
        .event(event, { ...cid, call: { cid: matching('^[^:]+:[^:]+$', 'default:premiere'), type: 'default' } })
        .test(async (request) => {
          expect(await recorder.receive(request)).toMatchObject({ type: event, cid: 'default:premiere' })
        })
    },
  )

  it('takes nothing that somebody else signed', async () => {
    const stranger = new Recorder({
      url: 'http://127.0.0.1:9',
      apiKey: 'your-api-key',
      apiSecret: 'another-secret-of-32-bytes-at-least!',
    })
    await expect(app.event('call.ended', cid).test((request) => stranger.receive(request))).rejects.toThrow(
      'Somebody else than Stream sent this',
    )
  })
}
