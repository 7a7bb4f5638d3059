// The requests that Stream's documents show as curl lines: below `/video`, with times as texts.
import { expect } from 'vitest'
import {
  aCallType,
  aCheckedFile,
  aRecording,
  aStorage,
  done,
  type PactOptions,
  recordings,
  rfc3339,
  storagesByName,
  streamLegacy,
} from '../../../harness/pact/index.ts'
import { contractsOf } from '../contract.ts'

const headers = {
  Authorization: 'e30.e30.e30',
  'stream-auth-type': 'jwt',
  'Content-Type': 'application/json',
}

export function legacyContracts(pact: PactOptions): void {
  const contract = contractsOf(
    streamLegacy(pact),
    ({ url }) =>
      async (method: string, path: string, body?: unknown) => {
        const response = await fetch(`${url}/video${path}?api_key=your-api-key`, {
          method,
          headers,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        })
        return (await response.json()) as unknown
      },
  )
  const times = { created_at: rfc3339('2025-09-03T10:34:24.000Z'), updated_at: rfc3339('2025-09-03T10:34:24.000Z') }
  const storage = {
    bucket: 'my-bucket',
    name: 'my-s3',
    storage_type: 's3',
    path: 'directory_name/',
    aws_s3: { s3_region: 'us-east-1', s3_api_key: 'my-access-key', s3_secret: 'my-secret' },
  }

  contract(
    'the documents: a new storage',
    (api) => api.given('the app is as it began').post('/external_storage').json(storage).willRespondWith(201, done()),
    (curl) => curl('POST', '/external_storage', storage),
    { duration: '12.34ms' },
  )
  contract(
    'the documents: the storages',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .get('/external_storage')
        .willRespondWith(200, storagesByName({ 'my-s3': aStorage({ name: 'my-s3' }) })),
    (curl) => curl('GET', '/external_storage'),
    expect.objectContaining({ duration: '12.34ms' }),
  )
  contract(
    'the documents: a check',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .get('/external_storage/my-s3/check')
        .willRespondWith(200, aCheckedFile()),
    (curl) => curl('GET', '/external_storage/my-s3/check'),
    expect.objectContaining({ file_url: expect.any(String) }),
  )
  contract(
    'the documents: a storage for a call type',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .put('/calltypes/default')
        .json({ external_storage: 'my-s3' })
        .willRespondWith(201, done(aCallType({ name: 'default', external_storage: 'my-s3', ...times }))),
    (curl) => curl('PUT', '/calltypes/default', { external_storage: 'my-s3' }),
    expect.objectContaining({ created_at: '2025-09-03T10:34:24.000Z' }),
  )
  contract(
    'the documents: the start of a recording',
    (api) =>
      api
        .given('a storage exists', { name: 'my-s3' })
        .given('a call is live')
        .post('/call/default/premiere/start_recording')
        .json({ recording_external_storage: 'my-s3' })
        .willRespondWith(201, done()),
    (curl) => curl('POST', '/call/default/premiere/start_recording', { recording_external_storage: 'my-s3' }),
    { duration: '12.34ms' },
  )
  contract(
    'the documents: the end of a recording',
    (api) =>
      api.given('a call is being recorded').post('/call/default/premiere/stop_recording').willRespondWith(201, done()),
    (curl) => curl('POST', '/call/default/premiere/stop_recording'),
    { duration: '12.34ms' },
  )
  contract(
    'the documents: the recordings of a call',
    (api) =>
      api
        .given('a call has recordings')
        .get('/call/default/premiere/recordings')
        .willRespondWith(
          200,
          recordings(
            aRecording({
              start_time: rfc3339('2025-09-03T10:34:29.731275836Z'),
              end_time: rfc3339('2025-09-03T10:34:50.552835483Z'),
            }),
          ),
        ),
    (curl) => curl('GET', '/call/default/premiere/recordings'),
    expect.objectContaining({
      recordings: [expect.objectContaining({ start_time: '2025-09-03T10:34:29.731275836Z' })],
    }),
  )
}
