// The documentation's JavaScript on storages and recordings, word for word, run by both generations of the SDK.
import { StreamClient } from '@stream-io/node-sdk'
import { StreamClient as OlderClient } from 'stream-node-sdk-0.4'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { streamClient } from '../../../harness/stream-client.ts'
import { createEmulator, type Emulator } from '../../emulator.ts'
import { events } from './webhooks/model.ts'

let emulator: Emulator
let basePath: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0 })
  basePath = (await emulator.listen()).url
})
beforeEach(() => emulator.worlds.main.reset())
afterAll(() => emulator.close())

const generations: [string, () => StreamClient | OlderClient][] = [
  ['0.7', () => new StreamClient(...credentials(), { basePath, timeout: 60_000 })],
  ['0.4', () => new OlderClient(...credentials(), { basePath, timeout: 60_000 })],
]

function credentials(): [string, string] {
  const { apiKey, apiSecret } = emulator.worlds.main.credentials.stream
  return [apiKey, apiSecret]
}

type Snippet = (client: unknown, call: unknown) => Promise<void>
// Text, so that it is the document's, whatever types and formatters make of it.
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (...parts: string[]) => Snippet
const snippet = (text: string) => new AsyncFunction('client', 'call', text)

const ownStorage = snippet(`
// 1. create a new storage with all the required parameters
await client.createExternalStorage({
  bucket: "my-bucket",
  name: "my-s3",
  storage_type: "s3",
  path: "directory_name/",
  aws_s3: {
    s3_region: "us-east-1",
    s3_api_key: "my-access-key",
    s3_secret: "my-secret",
  },
});

// 2. (Optional) Check storage configuration for correctness
// In case of any errors, this will throw a ResponseError.
await client.checkExternalStorage({
  name: "my-s3",
});

// 3. update the call type to use the new storage
await client.video.updateCallType({
  name: "my-call-type",
  external_storage: "my-s3",
});
`)

const severalStorages = snippet(`
// update the call type to use Stream S3 storage for recordings
await client.video.updateCallType({
  name: "my-call-type",
  external_storage: "stream-s3",
});

// specify my-storage storage when starting call transcribing
await call.startTranscription({
  transcription_external_storage: "my-storage",
});

// specify my-storage storage for recording
await call.startRecording({ recording_external_storage: "my-storage" });
`)

const amazon = snippet(`
await client.createExternalStorage({
  name: "my-s3",
  storage_type: "s3",
  bucket: "my-bucket",
  path: "directory_name/",
  aws_s3: {
    s3_api_key: "us-east-1",
    s3_region: "my-access-key",
    s3_secret: "my-secret",
  },
});
`)

const minio = snippet(`
await client.createExternalStorage({
  name: "my-s3",
  storage_type: "s3",
  bucket: "my-bucket",
  path: "directory_name/",
  aws_s3: {
    s3_api_key: "us-east-1",
    s3_region: "my-access-key",
    s3_secret: "my-secret",
    s3_custom_endpoint_url: "https://s3.us-east-1.amazonaws.com",
  },
});
`)

const google = snippet(`
await client.createExternalStorage({
  bucket: "my-bucket",
  name: "my-gcs",
  storage_type: "gcs",
  path: "directory_name/",
  gcs_credentials: "content of the service account file",
});
`)

const azure = snippet(`
await client.createExternalStorage({
  name: "my-abs",
  storage_type: "abs",
  bucket: "my-bucket",
  path: "directory_name/",
  azure_blob: {
    abs_account_name: "...",
    abs_client_id: "...",
    abs_client_secret: "...",
    abs_tenant_id: "...",
  },
});
`)

describe.each(generations)('the documentation, by node-sdk %s', (_, makeClient) => {
  let client: StreamClient | OlderClient
  beforeEach(async () => {
    client = makeClient()
    await client.video.createCallType({ name: 'my-call-type' })
  })
  const keys = async (prefix: string) =>
    (await emulator.worlds.main.objects.list('my-bucket', { prefix })).objects.map(({ key }) => key)

  it('uses one’s own storage', async () => {
    await ownStorage(client, undefined)
    expect(await keys('directory_name/')).toEqual([expect.stringMatching(/^directory_name\/stream-[0-9a-f-]{36}\.md$/)])
    const type = await client.video.getCallType({ name: 'my-call-type' })
    expect(type.external_storage).toBe('my-s3')
  })

  it('uses several storages', async () => {
    const { main } = emulator.worlds
    const call = client.video.call('my-call-type', 'demo')
    await call.getOrCreate({ data: { created_by_id: 'john' } })
    await client.createExternalStorage({
      name: 'my-storage',
      storage_type: 's3',
      bucket: 'my-bucket',
      path: 'my-folder',
      aws_s3: { s3_region: 'us-east-1', s3_api_key: 'my-access-key', s3_secret: 'my-secret' },
    })
    await (await streamClient(emulator, main, 'john')).post('/video/call/my-call-type/demo/join', { location: 'AMS' })
    await severalStorages(client, call)
    await main.jobs.advanceTo(main.clock.now() + 60_000)
    await call.end()
    await main.jobs.advanceUntilIdle()
    expect(await keys('my-folder/')).toEqual([
      expect.stringMatching(/\/rec_my-call-type_demo_720p_\d+\.mp4$/),
      expect.stringMatching(/\/transcript_my-call-type_demo_\d+\.jsonl$/),
    ])
    const told = main.state.table(events).list({ orderBy: 'number' })
    expect(told.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['call.recording_ready', 'call.transcription_ready']),
    )
  })

  it.each<[string, Snippet, string, string]>([
    ['Amazon S3, with key and region swapped', amazon, 'my-s3', 'UnknownEndpoint'],
    ['S3 compatible storage, with the same swapped', minio, 'my-s3', 'UnknownEndpoint'],
    ['Google Cloud Storage', google, 'my-gcs', 'invalid_credentials'],
    ['Azure Blob Storage', azure, 'my-abs', 'AADSTS900023'],
  ])('creates a storage of %s as it is, and the check says what is wrong', async (__, create, name, code) => {
    await create(client, undefined)
    const { external_storages: storages } = await client.listExternalStorage()
    expect(storages).toMatchObject({ [name]: { name, bucket: 'my-bucket', path: 'directory_name/' } })
    await expect(client.checkExternalStorage({ name })).rejects.toThrow(
      `Stream error code 4: CheckExternalStorage failed with error: "failed to upload test file: ${code}: `,
    )
  })
})
