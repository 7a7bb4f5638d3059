// Encodings of the signed API.
import { expect } from 'vitest'
import {
  aNewEncoding,
  anEncoding,
  canceled,
  deleted,
  eachLike,
  hexId,
  injected,
  listOf,
  matching,
  type PactOptions,
  retried,
  telestream,
  url,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { clientOf } from './account.ts'

export function encodingContracts(pact: PactOptions): void {
  const contract = contractsOf(telestream(pact), clientOf)

  contract(
    'a request for the encodings of a video by its profile',
    (cloud) =>
      cloud
        .given('a video is encoded')
        .get('/encodings.json')
        .query({ video_id: injected('videoId'), profile_name: 'h264', status: 'success' })
        .willRespondWith(200, listOf(anEncoding())),
    (client, { videoId }) =>
      client.signed('GET', '/encodings.json', { video_id: videoId, profile_name: 'h264', status: 'success' }),
    [expect.objectContaining({ profile_name: 'h264' })],
  )

  contract(
    'a request for an encoding',
    (cloud) => cloud.given('a video is encoded').get('/encodings/{encodingId}.json').willRespondWith(200, anEncoding()),
    (client, { encodingId }) => client.signed('GET', `/encodings/${encodingId}.json`),
    expect.objectContaining({ status: 'success', extname: '.mp4' }),
  )

  contract(
    'a request for an encoding with its screenshots',
    (cloud) =>
      cloud
        .given('a video is encoded')
        .get('/encodings/{encodingId}.json')
        .query({ screenshots: 'true' })
        .willRespondWith(200, anEncoding({ screenshots: eachLike(url('https://bucket.example/film_1.jpg')) })),
    (client, { encodingId }) => client.signed('GET', `/encodings/${encodingId}.json`, { screenshots: 'true' }),
    expect.objectContaining({ screenshots: ['https://bucket.example/film_1.jpg'] }),
  )

  contract(
    'a request for an encoding that goes on',
    (cloud) =>
      cloud.given('an encoding is processing').get('/encodings/{encodingId}.json').willRespondWith(200, aNewEncoding()),
    (client, { encodingId }) => client.signed('GET', `/encodings/${encodingId}.json`),
    expect.objectContaining({ status: 'processing', encoding_progress: 0 }),
  )

  contract(
    'a request for an encoding that failed',
    (cloud) =>
      cloud
        .given('an encoding failed', { error: 'EncodingError' })
        .get('/encodings/{encodingId}.json')
        .willRespondWith(
          200,
          aNewEncoding({
            status: 'fail',
            error_class: 'EncodingError',
            error_message: matching('.+', 'It went wrong'),
          }),
        ),
    (client, { encodingId }) => client.signed('GET', `/encodings/${encodingId}.json`),
    expect.objectContaining({ status: 'fail', error_class: 'EncodingError' }),
  )

  contract(
    'another encoding of a video',
    (cloud) =>
      cloud
        .given('a video exists', { status: 'success' })
        .post('/encodings.json')
        .form({ video_id: injected('videoId'), profile_name: 'webm' })
        .willRespondWith(200, aNewEncoding({ video_id: hexId(), profile_name: 'webm' })),
    (client, { videoId }) => client.signed('POST', '/encodings.json', { video_id: videoId, profile_name: 'webm' }),
    expect.objectContaining({ profile_name: 'webm', status: 'processing' }),
  )

  contract(
    'a cancellation of an encoding',
    (cloud) =>
      cloud
        .given('an encoding is processing')
        .post('/encodings/{encodingId}/cancel.json')
        .form({})
        .willRespondWith(200, canceled),
    (client, { encodingId }) => client.signed('POST', `/encodings/${encodingId}/cancel.json`),
    { canceled: true },
  )

  contract(
    'another try of an encoding',
    (cloud) =>
      cloud
        .given('an encoding failed')
        .post('/encodings/{encodingId}/retry.json')
        .form({})
        .willRespondWith(200, retried),
    (client, { encodingId }) => client.signed('POST', `/encodings/${encodingId}/retry.json`),
    { retried: true },
  )

  contract(
    'a deletion of an encoding',
    (cloud) => cloud.given('a video is encoded').delete('/encodings/{encodingId}.json').willRespondWith(200, deleted),
    (client, { encodingId }) => client.signed('DELETE', `/encodings/${encodingId}.json`),
    { deleted: true },
  )
}
