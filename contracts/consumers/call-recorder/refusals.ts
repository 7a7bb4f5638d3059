// What the call recorder is refused.
import { expect } from 'vitest'
import { matching, type PactOptions, stream, streamError, text } from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { recorderOf } from './account.ts'

export function refusalContracts(pact: PactOptions): void {
  const { refused } = contractsOf(stream(pact), recorderOf)
  const began = 'the app is as it began'

  refused(
    'a token that another secret signed',
    (api) =>
      api
        .given('the client has the wrong secret')
        .get('/external_storage')
        .willRespondWith(401, streamError(401, 43, 'ListExternalStorage', /JWTAuth error: signature is not valid/)),
    (recorder) => recorder.stream.listExternalStorage(),
    { code: 43 },
  )
  refused(
    'a token that has expired',
    (api) =>
      api
        .given('the token of the client has expired')
        .get('/external_storage')
        .willRespondWith(401, {
          ...streamError(401, 40, 'ListExternalStorage', 'JWTAuth error: token is expired (exp)'),
          message: 'ListExternalStorage failed with error: "JWTAuth error: token is expired (exp)"',
        }),
    (recorder) => recorder.stream.listExternalStorage(),
    { code: 40 },
  )
  refused(
    'a call that nobody made',
    (api) =>
      api
        .given(began)
        .get('/video/call/default/nothing')
        .willRespondWith(404, streamError(404, 16, 'GetCall', "Can't find call with id default:nothing")),
    (recorder) => recorder.call('nothing').get(),
    { code: 16, message: expect.stringContaining("Can't find call with id default:nothing") },
  )
  refused(
    'a call of a type that is none',
    (api) =>
      api
        .given(began)
        .post('/video/call/nothing/premiere')
        .json({ data: { created_by_id: 'john' } })
        .willRespondWith(404, streamError(404, 16, 'GetOrCreateCall', 'nothing: call type does not exist')),
    (recorder) => recorder.call('premiere', 'nothing').getOrCreate({ data: { created_by_id: 'john' } }),
    { code: 16 },
  )
  refused(
    'a recording of a call that nobody is in',
    (api) =>
      api
        .given('a call exists')
        .post('/video/call/{callType}/{callId}/recordings/composite/start')
        .json({})
        .willRespondWith(400, streamError(400, 4, 'StartRecording', 'there is no active session')),
    (recorder, { callId }) => recorder.call(callId).startRecording({ recording_type: 'composite' }),
    { code: 4, message: expect.stringContaining('there is no active session') },
  )
  refused(
    'the end of a recording that does not go on',
    (api) =>
      api
        .given('a call is live')
        .post('/video/call/{callType}/{callId}/recordings/composite/stop')
        .json({})
        .willRespondWith(400, streamError(400, 4, 'StopRecording', 'call egress is not running')),
    (recorder, { callId }) => recorder.call(callId).stopRecording({ recording_type: 'composite' }),
    { code: 4 },
  )
  refused(
    'the end of a transcription that does not go on',
    (api) =>
      api
        .given('a call is live')
        .post('/video/call/{callType}/{callId}/stop_transcription')
        .json({})
        .willRespondWith(400, streamError(400, 4, 'StopTranscription', 'call is not being transcribed')),
    (recorder, { callId }) => recorder.call(callId).stopTranscription(),
    { code: 4 },
  )
  refused(
    'a recording that is gone',
    (api) =>
      api
        .given('a call exists')
        .delete('/video/call/{callType}/{callId}/nothing/recordings/nothing.mp4')
        .willRespondWith(404, streamError(404, 16, 'DeleteRecording', "recording doesn't exist")),
    (recorder, { callId }) => recorder.call(callId).deleteRecording({ session: 'nothing', filename: 'nothing.mp4' }),
    { code: 16 },
  )
  refused(
    'quality of a recording that is none',
    (api) =>
      api
        .given(began)
        .put('/video/calltypes/default')
        .json({ settings: { recording: { mode: 'available' } } })
        .willRespondWith(
          400,
          streamError(
            400,
            4,
            'UpdateCallType',
            'recording quality is required when audio_only is false and recording is enabled',
          ),
        ),
    (recorder) =>
      recorder.stream.video.updateCallType({ name: 'default', settings: { recording: { mode: 'available' } } }),
    { code: 4 },
  )
  refused(
    'a path that is none',
    (api) =>
      api.given(began).get('/video/nothing').willRespondWith(404, {
        code: 16,
        StatusCode: 404,
        message: 'Request failed with error: "Not Found"',
      }),
    async (_recorder, _values, { url }) => {
      const headers = { Authorization: 'e30.e30.e30', 'stream-auth-type': 'jwt' }
      const response = await fetch(`${url}/api/v2/video/nothing?api_key=your-api-key`, { headers })
      throw Object.assign(new Error('refused'), await response.json())
    },
    { code: 16 },
  )
  refused(
    'too many requests',
    (api) =>
      api
        .given('something goes wrong', { service: 'stream', error: 'rate-limited' })
        .get('/external_storage')
        .willRespondWith(
          429,
          { code: 9, StatusCode: 429, message: text('Too many requests') },
          { 'X-RateLimit-Limit': matching('^\\d+$', '60') },
        ),
    (recorder) => recorder.stream.listExternalStorage(),
    { code: 9 },
  )
}
