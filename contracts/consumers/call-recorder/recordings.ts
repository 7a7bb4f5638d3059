// Recordings: of all together, of each alone, of frames.
import { expect } from 'vitest'
import { aRecording, done, nanoseconds, type PactOptions, recordings, stream } from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { recorderOf } from './account.ts'

export function recordingContracts(pact: PactOptions): void {
  const contract = contractsOf(stream(pact), recorderOf)
  const call = '/video/call/{callType}/{callId}'
  const ok = expect.objectContaining({ duration: '12.34ms' })

  contract(
    'the start of a recording, into a storage',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .given('a call is live')
        .post(`${call}/recordings/composite/start`)
        .json({ recording_external_storage: 'my-s3' })
        .willRespondWith(201, done()),
    (recorder, { callId }) =>
      recorder.call(callId).startRecording({ recording_type: 'composite', recording_external_storage: 'my-s3' }),
    ok,
  )
  contract(
    'the start of a recording of each alone',
    (api) =>
      api.given('a call is live').post(`${call}/recordings/individual/start`).json({}).willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).startRecording({ recording_type: 'individual' }),
    ok,
  )
  contract(
    'the start of a recording of what came',
    (api) => api.given('a call is live').post(`${call}/recordings/raw/start`).json({}).willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).startRecording({ recording_type: 'raw' }),
    ok,
  )
  contract(
    'the end of a recording',
    (api) =>
      api
        .given('a call is being recorded')
        .post(`${call}/recordings/composite/stop`)
        .json({})
        .willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).stopRecording({ recording_type: 'composite' }),
    ok,
  )
  contract(
    'a request for the recordings of a call',
    (api) =>
      api
        .given('a call has recordings', { count: 2 })
        .get(`${call}/recordings`)
        .willRespondWith(
          200,
          recordings(
            aRecording({
              start_time: nanoseconds(1_756_895_664_000_000_000),
              end_time: nanoseconds(1_756_896_264_000_000_000),
            }),
            2,
          ),
        ),
    (recorder, { callId }) => recorder.recordings(callId),
    [expect.objectContaining({ seconds: 600 }), expect.objectContaining({ seconds: 600 })],
  )
  contract(
    'a request for the recordings of a call that was not recorded',
    (api) =>
      api
        .given('a call has ended')
        .get(`${call}/recordings`)
        .willRespondWith(200, done({ recordings: [] })),
    (recorder, { callId }) => recorder.recordings(callId),
    [],
  )
  contract(
    'a deletion of a recording',
    (api) =>
      api
        .given('a call has recordings')
        .delete(`${call}/{sessionId}/recordings/{fileName}`)
        .willRespondWith(200, done()),
    (recorder, { callId, sessionId, fileName }) =>
      recorder.call(callId).deleteRecording({ session: sessionId, filename: fileName }),
    ok,
  )
  contract(
    'the start of a recording of frames',
    (api) => api.given('a call is live').post(`${call}/start_frame_recording`).json({}).willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).startFrameRecording(),
    ok,
  )
  contract(
    'the end of a recording of frames',
    (api) =>
      api
        .given('frames of a call are being recorded')
        .post(`${call}/stop_frame_recording`)
        .willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).stopFrameRecording(),
    ok,
  )
}
