import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { credentials, exampleStore, storesDouble, type StoresDouble } from '../../../../harness/stores-double.ts'

let double: StoresDouble
beforeEach(async () => {
  double = await storesDouble()
})
afterEach(() => double[Symbol.asyncDispose]())

const archive = { name: 'archive', provider: 'S3', bucket_name: 'my-bucket', region: 'us-east-1', ...credentials }
const refusal = (field: string, message: unknown) => ({ status: 422, body: { errors: [{ field, message }] } })

describe('a store', () => {
  it.each([
    ['S3', 'S3'],
    ['s3', 'S3'],
    [0, 'S3'],
    ['GCS', 'GCS'],
    [1, 'GCS'],
    ['FTP', 'FTP'],
    ['2', 'FTP'],
    ['gcs-interop', 'GCS_INTEROP'],
    [5, 'GCS_INTEROP'],
    [7, 'FLIP'],
    ['Aspera', 'FASP'],
    [8, 'FASP'],
    ['Azure Blob', 'AZURE'],
    [9, 'AZURE'],
  ])('may be of provider %j', async (provider, name) => {
    const { status, body } = await double.stores('POST', '/stores', { ...archive, provider })
    expect([status, body]).toEqual([200, expect.objectContaining({ provider: name, bucket_name: 'my-bucket' })])
    const found = await double.stores('GET', `/stores?provider=${provider}&bucket_name=my-bucket`)
    expect(found.body).toEqual([body])
    expect((await double.stores('GET', '/stores?provider=3')).body).toEqual([])
  })

  it('tells nobody its credentials, and neither does the journal tell the secret', async () => {
    await double.stores('POST', '/stores', {
      ...archive,
      provider_specific_settings: { host: 'h', password: 'my-secret' },
    })
    const seen = [await double.stores('GET', '/stores'), double.world.journal.list()]
    expect(JSON.stringify(seen)).not.toContain('my-secret')
    expect(JSON.stringify(seen[0])).not.toContain('my-access-key')
    expect(seen[0]).toMatchObject({ body: [{ id: exampleStore }, { provider_specific_settings: { host: 'h' } }] })
  })

  it('is changed in part, and its bucket is looked at only when it changes', async () => {
    const { body } = await double.stores('POST', '/stores', archive)
    const { id } = body as { id: string }
    await double.wait(5000)
    const changes = {
      name: 'vault',
      region: '',
      secret_key: '',
      watch_interval: '5',
      private_access: 'True',
      input_store: true,
    }
    expect(await double.stores('PATCH', `/stores/${id}`, changes)).toEqual({
      status: 200,
      body: {
        ...(body as object),
        name: 'vault',
        private_access: true,
        input_store: true,
        watch_interval: 5,
        updated_at: '2026-01-01T00:00:05Z',
      },
    })
    expect(await double.stores('PATCH', `/stores/${id}`, { bucket_name: 'gone' })).toEqual(
      refusal('bucket_name', 'The bucket gone does not exist'),
    )
    expect(await double.stores('PATCH', `/stores/${id}`, { access_key: 'other' })).toEqual(
      refusal('access_key', 'is not known'),
    )
    expect((await double.stores('GET', `/stores/${id}`)).body).toMatchObject({
      bucket_name: 'my-bucket',
      name: 'vault',
    })
  })

  it('is deleted, but not while somebody uses it', async () => {
    const { body } = await double.stores('POST', '/stores', archive)
    const { id } = body as { id: string }
    const { factoryId } = double.world.credentials.telestream
    const rule = { store_id: id, service_name: 'flip', service_id: factoryId }
    const ruleId = ((await double.stores('POST', '/watch_rules', rule)).body as { id: string }).id
    await double.stores('POST', `/stores/${id}/service/qc/id/project 1`)
    expect(await double.stores('DELETE', `/stores/${id}`)).toEqual({
      status: 409,
      body: {
        errors: [
          { field: 'id', message: `The store is still used by the watch rule ${ruleId}` },
          { field: 'id', message: 'The store is still used by a link of qc project 1' },
        ],
      },
    })
    expect((await double.stores('DELETE', `/watch_rules/${ruleId}`)).status).toBe(204)
    expect((await double.stores('DELETE', `/stores/${id}/service/qc/id/project%201`)).status).toBe(204)
    expect(await double.stores('DELETE', `/stores/${id}`)).toEqual({ status: 204, body: undefined })
    expect((await double.stores('DELETE', `/stores/${id}`)).status).toBe(404)
  })

  it('of Telestream’s own storage has its bucket made', async () => {
    const own = { ...archive, provider: 'FLIP', bucket_name: 'telestreams-own' }
    expect((await double.stores('POST', '/stores', own)).status).toBe(200)
    expect((await double.world.objects.headBucket('telestreams-own')).region).toBe('us-east-1')
  })
})

describe('a refused store', () => {
  it.each([
    ['a bucket that is not there', { bucket_name: 'gone' }, 'bucket_name', 'The bucket gone does not exist'],
    [
      'a bucket of another region',
      { region: 'eu-west-1' },
      'region',
      'The bucket my-bucket is in us-east-1, not in eu-west-1',
    ],
    ['no name for a bucket', { bucket_name: 'My Bucket' }, 'bucket_name', expect.stringContaining('is no bucket name')],
    ['an unknown access key', { access_key: 'x' }, 'access_key', 'is not known'],
    ['a secret of another key', { secret_key: 'x' }, 'secret_key', 'does not match the access key'],
    [
      'a provider that is none',
      { provider: 'constructor' },
      'provider',
      expect.stringContaining('must be one of S3, GCS'),
    ],
    ['a number that is none', { provider: 3 }, 'provider', expect.stringContaining('not "3"')],
    ['a name that is missing', { name: null }, 'name', "can't be blank"],
    ['a name of another type', { name: ['a'] }, 'name', 'must be text, not [\\"a\\"]'],
    ['a name that is too long', { name: 'n'.repeat(256) }, 'name', 'must not be longer than 255 characters'],
    [
      'settings that are none',
      { provider_specific_settings: 'a' },
      'provider_specific_settings',
      'must be an object, not "a"',
    ],
    [
      'an interval that is none',
      { watch_interval: 1.5 },
      'watch_interval',
      expect.stringContaining('from 1 to 525600, not 1.5'),
    ],
    ['a boolean that is none', { private_access: {} }, 'private_access', 'must be true or false, not {}'],
  ])('has %s', async (_what, change, field, message) => {
    expect(await double.stores('POST', '/stores', { ...archive, ...change })).toEqual(refusal(field, message))
    expect((await double.stores('GET', '/stores')).body).toHaveLength(1)
  })

  it.for([
    ['key-secret-swapped', { access_key: credentials.secret_key, secret_key: credentials.access_key }],
    ['secret-whitespace', { secret_key: `${credentials.secret_key} ` }],
    ['secret-quoted', { secret_key: `"${credentials.secret_key}"` }],
    ['other-secret', { secret_key: 'your-secret-key' }],
    ['unknown-secret', { secret_key: 'nobody’s' }],
    ['other-key', { access_key: 'your-access-key' }],
    ['unknown-key', { access_key: 'x' }],
  ] as const)('has its mistake explained in the journal: %s', async ([code, change]) => {
    await double.stores('POST', '/validate_bucket', { ...archive, ...change })
    const [entry] = double.world.journal.list().entries
    expect(entry?.diagnosis?.mistakes).toMatchObject([{ code }])
    expect(JSON.stringify(entry?.diagnosis)).not.toContain(credentials.secret_key)
  })
})

describe('a request that is none', () => {
  const body = (message: unknown) => ({ status: 400, body: { errors: [{ field: 'body', message }] } })
  it.each([
    ['broken JSON', '{"name":', expect.stringContaining('is not valid JSON')],
    ['a list', '[]', 'must be a JSON object'],
    ['a text', '"a"', 'must be a JSON object'],
    ['too deep', `${'{"a":['.repeat(5000)}1${']}'.repeat(5000)}`, 'must not be nested deeper than 32'],
    ['too large', JSON.stringify({ name: 'n'.repeat(2 ** 20) }), 'must not be larger than 1048576 bytes'],
  ])('is %s', async (_what, sent, message) => {
    expect(await double.stores('POST', '/stores', sent)).toEqual(body(message))
  })

  it('is sent as something else than JSON', async () => {
    const sent = await double.stores('POST', '/stores', 'name=a', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(sent).toEqual(body('must be JSON, sent as application/json, not as application/x-www-form-urlencoded'))
  })

  it('is for a path or a method that there is not', async () => {
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['PUT', '/stores'],
      ['DELETE', '/stores'],
      ['GET', '/stores/a/b/c/d/e/f'],
      ['GET', ''],
    ] as const) {
      const message = `There is no ${method} /stores/v1.1${path}`
      expect(await double.stores(method, path)).toEqual({ status: 404, body: { errors: [{ field: 'path', message }] } })
    }
  })

  it('has no key, or another’s', async () => {
    for (const [header, message, code] of [
      [{ 'x-api-key': '' }, 'API key is missing', 'missing-key'],
      [{ 'x-api-key': '', authorization: 'Bearer a' }, 'API key is missing', 'other-header'],
      [{ 'x-api-key': 'tcs_other' }, 'API key is not valid', 'unknown-key'],
      [{ 'x-api-key': 'your-secret-key' }, 'API key is not valid', 'other-key'],
      [{ 'x-api-key': 'Bearer tcs_0000000000000000stuntdbl' }, 'API key is not valid', 'prefixed-key'],
    ] as const) {
      const answer = await double.stores('GET', '/stores', undefined, header)
      expect(answer).toEqual({ status: 401, body: { errors: [{ field: 'X-Api-Key', message }] } })
      expect(double.world.journal.list().entries[0]?.diagnosis?.mistakes[0]?.code).toBe(code)
    }
  })
})

it('a key selects its world', async () => {
  await using other = await storesDouble({}, 'other')
  const { accessKeyId: access_key, secretAccessKey: secret_key } = other.world.credentials.s3
  const made = await other.stores('POST', '/stores', { ...archive, bucket_name: 'demo-bucket', access_key, secret_key })
  expect(made.status).toBe(200)
  expect((await other.stores('GET', '/stores')).body).toHaveLength(2)
  const main = await other.stores('GET', '/stores', undefined, { 'x-api-key': 'tcs_0000000000000000stuntdbl' })
  expect(main.body).toHaveLength(1)
})

describe('an object’s URL', () => {
  it('is signed by the store, reads the object and expires by the world’s clock', async () => {
    await double.put('demo-bucket', 'folder/a b.mp4')
    const path = `/stores/${exampleStore}/object_url?path=/folder/a%20b.mp4&expires_in=60`
    const { url } = (await double.stores('GET', path)).body as { url: string }
    const read = async () => double.emulator.fetchS3(new Request(url))
    expect((await (await read()).arrayBuffer()).byteLength).toBe(25_994)
    await double.wait(60_001)
    expect((await read()).status).toBe(403)
    expect((await double.emulator.fetchS3(new Request(url.replace(/\?.*/, '')))).status).toBe(403)
  })

  it.each([
    ['path=a', 'expires_in', "can't be blank"],
    ['expires_in=60', 'path', "can't be blank"],
    ['path=/&expires_in=60', 'path', 'must name an object'],
    ['path=a&expires_in=0', 'expires_in', expect.stringContaining('from 1 to 604800')],
    ['path=a&expires_in=604801', 'expires_in', expect.stringContaining('from 1 to 604800')],
    ['path=a&expires_in=soon', 'expires_in', expect.stringContaining('not "soon"')],
  ])('is not made of %s', async (query, field, message) => {
    expect(await double.stores('GET', `/stores/${exampleStore}/object_url?${query}`)).toEqual(refusal(field, message))
  })
})

describe('a link', () => {
  it('is there once, however often it is made, and is looked up by its service', async () => {
    const link = `/stores/${exampleStore}/service/flip/id/f1`
    for (const _ of [1, 2]) expect(await double.stores('POST', link)).toEqual({ status: 204, body: undefined })
    expect((await double.stores('GET', '/stores/service/flip/id/f1')).body).toEqual([exampleStore])
    expect((await double.stores('GET', '/stores/service/qc/id/f1')).body).toEqual([])
    expect((await double.stores('DELETE', link)).status).toBe(204)
    expect((await double.stores('GET', '/stores/service/flip/id/f1')).body).toEqual([])
    expect((await double.stores('DELETE', link)).status).toBe(404)
    expect((await double.stores('POST', '/stores/nobody/service/flip/id/f1')).status).toBe(404)
  })
})
