// Factories of V3.0 and clouds of V2, which are the same, and what they tell their owner's application.
import { expect } from 'vitest'
import {
  aFactory,
  aVideo,
  deleted,
  listOf,
  notificationSettings,
  type PactOptions,
  panda,
  telestream,
  url,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { clientOf } from './account.ts'

export function factoryContracts(pact: PactOptions): void {
  const contract = contractsOf(telestream(pact), clientOf)
  const older = contractsOf(panda(pact), clientOf)

  contract(
    'a request for the factories',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .get('/factories.json')
        .withoutFactory()
        .willRespondWith(200, listOf(aFactory({ url: url('https://bucket.example/') }))),
    (client) => client.signed('GET', '/factories.json'),
    [expect.objectContaining({ name: 'My factory' })],
  )

  contract(
    'a request for a factory',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .get('/factories/{factoryId}.json')
        .withoutFactory()
        .willRespondWith(200, aFactory({ url: url('https://bucket.example/') })),
    (client, { factoryId }) => client.signed('GET', `/factories/${factoryId}.json`),
    expect.objectContaining({ url: 'https://bucket.example/' }),
  )

  contract(
    'a new factory',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .post('/factories.json')
        .withoutFactory()
        .form({ name: 'Trailers', s3_videos_bucket: 'my-bucket' })
        .willRespondWith(200, aFactory({ name: 'Trailers', s3_videos_bucket: 'my-bucket' })),
    (client) => client.signed('POST', '/factories.json', { name: 'Trailers', s3_videos_bucket: 'my-bucket' }),
    expect.objectContaining({ name: 'Trailers' }),
  )

  contract(
    'a change of a factory',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .put('/factories/{factoryId}.json')
        .withoutFactory()
        .form({ name: 'Films' })
        .willRespondWith(200, aFactory({ name: 'Films' })),
    (client, { factoryId }) => client.signed('PUT', `/factories/${factoryId}.json`, { name: 'Films' }),
    expect.objectContaining({ name: 'Films' }),
  )

  contract(
    'a deletion of a factory',
    (cloud) =>
      cloud
        .given('a factory exists', { name: 'Trailers' })
        .delete('/factories/{otherFactoryId}.json')
        .withoutFactory()
        .willRespondWith(200, deleted),
    (client, { otherFactoryId }) => client.signed('DELETE', `/factories/${otherFactoryId}.json`),
    { deleted: true },
  )

  contract(
    'a request for what a factory tells',
    (cloud) =>
      cloud
        .given('a factory tells of its events')
        .get('/notifications.json')
        .willRespondWith(200, notificationSettings()),
    (client) => client.signed('GET', '/notifications.json'),
    expect.objectContaining({ send_video_payload: false }),
  )

  const wishes = { url: 'https://app.example/hook', 'events[encoding_completed]': 'true', send_video_payload: 'true' }
  contract(
    'a change of what a factory tells',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .put('/notifications.json')
        .form(wishes)
        .willRespondWith(200, notificationSettings({ url: 'https://app.example/hook', send_video_payload: true })),
    (client) => client.signed('PUT', '/notifications.json', wishes),
    expect.objectContaining({ url: 'https://app.example/hook', send_video_payload: true }),
  )

  older(
    'a request for the clouds',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .get('/clouds.json')
        .withoutFactory()
        .willRespondWith(200, listOf(aFactory())),
    (client) => client.signed('GET', '/clouds.json', {}, 'v2'),
    [expect.objectContaining({ name: 'My factory' })],
  )

  older(
    'a request for a cloud',
    (cloud) =>
      cloud
        .given('the factory is as it began')
        .get('/clouds/{factoryId}.json')
        .withoutFactory()
        .willRespondWith(200, aFactory()),
    (client, { factoryId }) => client.signed('GET', `/clouds/${factoryId}.json`, {}, 'v2'),
    expect.objectContaining({ name: 'My factory' }),
  )

  older(
    'a request for the videos of a cloud',
    (cloud) => cloud.given('a video exists').get('/videos.json').willRespondWith(200, listOf(aVideo())),
    (client) => client.signed('GET', '/videos.json', {}, 'v2'),
    [expect.objectContaining({ status: 'success' })],
  )
}
