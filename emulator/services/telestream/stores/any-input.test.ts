// Whatever is sent, in whatever shape: an answer of the vendor's, and never a failure of the double.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { apiExample, credentials, exampleStore, iptvFlip, storesDouble } from '../../../../harness/stores-double.ts'

const names = [
  'name',
  'provider',
  'bucket_name',
  'region',
  'access_key',
  'secret_key',
  'private_access',
  'provider_specific_settings',
  'input_store',
  'watch_interval',
  'base_upload_url',
  'store_id',
  'service_name',
  'service_id',
  'filters',
  'enabled',
  'inputs',
  'variables',
  'sources',
  'Original',
  'Video Height',
  'storage_references',
  iptvFlip,
  'folder_offset',
  '__proto__',
  'constructor',
]
const likely = fc.constantFrom(
  ...Object.values(credentials),
  'S3',
  'my-bucket',
  'us-east-1',
  exampleStore,
  'flip',
  'vantage-cloud-port',
  apiExample,
  's3://demo-bucket/a',
  'http://',
  'https://[::',
  '/a/',
  '*',
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    likely,
    fc.jsonValue({ maxDepth: 1 }),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 12 }),
}))

it('answers every body with less than 500', async () => {
  await using double = await storesDouble()
  const targets = [
    ['stores', 'POST', '/stores'],
    ['stores', 'PATCH', `/stores/${exampleStore}`],
    ['stores', 'POST', '/validate_bucket'],
    ['stores', 'POST', '/watch_rules'],
    ['workflows', 'POST', `/workflows/${apiExample}/workflow-jobs`],
  ] as const
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...targets), value, async ([api, method, path], body) => {
      const answer = await double[api](method, path, JSON.stringify(body))
      expect(answer.status).toBeLessThan(500)
      const { errors = [] } = (answer.body ?? {}) as { errors?: unknown[] }
      expect(errors.length > 0).toBe(answer.status >= 400)
    }),
    { numRuns: 1500 },
  )
  await double.settle()
})

it('answers every path and query with less than 500', async () => {
  await using double = await storesDouble()
  const segment = fc.oneof(
    fc.constantFrom(
      'stores',
      'service',
      'id',
      'watch_rules',
      'sync',
      'object_url',
      exampleStore,
      '%',
      '%zz',
      '%ff',
      '..',
      '',
    ),
    fc.string({ maxLength: 5 }).map(encodeURIComponent),
  )
  const query = fc.constantFrom(
    '',
    '?path=%zz&expires_in=60',
    '?provider=%ff&bucket_name=',
    '?path=a&expires_in=1e3',
    '?&&=',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT'),
      fc.array(segment, { maxLength: 7 }),
      query,
      async (method, segments, asked) => {
        const path = `/${segments.filter((one) => one !== '..').join('/')}${asked}`
        expect((await double.stores(method, path)).status).toBeLessThan(500)
      },
    ),
    { numRuns: 1500 },
  )
})
