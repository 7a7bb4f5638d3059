// Flip 3.1: JSON bodies, an API key, and lists in pages.
import { expect } from 'vitest'
import {
  aFactory,
  aNewEncoding,
  aNewVideo,
  anEncoding,
  anUploadSession,
  aProfile,
  aVideo,
  canceled,
  deleted,
  eachLike,
  flip,
  hexId,
  injected,
  integer,
  like,
  notificationSettings,
  oneOf,
  type PactOptions,
  pageOf,
  retried,
  url,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { clientOf } from './account.ts'

export function flipContracts(pact: PactOptions): void {
  const contract = contractsOf(flip(pact), clientOf)
  const began = 'the factory is as it began'

  contract(
    'a page of factories',
    (api) => api.given(began).get('/factories.json').willRespondWith(200, pageOf('factories', aFactory())),
    (client) => client.flip('GET', '/factories.json'),
    expect.objectContaining({ page: 1, per_page: 100, total: 1 }),
  )
  contract(
    'a factory by Flip',
    (api) =>
      api
        .given(began)
        .get('/factories/{factoryId}.json')
        .willRespondWith(200, aFactory({ acl: oneOf('private', 'public') })),
    (client, { factoryId }) => client.flip('GET', `/factories/${factoryId}.json`),
    expect.objectContaining({ name: 'My factory' }),
  )
  contract(
    'a new factory by Flip',
    (api) =>
      api
        .given(began)
        .post('/factories.json')
        .json({ name: 'Trailers', outputs_path_format: ':original/:id' })
        .willRespondWith(200, aFactory({ name: 'Trailers', outputs_path_format: ':original/:id' })),
    (client) =>
      client.flip('POST', '/factories.json', { body: { name: 'Trailers', outputs_path_format: ':original/:id' } }),
    expect.objectContaining({ name: 'Trailers' }),
  )
  contract(
    'a change of a factory by Flip',
    (api) =>
      api
        .given(began)
        .patch('/factories/{factoryId}.json')
        .json({ name: 'Films' })
        .willRespondWith(200, aFactory({ name: 'Films' })),
    (client, { factoryId }) => client.flip('PATCH', `/factories/${factoryId}.json`, { body: { name: 'Films' } }),
    expect.objectContaining({ name: 'Films' }),
  )
  contract(
    "a look into a factory's input bucket",
    (api) =>
      api
        .given('a factory has an input bucket')
        .post('/factories/{factoryId}/sync.json')
        .json({ sync: 'true' })
        .willRespondWith(200, { syncing: oneOf('starting', 'already_started') }),
    (client, { factoryId }) => client.flip('POST', `/factories/${factoryId}/sync.json`, { body: { sync: 'true' } }),
    { syncing: 'starting' },
  )

  contract(
    'a page of videos',
    (api) =>
      api
        .given('several videos exist', { count: 3 })
        .get('/videos.json')
        .query({ page: '1', per_page: '100' })
        .willRespondWith(200, { ...pageOf('videos', aVideo({ encodings_count: integer(1) })), total: 3 }),
    (client) => client.flip('GET', '/videos.json', { query: { page: '1', per_page: '100' } }),
    expect.objectContaining({ total: 3 }),
  )
  contract(
    'the videos that are under way',
    (api) =>
      api
        .given('an encoding is processing')
        .get('/videos/queued.json')
        .willRespondWith(200, pageOf('videos', { id: hexId(), status: oneOf('success', 'processing') })),
    (client) => client.flip('GET', '/videos/queued.json'),
    expect.objectContaining({ total: 1 }),
  )
  contract(
    'a video by Flip',
    (api) =>
      api
        .given('a video exists')
        .get('/videos/{videoId}.json')
        .willRespondWith(200, aVideo({ encodings_count: integer(1) })),
    (client, { videoId }) => client.flip('GET', `/videos/${videoId}.json`),
    expect.objectContaining({ encodings_count: 1 }),
  )
  const source = { source_url: 'http://films.example/film.mp4', profiles: 'h264,webm', payload: 'order 7' }
  contract(
    'a video by its URL, by Flip',
    (api) =>
      api
        .given(began)
        .post('/videos.json')
        .json(source)
        .willRespondWith(200, aNewVideo({ payload: 'order 7', encodings_count: integer(2) })),
    (client) => client.flip('POST', '/videos.json', { body: source }),
    expect.objectContaining({ status: 'processing' }),
  )
  const upload = { file_name: 'film.mp4', file_size: 805_301, profiles: 'h264' }
  contract(
    'an upload by Flip',
    (api) => api.given(began).post('/videos/upload.json').json(upload).willRespondWith(200, anUploadSession()),
    (client) => client.flip('POST', '/videos/upload.json', { body: upload }),
    expect.objectContaining({ parts: '1' }),
  )
  contract(
    'a video once more',
    (api) =>
      api
        .given('a video exists')
        .post('/videos/resubmit.json')
        .json({ video_id: injected('videoId') })
        .willRespondWith(200),
    (client, { videoId }) => client.flip('POST', '/videos/resubmit.json', { body: { video_id: videoId } }),
    undefined,
  )
  contract(
    "a cancellation of all of a video's encodings",
    (api) =>
      api.given('an encoding is processing').post('/videos/{videoId}/cancel.json').willRespondWith(200, canceled),
    (client, { videoId }) => client.flip('POST', `/videos/${videoId}/cancel.json`),
    { canceled: true },
  )
  contract(
    "a page of a video's encodings",
    (api) =>
      api
        .given('a video is encoded')
        .get('/videos/{videoId}/encodings.json')
        .willRespondWith(200, pageOf('encodings', anEncoding())),
    (client, { videoId }) => client.flip('GET', `/videos/${videoId}/encodings.json`),
    expect.objectContaining({ total: 1 }),
  )
  contract(
    "a video's metadata by Flip",
    (api) =>
      api
        .given('a video exists')
        .get('/videos/{videoId}/metadata.json')
        .willRespondWith(200, like({ mime_type: 'video/mp4' })),
    (client, { videoId }) => client.flip('GET', `/videos/${videoId}/metadata.json`),
    { mime_type: 'video/mp4' },
  )
  contract(
    "a URL of a video's source",
    (api) =>
      api
        .given('a video exists')
        .get('/videos/{videoId}/signed-url.json')
        .willRespondWith(200, { signed_url: url('https://bucket.example/film.mp4?X-Amz-Signature=0') }),
    (client, { videoId }) => client.flip('GET', `/videos/${videoId}/signed-url.json`),
    { signed_url: 'https://bucket.example/film.mp4?X-Amz-Signature=0' },
  )
  contract(
    'a deletion of a video by Flip',
    (api) => api.given('a video exists').delete('/videos/{videoId}.json').willRespondWith(200, deleted),
    (client, { videoId }) => client.flip('DELETE', `/videos/${videoId}.json`),
    { deleted: true },
  )
  contract(
    "a deletion of a video's source by Flip",
    (api) => api.given('a video exists').delete('/videos/{videoId}/source.json').willRespondWith(200, deleted),
    (client, { videoId }) => client.flip('DELETE', `/videos/${videoId}/source.json`),
    { deleted: true },
  )

  contract(
    'a page of encodings',
    (api) =>
      api
        .given('a video is encoded', { profiles: ['h264', 'webm'] })
        .get('/encodings.json')
        .query({ video_id: injected('videoId'), status: 'success' })
        .willRespondWith(200, { ...pageOf('encodings', anEncoding()), total: 2 }),
    (client, { videoId }) => client.flip('GET', '/encodings.json', { query: { video_id: videoId, status: 'success' } }),
    expect.objectContaining({ total: 2 }),
  )
  contract(
    'how many encodings there are',
    (api) =>
      api.given('several videos exist', { count: 3 }).get('/encodings/count.json').willRespondWith(200, { total: 3 }),
    (client) => client.flip('GET', '/encodings/count.json'),
    { total: 3 },
  )
  contract(
    'an encoding by Flip',
    (api) => api.given('a video is encoded').get('/encodings/{encodingId}.json').willRespondWith(200, anEncoding()),
    (client, { encodingId }) => client.flip('GET', `/encodings/${encodingId}.json`),
    expect.objectContaining({ status: 'success' }),
  )
  contract(
    'another encoding by Flip',
    (api) =>
      api
        .given('a video exists')
        .post('/encodings.json')
        .json({ video_id: injected('videoId'), profile_name: 'webm' })
        .willRespondWith(200, aNewEncoding({ profile_name: 'webm' })),
    (client, { videoId }) =>
      client.flip('POST', '/encodings.json', { body: { video_id: videoId, profile_name: 'webm' } }),
    expect.objectContaining({ profile_name: 'webm' }),
  )
  contract(
    'an encoding with another profile',
    (api) =>
      api
        .given('a video is encoded')
        .put('/encodings/{encodingId}.json')
        .json({ profile_name: 'webm' })
        .willRespondWith(200, aNewEncoding({ profile_name: 'webm' })),
    (client, { encodingId }) => client.flip('PUT', `/encodings/${encodingId}.json`, { body: { profile_name: 'webm' } }),
    expect.objectContaining({ profile_name: 'webm' }),
  )
  contract(
    'a cancellation of an encoding by Flip',
    (api) =>
      api.given('an encoding is processing').post('/encodings/{encodingId}/cancel.json').willRespondWith(200, canceled),
    (client, { encodingId }) => client.flip('POST', `/encodings/${encodingId}/cancel.json`),
    { canceled: true },
  )
  contract(
    'another try of an encoding by Flip',
    (api) => api.given('an encoding failed').post('/encodings/{encodingId}/retry.json').willRespondWith(200, retried),
    (client, { encodingId }) => client.flip('POST', `/encodings/${encodingId}/retry.json`),
    { retried: true },
  )
  contract(
    "a URL of an encoding's main file",
    (api) =>
      api
        .given('a video is encoded')
        .get('/encodings/{encodingId}/signed-url.json')
        .query({ expires: '600' })
        .willRespondWith(200, { signed_url: url('https://bucket.example/film.mp4?X-Amz-Signature=0') }),
    (client, { encodingId }) =>
      client.flip('GET', `/encodings/${encodingId}/signed-url.json`, { query: { expires: '600' } }),
    { signed_url: 'https://bucket.example/film.mp4?X-Amz-Signature=0' },
  )
  contract(
    "URLs of all of an encoding's files",
    (api) =>
      api
        .given('a video is encoded')
        .get('/encodings/{encodingId}/signed-urls.json')
        .willRespondWith(200, { signed_urls: eachLike(url('https://bucket.example/film.mp4?X-Amz-Signature=0')) }),
    (client, { encodingId }) => client.flip('GET', `/encodings/${encodingId}/signed-urls.json`),
    { signed_urls: ['https://bucket.example/film.mp4?X-Amz-Signature=0'] },
  )
  contract(
    'a deletion of an encoding by Flip',
    (api) => api.given('a video is encoded').delete('/encodings/{encodingId}.json').willRespondWith(200, deleted),
    (client, { encodingId }) => client.flip('DELETE', `/encodings/${encodingId}.json`),
    { deleted: true },
  )

  contract(
    'a page of profiles',
    (api) => api.given(began).get('/profiles.json').willRespondWith(200, pageOf('profiles', aProfile())),
    (client) => client.flip('GET', '/profiles.json'),
    expect.objectContaining({ page: 1 }),
  )
  contract(
    'a profile by Flip',
    (api) =>
      api
        .given('a profile exists', { name: 'small' })
        .get('/profiles/{profileId}.json')
        .willRespondWith(200, aProfile({ name: 'small' })),
    (client, { profileId }) => client.flip('GET', `/profiles/${profileId}.json`),
    expect.objectContaining({ name: 'small' }),
  )
  const small = { preset_name: 'h264', name: 'small', width: 320, height: 240 }
  contract(
    'a new profile by Flip',
    (api) => api.given(began).post('/profiles.json').json(small).willRespondWith(200, aProfile(small)),
    (client) => client.flip('POST', '/profiles.json', { body: small }),
    expect.objectContaining({ width: 320 }),
  )
  contract(
    'a change of a profile by Flip',
    (api) =>
      api
        .given('a profile exists', { name: 'small' })
        .put('/profiles/{profileId}.json')
        .json({ preset_name: 'h264', width: 480 })
        .willRespondWith(200, aProfile({ name: 'small', width: 480 })),
    (client, { profileId }) =>
      client.flip('PUT', `/profiles/${profileId}.json`, { body: { preset_name: 'h264', width: 480 } }),
    expect.objectContaining({ width: 480 }),
  )
  contract(
    'a copy of a profile',
    (api) =>
      api
        .given('a profile exists', { name: 'small' })
        .post('/profiles/{profileId}/copy.json')
        .json({ dest_factory_id: injected('factoryId'), profile_name: 'small too' })
        .willRespondWith(200, aProfile({ name: 'small too' })),
    (client, { profileId, factoryId }) =>
      client.flip('POST', `/profiles/${profileId}/copy.json`, {
        body: { dest_factory_id: factoryId, profile_name: 'small too' },
      }),
    expect.objectContaining({ name: 'small too' }),
  )
  contract(
    "a page of a profile's encodings",
    (api) =>
      api
        .given('a video is encoded')
        .get('/profiles/{profileId}/encodings.json')
        .willRespondWith(200, pageOf('encodings', anEncoding())),
    (client, { profileId }) => client.flip('GET', `/profiles/${profileId}/encodings.json`),
    expect.objectContaining({ total: 1 }),
  )
  contract(
    'a deletion of a profile by Flip',
    (api) => api.given('a profile exists').delete('/profiles/{profileId}.json').willRespondWith(200, deleted),
    (client, { profileId }) => client.flip('DELETE', `/profiles/${profileId}.json`),
    { deleted: true },
  )

  contract(
    'a page of workflows',
    (api) =>
      api
        .given(began)
        .get('/workflows.json')
        .willRespondWith(200, { page: integer(1), per_page: integer(100), total: integer(0), workflows: like([]) }),
    (client) => client.flip('GET', '/workflows.json'),
    { page: 1, per_page: 100, total: 0, workflows: [] },
  )
  contract(
    'what a factory tells, by Flip',
    (api) =>
      api
        .given('a factory tells of its events')
        .get('/notifications.json')
        .willRespondWith(200, notificationSettings()),
    (client) => client.flip('GET', '/notifications.json'),
    expect.objectContaining({ send_video_payload: false }),
  )
  const wishes = {
    url: 'https://app.example/hook',
    delay: 5,
    send_video_payload: true,
    events: { video_created: false, video_encoded: true, encoding_progress: false, encoding_completed: true },
  }
  contract(
    'a change of what a factory tells, by Flip',
    (api) => api.given(began).put('/notifications.json').json(wishes).willRespondWith(200, wishes),
    (client) => client.flip('PUT', '/notifications.json', { body: wishes }),
    wishes,
  )
}
