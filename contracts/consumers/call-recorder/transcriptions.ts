// Transcriptions and captions.
import { expect } from 'vitest'
import { done, type PactOptions, stream, transcriptions } from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { recorderOf } from './account.ts'

export function transcriptionContracts(pact: PactOptions): void {
  const contract = contractsOf(stream(pact), recorderOf)
  const call = '/video/call/{callType}/{callId}'
  const ok = expect.objectContaining({ duration: '12.34ms' })

  const wish = { transcription_external_storage: 'my-s3', language: 'en' } as const
  contract(
    'the start of a transcription, into a storage',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .given('a call is live')
        .post(`${call}/start_transcription`)
        .json(wish)
        .willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).startTranscription(wish),
    ok,
  )
  contract(
    'the end of a transcription',
    (api) =>
      api.given('a call is being transcribed').post(`${call}/stop_transcription`).json({}).willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).stopTranscription(),
    ok,
  )
  contract(
    'a request for the transcriptions of a call',
    (api) =>
      api.given('a call has a transcription').get(`${call}/transcriptions`).willRespondWith(200, transcriptions()),
    async (recorder, { callId }) => (await recorder.call(callId).listTranscriptions()).transcriptions[0]?.filename,
    'transcript_default_premiere_1756895664781.jsonl',
  )
  contract(
    'a deletion of a transcription',
    (api) =>
      api
        .given('a call has a transcription')
        .delete(`${call}/{sessionId}/transcriptions/{fileName}`)
        .willRespondWith(200, done()),
    (recorder, { callId, sessionId, fileName }) =>
      recorder.call(callId).deleteTranscription({ session: sessionId, filename: fileName }),
    ok,
  )
  contract(
    'the start of captions',
    (api) =>
      api
        .given('a call is live')
        .post(`${call}/start_closed_captions`)
        .json({ enable_transcription: true })
        .willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).startClosedCaptions({ enable_transcription: true }),
    ok,
  )
  contract(
    'the end of captions',
    (api) =>
      api.given('a call is being captioned').post(`${call}/stop_closed_captions`).json({}).willRespondWith(201, done()),
    (recorder, { callId }) => recorder.call(callId).stopClosedCaptions(),
    ok,
  )
}
