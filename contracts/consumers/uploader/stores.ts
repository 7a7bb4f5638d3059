// Stores 1.1: where media come from and go to.
import { expect } from 'vitest'
import {
  aStore,
  aWatchRule,
  eachLike,
  injected,
  listOf,
  type PactOptions,
  stores,
  text,
  url,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { clientOf } from './account.ts'

export function storeContracts(pact: PactOptions): void {
  const contract = contractsOf(stores(pact), clientOf)
  const began = 'the factory is as it began'
  const access = { bucket_name: 'my-bucket', region: 'us-east-1', access_key: 'my-access-key', secret_key: 'my-secret' }

  contract(
    'the stores',
    (api) => api.given('a store exists', { name: 'media' }).get('/stores').willRespondWith(200, listOf(aStore(), 2)),
    (client) => client.stores('GET', '/stores'),
    expect.arrayContaining([expect.objectContaining({ provider: 'S3' })]),
  )
  contract(
    'the stores over a bucket',
    (api) =>
      api
        .given('a store exists', { name: 'media', bucket: 'my-bucket' })
        .get('/stores')
        .query({ bucket_name: 'my-bucket', provider: 'S3' })
        .willRespondWith(200, listOf(aStore({ bucket_name: 'my-bucket' }))),
    (client) => client.stores('GET', '/stores', { query: { bucket_name: 'my-bucket', provider: 'S3' } }),
    [expect.objectContaining({ bucket_name: 'my-bucket' })],
  )
  contract(
    'a new store',
    (api) =>
      api
        .given('a bucket exists', { bucket: 'my-bucket' })
        .post('/stores')
        .json({ name: 'media', provider: 'S3', ...access })
        .willRespondWith(200, aStore({ name: 'media', bucket_name: 'my-bucket' })),
    (client) => client.stores('POST', '/stores', { body: { name: 'media', provider: 'S3', ...access } }),
    expect.objectContaining({ name: 'media' }),
  )
  contract(
    'a store',
    (api) =>
      api
        .given('a store exists', { name: 'media' })
        .get('/stores/{storeId}')
        .willRespondWith(200, aStore({ name: 'media' })),
    (client, { storeId }) => client.stores('GET', `/stores/${storeId}`),
    expect.objectContaining({ name: 'media' }),
  )
  contract(
    'a change of a store',
    (api) =>
      api
        .given('a store exists', { name: 'media' })
        .patch('/stores/{storeId}')
        .json({ name: 'films' })
        .willRespondWith(200, aStore({ name: 'films' })),
    (client, { storeId }) => client.stores('PATCH', `/stores/${storeId}`, { body: { name: 'films' } }),
    expect.objectContaining({ name: 'films' }),
  )
  contract(
    'a deletion of a store',
    (api) => api.given('a store exists').delete('/stores/{storeId}').willRespondWith(204),
    (client, { storeId }) => client.stores('DELETE', `/stores/${storeId}`),
    undefined,
  )
  contract(
    'a URL of an object in a store',
    (api) =>
      api
        .given('a store exists')
        .get('/stores/{storeId}/object_url')
        .query({ path: 'folder/clip.mp4', expires_in: '60' })
        .willRespondWith(200, { url: url('https://bucket.example/folder/clip.mp4?X-Amz-Signature=0') }),
    (client, { storeId }) =>
      client.stores('GET', `/stores/${storeId}/object_url`, { query: { path: 'folder/clip.mp4', expires_in: '60' } }),
    { url: 'https://bucket.example/folder/clip.mp4?X-Amz-Signature=0' },
  )
  contract(
    'a question whether a bucket is there',
    (api) =>
      api
        .given('a bucket exists', { bucket: 'my-bucket' })
        .post('/validate_bucket')
        .json({ provider: 'S3', ...access })
        .willRespondWith(200, { status: 'exists' }),
    (client) => client.stores('POST', '/validate_bucket', { body: { provider: 'S3', ...access } }),
    { status: 'exists' },
  )
  contract(
    'a question whether a bucket that is missing is there',
    (api) =>
      api
        .given(began)
        .post('/validate_bucket')
        .json({ provider: 'S3', ...access, bucket_name: 'nobodys-bucket' })
        .willRespondWith(200, { status: 'missing' }),
    (client) =>
      client.stores('POST', '/validate_bucket', {
        body: { provider: 'S3', ...access, bucket_name: 'nobodys-bucket' },
      }),
    { status: 'missing' },
  )

  contract(
    'a store for a factory',
    (api) => api.given('a store exists').post('/stores/{storeId}/service/flip/id/{factoryId}').willRespondWith(204),
    (client, { storeId, factoryId }) => client.stores('POST', `/stores/${storeId}/service/flip/id/${factoryId}`),
    undefined,
  )
  contract(
    'the stores of a factory',
    (api) =>
      api
        .given('a store is linked')
        .get('/stores/service/flip/id/{factoryId}')
        .willRespondWith(200, eachLike(text('240f042bfc4bee58a965c7d79e17c45c'))),
    (client, { factoryId }) => client.stores('GET', `/stores/service/flip/id/${factoryId}`),
    ['240f042bfc4bee58a965c7d79e17c45c'],
  )
  contract(
    'a store no more for a factory',
    (api) =>
      api.given('a store is linked').delete('/stores/{storeId}/service/flip/id/{factoryId}').willRespondWith(204),
    (client, { storeId, factoryId }) => client.stores('DELETE', `/stores/${storeId}/service/flip/id/${factoryId}`),
    undefined,
  )

  contract(
    'the watch rules of a store',
    (api) =>
      api
        .given('a watch rule exists')
        .get('/watch_rules')
        .query({ store_id: injected('storeId') })
        .willRespondWith(200, listOf(aWatchRule())),
    (client, { storeId }) => client.stores('GET', '/watch_rules', { query: { store_id: storeId } }),
    [expect.objectContaining({ enabled: true })],
  )
  contract(
    'a new watch rule',
    (api) =>
      api
        .given('a store exists', { inputStore: true })
        .post('/watch_rules')
        .json({ store_id: injected('storeId'), service_name: 'flip', service_id: injected('factoryId'), enabled: true })
        .willRespondWith(200, aWatchRule({ service_name: 'flip' })),
    (client, { storeId, factoryId }) =>
      client.stores('POST', '/watch_rules', {
        body: { store_id: storeId, service_name: 'flip', service_id: factoryId, enabled: true },
      }),
    expect.objectContaining({ service_name: 'flip' }),
  )
  contract(
    'a watch rule',
    (api) => api.given('a watch rule exists').get('/watch_rules/{watchRuleId}').willRespondWith(200, aWatchRule()),
    (client, { watchRuleId }) => client.stores('GET', `/watch_rules/${watchRuleId}`),
    expect.objectContaining({ synced: false }),
  )
  contract(
    'a change of a watch rule',
    (api) =>
      api
        .given('a watch rule exists')
        .patch('/watch_rules/{watchRuleId}')
        .json({ enabled: false })
        .willRespondWith(200, aWatchRule({ enabled: false })),
    (client, { watchRuleId }) => client.stores('PATCH', `/watch_rules/${watchRuleId}`, { body: { enabled: false } }),
    expect.objectContaining({ enabled: false }),
  )
  contract(
    'a look for what is new in a store',
    (api) => api.given('a watch rule exists').post('/watch_rules/{watchRuleId}/sync').willRespondWith(204),
    (client, { watchRuleId }) => client.stores('POST', `/watch_rules/${watchRuleId}/sync`),
    undefined,
  )
  contract(
    'a deletion of a watch rule',
    (api) => api.given('a watch rule exists').delete('/watch_rules/{watchRuleId}').willRespondWith(204),
    (client, { watchRuleId }) => client.stores('DELETE', `/watch_rules/${watchRuleId}`),
    undefined,
  )

  contract(
    'the stores of a provider that nobody uses',
    (api) => api.given(began).get('/stores').query({ provider: 'GCS' }).willRespondWith(200, []),
    (client) => client.stores('GET', '/stores', { query: { provider: 'GCS' } }),
    [],
  )
}
