// Videos of the signed API.
import { expect } from 'vitest'
import {
  aNewVideo,
  anEncoding,
  aVideo,
  deleted,
  like,
  listOf,
  type PactOptions,
  telestream,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { clientOf } from './account.ts'

export function videoContracts(pact: PactOptions): void {
  const contract = contractsOf(telestream(pact), clientOf)

  const ready = { status: 'success', page: '1', per_page: '50' }
  contract(
    'a request for the videos that are ready',
    (cloud) =>
      cloud
        .given('several videos exist', { count: 3 })
        .get('/videos.json')
        .query(ready)
        .willRespondWith(200, listOf(aVideo(), 2)),
    (client) => client.signed('GET', '/videos.json', ready),
    expect.arrayContaining([expect.objectContaining({ status: 'success' })]),
  )

  contract(
    'a request for the videos of a new factory',
    (cloud) => cloud.given('the factory is as it began').get('/videos.json').willRespondWith(200, []),
    (client) => client.signed('GET', '/videos.json'),
    [],
  )

  contract(
    'a request for a video',
    (cloud) => cloud.given('a video exists').get('/videos/{videoId}.json').willRespondWith(200, aVideo()),
    (client, { videoId }) => client.signed('GET', `/videos/${videoId}.json`),
    expect.objectContaining({ status: 'success', duration: 14_014 }),
  )

  contract(
    'a request for a video that is none',
    (cloud) =>
      cloud
        .given('an encoding failed', { error: 'FormatNotRecognised' })
        .get('/videos/{videoId}.json')
        .willRespondWith(200, aNewVideo({ status: 'fail', error_class: 'FormatNotRecognised' })),
    (client, { videoId }) => client.signed('GET', `/videos/${videoId}.json`),
    expect.objectContaining({ error_class: 'FormatNotRecognised' }),
  )

  contract(
    "a request for a video's encodings",
    (cloud) =>
      cloud
        .given('a video is encoded', { profiles: ['h264', 'webm'] })
        .get('/videos/{videoId}/encodings.json')
        .willRespondWith(200, listOf(anEncoding(), 2)),
    (client, { videoId }) => client.signed('GET', `/videos/${videoId}/encodings.json`),
    [expect.objectContaining({ status: 'success' }), expect.objectContaining({ encoding_progress: 100 })],
  )

  contract(
    "a request for what a video's file tells of itself",
    (cloud) =>
      cloud
        .given('a video exists')
        .get('/videos/{videoId}/metadata.json')
        .willRespondWith(200, like({ mime_type: 'video/mp4' })),
    (client, { videoId }) => client.signed('GET', `/videos/${videoId}/metadata.json`),
    { mime_type: 'video/mp4' },
  )

  const source = { source_url: 'http://films.example/a film (1).mp4', profiles: 'h264,webm', payload: 'order 7' }
  contract(
    'a video by its URL',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .post('/videos.json')
        .form(source)
        .willRespondWith(200, aNewVideo({ payload: 'order 7', source_url: source.source_url })),
    (client) => client.signed('POST', '/videos.json', source),
    expect.objectContaining({ status: 'processing', payload: 'order 7' }),
  )

  contract(
    'a deletion of a video',
    (cloud) => cloud.given('a video exists').delete('/videos/{videoId}.json').willRespondWith(200, deleted),
    (client, { videoId }) => client.signed('DELETE', `/videos/${videoId}.json`),
    { deleted: true },
  )

  contract(
    "a deletion of a video's source",
    (cloud) => cloud.given('a video exists').delete('/videos/{videoId}/source.json').willRespondWith(200, deleted),
    (client, { videoId }) => client.signed('DELETE', `/videos/${videoId}/source.json`),
    { deleted: true },
  )
}
