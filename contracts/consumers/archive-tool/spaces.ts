// Stores, spaces and who may do what in them; manifests, logs and reports.
import { expect } from 'vitest'
import {
  duracloud,
  duracloudTime,
  eachLike,
  epochMs,
  integer,
  matching,
  type PactOptions,
  plain,
  text,
  xml,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { storeOf } from './account.ts'

export function spaceContracts(pact: PactOptions): void {
  const contract = contractsOf(duracloud(pact), storeOf)
  const stores =
    '<storageProviderAccounts><storageAcct ownerId="0" isPrimary="1"><id>1</id><storageProviderType>AMAZON_S3</storageProviderType></storageAcct></storageProviderAccounts>'

  contract(
    'a request for the stores',
    (api) =>
      api
        .given('the account is as it began')
        .get('/stores')
        .willRespondWith(
          200,
          xml(stores, {
            '$.storageProviderAccounts.storageAcct': text(),
            "$.storageProviderAccounts.storageAcct['@isPrimary']": matching('^[01]$', '1'),
            "$.storageProviderAccounts.storageAcct.id['#text']": matching('^\\d+$', '1'),
            "$.storageProviderAccounts.storageAcct.storageProviderType['#text']": matching('^[A-Z_0-9]+$', 'AMAZON_S3'),
          }),
        ),
    (store) => store.stores(),
    ['AMAZON_S3'],
  )
  contract(
    'a request for the spaces',
    (api) =>
      api
        .given('a space exists', { spaceId: 'letters' })
        .get('/spaces')
        .willRespondWith(
          200,
          xml('<spaces><space id="letters"/></spaces>', {
            '$.spaces.space': text(),
            "$.spaces.space['@id']": matching('^[a-z0-9.-]+$', 'letters'),
          }),
        ),
    (store) => store.spaces(),
    ['letters'],
  )
  contract(
    'a new space',
    (api) => api.given('the account is as it began').put('/letters').willRespondWith(201),
    (store) => store.text('PUT', '/letters'),
    '',
  )
  contract(
    'a request for a space, page by page',
    (api) =>
      api
        .given('a space with several items', { spaceId: 'letters', contentIds: ['april.txt', 'may.txt', 'may-2.txt'] })
        .get('/letters')
        .query({ prefix: 'may', maxResults: '10', marker: 'may-2.txt' })
        .willRespondWith(200, xml('<space id="letters"><item>may.txt</item></space>'), {
          'x-dura-meta-space-created': duracloudTime(),
          'x-dura-meta-space-count': '3',
        }),
    async (store) => {
      const { items, properties } = await store.space('letters', {
        prefix: 'may',
        maxResults: '10',
        marker: 'may-2.txt',
      })
      return [items, properties.get('x-dura-meta-space-count')]
    },
    [['may.txt'], '3'],
  )
  contract(
    "a request for a space's properties",
    (api) =>
      api
        .given('a space with streaming enabled', { spaceId: 'films', protocol: 'hls', secure: true })
        .head('/films')
        .willRespondWith(200, undefined, {
          'x-dura-meta-space-created': duracloudTime(),
          'x-dura-meta-hls-streaming-host': matching('^[a-z0-9]+\\.cloudfront\\.net$', 'd1a2b3c4d5e6f7.cloudfront.net'),
          'x-dura-meta-hls-streaming-type': 'SECURE',
        }),
    async (store) => (await store.ask('HEAD', '/films')).headers.get('x-dura-meta-hls-streaming-type'),
    'SECURE',
  )
  contract(
    'a request for who may do what',
    (api) =>
      api
        .given('a space that a user may read', { spaceId: 'letters', user: 'group-curators' })
        .head('/acl/letters')
        .willRespondWith(200, undefined, { 'x-dura-meta-acl-group-curators': 'READ' }),
    async (store) => (await store.ask('HEAD', '/acl/letters')).headers.get('x-dura-meta-acl-group-curators'),
    'READ',
  )
  const acls = { 'x-dura-meta-acl-group-public': 'READ', 'x-dura-meta-acl-group-curators': 'WRITE' }
  contract(
    'a change of who may do what',
    (api) =>
      api
        .given('a space exists', { spaceId: 'letters' })
        .post('/acl/letters')
        .headers(acls)
        .willRespondWith(200, plain('Space letters ACLs updated successfully')),
    (store) => store.text('POST', '/acl/letters', { headers: acls }),
    'Space letters ACLs updated successfully',
  )
  contract(
    'a deletion of a space',
    (api) =>
      api
        .given('a space exists', { spaceId: 'letters' })
        .delete('/letters')
        .willRespondWith(200, plain('Space letters deleted successfully')),
    (store) => store.text('DELETE', '/letters'),
    'Space letters deleted successfully',
  )
  contract(
    'a request for a manifest',
    (api) =>
      api
        .given('a space with content', { spaceId: 'letters', contentId: 'may.txt' })
        .get('/manifest/letters')
        .query({ format: 'TSV' })
        .willRespondWith(
          200,
          plain(
            matching(
              '^space-id\\tcontent-id\\tMD5\\nletters\\tmay\\.txt\\t[0-9a-f]{32}\\n?$',
              'space-id\tcontent-id\tMD5\nletters\tmay.txt\tb1f330f252f6376243023a3492546133\n',
            ),
            'text/tab-separated-values',
          ),
        ),
    (store) => store.text('GET', '/manifest/letters', { query: { format: 'TSV' } }),
    expect.stringContaining('may.txt'),
  )
  contract(
    'a request for what was done in a space',
    (api) =>
      api
        .given('a space with content', { spaceId: 'letters', contentId: 'may.txt' })
        .get('/audit/letters')
        .willRespondWith(
          200,
          plain(
            matching(
              '^account\\tstore-id\\tspace-id\\tcontent-id\\t[\\s\\S]*$',
              'account\tstore-id\tspace-id\tcontent-id\t\n',
            ),
          ),
        ),
    (store) => store.text('GET', '/audit/letters'),
    expect.stringMatching(/^account\t/),
  )
  contract(
    'a request for how a store grows',
    (api) =>
      api
        .given('a space with content', { spaceId: 'letters' })
        .get('/report/space/letters')
        .willRespondWith(
          200,
          eachLike({
            timestamp: epochMs(),
            accountId: text(),
            spaceId: 'letters',
            storeId: text('1'),
            byteCount: integer(10),
            objectCount: integer(1),
          }),
        ),
    async (store) => JSON.parse(await store.text('GET', '/report/space/letters')) as unknown,
    [expect.objectContaining({ objectCount: 1 })],
  )
  const usage = { timestamp: epochMs(), accountId: text(), storeId: text('1') }
  contract(
    'a request for how all spaces of a store grow',
    (api) =>
      api
        .given('a space with content', { spaceId: 'letters' })
        .get('/report/store')
        .query({ groupBy: 'month' })
        .willRespondWith(200, eachLike({ ...usage, byteCount: integer(10), objectCount: integer(1) })),
    async (store) => JSON.parse(await store.text('GET', '/report/store', { query: { groupBy: 'month' } })) as unknown,
    [expect.objectContaining({ byteCount: 10 })],
  )
  contract(
    'a manifest to be made',
    (api) =>
      api
        .given('a space with content', { spaceId: 'letters' })
        .post('/manifest/letters')
        .willRespondWith(202, undefined, {
          Location: matching(
            '^https?://.*/x-duracloud-admin/generated-manifests/manifest-letters_amazon_s3_.*\\.txt\\.gz$',
            'http://127.0.0.1/durastore/x-duracloud-admin/generated-manifests/manifest-letters_amazon_s3_2026-01-01-00-00-00.txt.gz',
          ),
        }),
    async (store) => (await store.ask('POST', '/manifest/letters')).headers.get('location'),
    expect.stringContaining('generated-manifests'),
  )
  contract(
    'a question whether the bits of a new space are whole',
    (api) =>
      api.given('a space with content', { spaceId: 'letters' }).get('/bit-integrity/letters').willRespondWith(204),
    async (store) => (await store.ask('GET', '/bit-integrity/letters')).status,
    204,
  )
}
