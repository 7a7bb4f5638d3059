// External storages: made, listed, changed, checked, deleted.
import { expect } from 'vitest'
import {
  aCheckedFile,
  aStorage,
  done,
  matching,
  type PactOptions,
  storagesByName,
  stream,
  streamError,
  text,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'
import { recorderOf } from './account.ts'

export function storageContracts(pact: PactOptions): void {
  const contract = contractsOf(stream(pact), recorderOf)
  const began = 'the app is as it began'

  contract(
    'a new storage in S3',
    (api) =>
      api
        .given(began)
        .post('/external_storage')
        .json({
          name: 'my-s3',
          bucket: 'my-bucket',
          storage_type: 's3',
          path: 'recordings/',
          aws_s3: { s3_region: 'us-east-1', s3_api_key: 'my-access-key', s3_secret: 'my-secret' },
        })
        .willRespondWith(201, done()),
    (recorder) => recorder.useBucket('my-s3', 'my-bucket'),
    undefined,
  )
  const google = {
    name: 'my-gcs',
    bucket: 'my-bucket',
    storage_type: 'gcs',
    path: 'directory_name/',
    gcs_credentials: '{"type":"service_account"}',
  } as const
  contract(
    "a new storage in Google's cloud",
    (api) => api.given(began).post('/external_storage').json(google).willRespondWith(201, done()),
    (recorder) => recorder.stream.createExternalStorage(google),
    expect.objectContaining({ duration: '12.34ms' }),
  )
  const azure = {
    name: 'my-abs',
    bucket: 'my-container',
    storage_type: 'abs',
    path: 'directory_name/',
    azure_blob: {
      abs_account_name: 'account',
      abs_tenant_id: 'tenant',
      abs_client_id: 'client',
      abs_client_secret: 'secret',
    },
  } as const
  contract(
    'a new storage in Azure',
    (api) => api.given(began).post('/external_storage').json(azure).willRespondWith(201, done()),
    (recorder) => recorder.stream.createExternalStorage(azure),
    expect.objectContaining({ duration: '12.34ms' }),
  )
  contract(
    'a request for the storages',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3', path: 'recordings/' })
        .get('/external_storage')
        .willRespondWith(
          200,
          storagesByName({ 'my-s3': aStorage({ name: 'my-s3', type: 's3', path: 'recordings/' }) }),
        ),
    async (recorder) => (await recorder.stream.listExternalStorage()).external_storages['my-s3'],
    { name: 'my-s3', type: 's3', bucket: 'my-bucket', path: 'recordings/' },
  )
  const changed = { storage_type: 's3', bucket: 'other-bucket', path: 'films/' } as const
  contract(
    'a change of a storage',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .put('/external_storage/my-s3')
        .json(changed)
        .willRespondWith(201, done(aStorage({ name: 'my-s3', type: 's3', bucket: 'other-bucket', path: 'films/' }))),
    (recorder) => recorder.stream.updateExternalStorage({ name: 'my-s3', ...changed }),
    expect.objectContaining({ name: 'my-s3', type: 's3', bucket: 'other-bucket', path: 'films/' }),
  )
  contract(
    'a check of a storage',
    (api) =>
      api
        .given('a storage exists', { path: 'recordings/' })
        .get('/external_storage/{storageName}/check')
        .willRespondWith(200, aCheckedFile()),
    (recorder, { storageName }) => recorder.check(storageName),
    expect.stringMatching(/stream-.*\.md$/),
  )
  contract(
    'a deletion of a storage',
    (api) => api.given('a storage exists').delete('/external_storage/{storageName}').willRespondWith(200, done()),
    (recorder, { storageName }) => recorder.stream.deleteExternalStorage({ name: storageName }),
    expect.objectContaining({ duration: '12.34ms' }),
  )

  contract.refused(
    'a check of a storage with a wrong key',
    (api) =>
      api
        .given('a storage whose check fails', { reason: 'wrong-key' })
        .get('/external_storage/{storageName}/check')
        .willRespondWith(400, streamError(400, 4, 'CheckExternalStorage', /failed to upload test file/)),
    (recorder, { storageName }) => recorder.check(storageName),
    { code: 4, message: expect.stringContaining('failed to upload test file') },
  )
  contract.refused(
    'a check of a storage without its bucket',
    (api) =>
      api
        .given('a storage whose check fails', { reason: 'no-bucket' })
        .get('/external_storage/{storageName}/check')
        .willRespondWith(400, {
          ...streamError(400, 4, 'CheckExternalStorage', /failed to upload test file/),
          exception_fields: { provider_code: matching('^NoSuchBucket$', 'NoSuchBucket') },
        }),
    (recorder, { storageName }) => recorder.check(storageName),
    { code: 4 },
  )
  contract.refused(
    'a check of a storage that is none',
    (api) =>
      api
        .given(began)
        .get('/external_storage/nobodys/check')
        .willRespondWith(404, streamError(404, 16, 'CheckExternalStorage', /does not exist/)),
    (recorder) => recorder.check('nobodys'),
    { code: 16, message: expect.stringContaining('does not exist') },
  )
  contract.refused(
    'a deletion of a storage that is none',
    (api) =>
      api
        .given(began)
        .delete('/external_storage/nobodys')
        .willRespondWith(404, streamError(404, 16, 'DeleteExternalStorage', /does not exist/)),
    (recorder) => recorder.stream.deleteExternalStorage({ name: 'nobodys' }),
    { code: 16 },
  )
  contract.refused(
    'a new storage of a name that is taken by Stream',
    (api) =>
      api
        .given(began)
        .post('/external_storage')
        .json({ name: 'stream-s3', bucket: 'my-bucket', storage_type: 's3' })
        .willRespondWith(400, streamError(400, 4, 'CreateExternalStorage', /stream-s3 name reserved for internal use/)),
    (recorder) => recorder.stream.createExternalStorage({ name: 'stream-s3', bucket: 'my-bucket', storage_type: 's3' }),
    { code: 4, message: expect.stringContaining('reserved for internal use') },
  )
  contract.refused(
    'a new storage of no bucket',
    (api) =>
      api
        .given(began)
        .post('/external_storage')
        .json({ name: 'my-s3', bucket: '', storage_type: 's3' })
        .willRespondWith(400, { code: 4, StatusCode: 400, message: text('CreateExternalStorage failed') }),
    (recorder) => recorder.stream.createExternalStorage({ name: 'my-s3', bucket: '', storage_type: 's3' }),
    { code: 4 },
  )
}
