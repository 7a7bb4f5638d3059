import { exportPKCS8, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../../../emulator.ts'
import type { EmulatorOptions } from '../../../options.ts'

const s3 = { s3_region: 'us-east-1', s3_api_key: 'my-access-key', s3_secret: 'my-secret' }
const azure = {
  abs_account_name: 'films',
  abs_tenant_id: '5a2b6a0e-5d4f-4f0b-9c4b-1f0d9a3c7e21',
  abs_client_id: '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0',
  abs_client_secret: 'hush',
}

interface Answer {
  status: number
  body: Record<string, unknown> & { message?: string; code?: number; file_url?: string }
}

async function openDouble(options: EmulatorOptions = {}) {
  const emulator = await createEmulator(options)
  const { apiKey, apiSecret } = emulator.worlds.main.credentials.stream
  const token = await new SignJWT({ server: true })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(apiSecret))
  async function call(method: string, path: string, body?: unknown): Promise<Answer> {
    const url = `${emulator.url}${path}${path.includes('?') ? '&' : '?'}api_key=${apiKey}`
    const response = await emulator.fetch(
      new Request(url, {
        method,
        headers: { authorization: token, 'stream-auth-type': 'jwt', 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    )
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }
  return {
    emulator,
    call,
    create: (body: Record<string, unknown>) =>
      call('POST', '/api/v2/external_storage', { name: 'mine', storage_type: 's3', bucket: 'my-bucket', ...body }),
    check: (name = 'mine') => call('GET', `/api/v2/external_storage/${name}/check`),
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}

const diagnosisOf = (emulator: Emulator) =>
  emulator.worlds.main.journal.list({ direction: 'in' }).entries[0]?.diagnosis?.mistakes.map(({ code }) => code)

describe('storages', () => {
  it('are created, listed by name without their credentials, updated and deleted', async () => {
    await using double = await openDouble()
    const { call, create } = double
    const created = await create({ path: 'directory_name/', aws_s3: s3 })
    expect([created.status, created.body]).toEqual([201, { duration: expect.stringMatching(/ms$/) }])
    await create({ name: 'other', storage_type: 'gcs', bucket: 'b2', gcs_credentials: '{"private_key":"hush"}' })
    const listed = await call('GET', '/api/v2/external_storage')
    expect(listed.body.external_storages).toEqual({
      mine: { name: 'mine', type: 's3', bucket: 'my-bucket', path: 'directory_name/' },
      other: { name: 'other', type: 'gcs', bucket: 'b2', path: '' },
    })
    expect(JSON.stringify(listed.body)).not.toMatch(/hush|my-secret/)
    const updated = await call('PUT', '/api/v2/external_storage/mine', { storage_type: 's3', bucket: 'new bucket' })
    expect([updated.status, updated.body]).toEqual([
      201,
      expect.objectContaining({ name: 'mine', type: 's3', bucket: 'new bucket', path: 'directory_name/' }),
    ])
    expect((await call('DELETE', '/api/v2/external_storage/mine')).status).toBe(200)
    expect((await call('DELETE', '/api/v2/external_storage/mine')).body).toMatchObject({
      code: 16,
      message: 'DeleteExternalStorage failed with error: "external storage "mine" does not exist"',
    })
  })

  it('are served on every mount', async () => {
    await using double = await openDouble()
    await double.create({ aws_s3: s3 })
    for (const mount of ['/api/v2', '/video', '/api/v2/video', '']) {
      const listed = await double.call('GET', `${mount}/external_storage`)
      expect(Object.keys(listed.body.external_storages ?? {}), mount).toEqual(['mine'])
    }
  })

  it('keep their credentials when an update does not say any, unless their type changes', async () => {
    await using double = await openDouble()
    await double.create({ aws_s3: s3, path: 'a' })
    await double.call('PUT', '/api/v2/external_storage/mine', { storage_type: 's3', bucket: 'my-bucket' })
    expect((await double.check()).status).toBe(200)
    await double.call('PUT', '/api/v2/external_storage/mine', { storage_type: 'abs', bucket: 'my-bucket' })
    expect((await double.check()).body.message).toContain('missing credentials for storage type abs')
    await double.call('PUT', '/api/v2/external_storage/mine', { storage_type: 's3', bucket: 'my-bucket' })
    expect((await double.check()).body.message).toContain('missing credentials for storage type s3')
  })

  it('refuse a reserved name, a second of the same name, an eleventh, and what is no storage', async () => {
    await using double = await openDouble()
    const { create } = double
    expect((await create({ name: 'stream-s3' })).body).toMatchObject({
      StatusCode: 400,
      code: 4,
      message: 'CreateExternalStorage failed with error: "stream-s3 name reserved for internal use"',
    })
    expect((await create({ storage_type: 'ftp' })).body.message).toContain('storage_type must be one of [s3 gcs abs]')
    expect((await create({ bucket: undefined })).body.message).toContain('bucket is a required field')
    expect((await create({ aws_s3: {} })).body.message).toContain('aws_s3.s3_region is a required field')
    expect((await create({ azure_blob: { ...azure, abs_tenant_id: undefined } })).body.message).toContain(
      'azure_blob.abs_tenant_id is a required field',
    )
    await create({})
    expect((await create({})).body.message).toContain('already exists')
    for (let count = 2; count <= 10; count++) expect((await create({ name: `storage ${count}` })).status).toBe(201)
    expect((await create({ name: 'eleventh' })).body.message).toContain('at most 10')
  })
})

describe('the check', () => {
  it('writes another file under the path each time, and answers where it is', async () => {
    await using double = await openDouble()
    await double.create({ path: 'directory_name', aws_s3: s3 })
    const { objects, s3Url } = double.emulator.worlds.main
    const first = await double.check()
    const second = await double.check()
    expect([first.status, second.status]).toEqual([200, 200])
    expect(first.body.file_url).not.toBe(second.body.file_url)
    const written = (await objects.list('my-bucket', { prefix: 'directory_name/' })).objects
    expect(written.map(({ key }) => `${s3Url}/my-bucket/${key}`).toSorted()).toEqual(
      [first.body.file_url, second.body.file_url].toSorted(),
    )
    expect(written[0]).toMatchObject({
      contentType: 'text/markdown',
      key: expect.stringMatching(/\/stream-[\w-]{36}\.md$/),
    })
  })

  it('of stream-s3 writes too, behind a signed URL that lasts two weeks', async () => {
    await using double = await openDouble()
    const { body } = await double.check('stream-s3')
    const url = body.file_url ?? ''
    const get = (target: string) => double.emulator.fetch(new Request(target))
    expect((await (await get(url)).text()).length).toBeGreaterThan(20)
    expect((await get(url.replace('Expires=1', 'Expires=2'))).status).toBe(403)
    expect((await get(url.replace(/\?.*/, ''))).status).toBe(403)
    const part = await double.emulator.fetch(new Request(url, { headers: { range: 'bytes=0-3' } }))
    expect([part.status, await part.text()]).toEqual([206, 'This'])
    await double.emulator.worlds.main.jobs.advanceTo(double.emulator.worlds.main.clock.now() + 14 * 24 * 3_600_000)
    expect((await get(url)).status).toBe(403)
  })

  it('without a name is of the newest storage, as the documentation prints it', async () => {
    await using double = await openDouble()
    expect((await double.call('GET', '/video/external_storage/check')).body.message).toContain(
      'name is a required field',
    )
    await double.create({ aws_s3: s3, path: 'a' })
    await double.create({ name: 'newer', aws_s3: s3, path: 'b' })
    const nameless = await double.call('GET', '/video/external_storage/check')
    expect(nameless.body.file_url).toContain('/my-bucket/b/stream-')
    const named = await double.call('GET', '/video/external_storage/check?name=mine')
    expect(named.body.file_url).toContain('/my-bucket/a/stream-')
  })

  const account = async () => ({
    type: 'service_account',
    client_email: 'a@b.iam.gserviceaccount.com',
    private_key: await exportPKCS8((await generateKeyPair('RS256', { extractable: true })).privateKey),
  })

  it('of Google and Azure writes into the buckets of the world', async () => {
    await using double = await openDouble()
    await double.create({ name: 'g', storage_type: 'gcs', path: 'g', gcs_credentials: JSON.stringify(await account()) })
    await double.create({ name: 'a', storage_type: 'abs', path: 'a', azure_blob: azure })
    expect((await double.check('g')).body.file_url).toContain('/my-bucket/g/stream-')
    expect((await double.check('a')).body.file_url).toContain('/my-bucket/a/stream-')
  })

  it.each<[string, Record<string, unknown>, string, string | undefined]>([
    ['a bucket that is not there', { bucket: 'none', aws_s3: s3 }, 'NoSuchBucket', 'no-such-bucket'],
    ['an unknown key', { aws_s3: { ...s3, s3_api_key: 'AKIA' } }, 'InvalidAccessKeyId', 'unknown-key'],
    ['a wrong secret', { aws_s3: { ...s3, s3_secret: 'x' } }, 'SignatureDoesNotMatch', 'other-secret'],
    [
      'a blank in the secret',
      { aws_s3: { ...s3, s3_secret: 'my-secret ' } },
      'SignatureDoesNotMatch',
      'secret-whitespace',
    ],
    [
      'key and secret swapped',
      { aws_s3: { ...s3, s3_api_key: 'my-secret', s3_secret: 'my-access-key' } },
      'InvalidAccessKeyId',
      'key-secret-swapped',
    ],
    ['a wrong region', { aws_s3: { ...s3, s3_region: 'eu-west-1' } }, 'AuthorizationHeaderMalformed', 'wrong-region'],
    [
      "the documentation's own mistake",
      { aws_s3: { s3_region: 'my-access-key', s3_api_key: 'us-east-1', s3_secret: 'my-secret' } },
      'UnknownEndpoint',
      'region-looks-like-access-key',
    ],
    ['no credentials', {}, 'MissingCredentials', 'missing-credentials'],
    [
      'an endpoint without a key',
      { aws_s3: { s3_region: 'a', s3_custom_endpoint_url: 'http://127.0.0.1:1' } },
      'MissingCredentials',
      'missing-credentials',
    ],
    [
      'an endpoint where nobody is',
      { aws_s3: { ...s3, s3_custom_endpoint_url: 'http://127.0.0.1:1' } },
      'RequestError',
      'unreachable-endpoint',
    ],
    [
      'an endpoint that may not be reached',
      { aws_s3: { ...s3, s3_custom_endpoint_url: 'http://8.8.8.8' } },
      'RequestError',
      'unreachable-endpoint',
    ],
    [
      'an endpoint that is none',
      { aws_s3: { ...s3, s3_custom_endpoint_url: 'minio:9000' } },
      'InvalidEndpoint',
      'bad-endpoint',
    ],
    [
      'a service account that is no JSON',
      { storage_type: 'gcs', gcs_credentials: 'file.json' },
      'invalid_credentials',
      'bad-service-account',
    ],
    [
      'a service account that is none',
      { storage_type: 'gcs', gcs_credentials: '{"type":"user"}' },
      'invalid_credentials',
      'bad-service-account',
    ],
    [
      'a private key that is none',
      { storage_type: 'gcs', gcs_credentials: '{"type":"service_account","client_email":"a","private_key":"b"}' },
      'invalid_grant',
      'bad-service-account',
    ],
    [
      'a tenant that is none',
      { storage_type: 'abs', azure_blob: { ...azure, abs_tenant_id: 'x y' } },
      'AADSTS900023',
      'wrong-tenant',
    ],
    [
      'a container that is not there',
      { storage_type: 'abs', bucket: 'none', azure_blob: azure },
      'ContainerNotFound',
      'no-such-bucket',
    ],
  ])('says what is wrong: %s', async (_, storage, providerCode, mistake) => {
    await using double = await openDouble()
    await double.create(storage)
    const { status, body } = await double.check()
    expect([status, body.code, body.exception_fields]).toEqual([400, 4, { provider_code: providerCode }])
    expect(body.message).toMatch(
      /^CheckExternalStorage failed with error: "(failed to upload test file: |missing credentials)/,
    )
    // Azure's own words begin with the code.
    expect(body.message).not.toContain(`${providerCode}: ${providerCode}`)
    expect(diagnosisOf(double.emulator)).toEqual([mistake])
    expect((await double.emulator.worlds.main.objects.list('my-bucket', { prefix: 'stream-' })).objects).toEqual([])
  })

  it.each([
    ['tenant', { abs_tenant_id: 'other.example.com' }, 'AADSTS90002'],
    ['application', { abs_client_id: 'x' }, 'AADSTS700016'],
    ['secret', { abs_client_secret: 'x' }, 'AADSTS7000215'],
    ['account', { abs_account_name: 'x' }, 'RequestError'],
  ])('refuses another %s than the one that the double was told of', async (_, wrong, providerCode) => {
    const principal = {
      account: azure.abs_account_name,
      tenant: azure.abs_tenant_id,
      clientId: azure.abs_client_id,
      clientSecret: azure.abs_client_secret,
    }
    await using double = await openDouble({ stream: { azure: principal } })
    await double.create({ storage_type: 'abs', azure_blob: azure })
    expect((await double.check()).status).toBe(200)
    await double.create({ name: 'wrong', storage_type: 'abs', azure_blob: { ...azure, ...wrong } })
    expect((await double.check('wrong')).body.exception_fields).toEqual({ provider_code: providerCode })
  })

  it('of what is not there is 404, and of the world of another key is not seen', async () => {
    await using double = await openDouble()
    expect(await double.check('none')).toMatchObject({ status: 404, body: { code: 16 } })
  })
})
