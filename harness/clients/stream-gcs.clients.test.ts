// An emulator of Google Cloud Storage, of PyPI, as the storage of an app.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { StreamClient } from '@stream-io/node-sdk'
import { exportPKCS8, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import { controlClient } from '../control-client.ts'
import { preparePython } from './python-environment.ts'
import { findToolchain } from './toolchains.ts'

const python = await findToolchain('python3')

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** With one bucket, `recordings`. */
async function startGoogle(interpreter: string): Promise<AsyncDisposable & { url: string }> {
  const port = await freePort()
  const options = ['--host', '127.0.0.1', '--port', String(port), '--in-memory', '--default-bucket', 'recordings']
  const child = spawn(join(dirname(interpreter), 'gcp-storage-emulator'), ['start', ...options], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  const deadline = Date.now() + 30_000
  for (;;) {
    const bucket = await fetch(`${url}/storage/v1/b/recordings`).catch(() => undefined)
    if (bucket?.ok) break
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('The emulator of GCS does not answer')
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

describe.skipIf(!python)('a storage of Google Cloud, at an emulator of it', () => {
  let google: Awaited<ReturnType<typeof startGoogle>>
  let emulator: Emulator
  let client: StreamClient
  let credentials: string
  beforeAll(async () => {
    if (!python) return
    google = await startGoogle(await preparePython('python-gcs', python))
    emulator = await createEmulator({ port: 0, s3Port: 0, stream: { gcsEndpoint: google.url } })
    const { apiKey, apiSecret } = emulator.worlds.main.credentials.stream
    client = new StreamClient(apiKey, apiSecret, { basePath: (await emulator.listen()).url })
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    credentials = JSON.stringify({
      type: 'service_account',
      client_email: 'stream@films.iam.gserviceaccount.com',
      private_key_id: '1',
      private_key: await exportPKCS8(privateKey),
    })
    await client.createExternalStorage(storage('google', 'recordings'))
  })
  afterAll(async () => {
    await emulator?.close()
    await google?.[Symbol.asyncDispose]()
  })
  const storage = (name: string, bucket: string) => ({
    name,
    storage_type: 'gcs' as const,
    bucket,
    path: 'stream/',
    gcs_credentials: credentials,
  })

  it('takes the check’s file', async () => {
    const { file_url: url } = await client.checkExternalStorage({ name: 'google' })
    expect(url).toMatch(new RegExp(`^${google.url}/recordings/stream/stream-[0-9a-f-]{36}\\.md$`))
    const file = await fetch(url)
    expect([file.status, await file.text()]).toEqual([
      200,
      'This file was written by Stream to check that it may write here.\n',
    ])
  })

  it('takes a recording', async () => {
    const control = controlClient(emulator)
    const call = client.video.call('default', 'google')
    await call.getOrCreate({ data: { created_by_id: 'john' } })
    await control.call('POST', '/stream/calls/default/google/participants', { user_id: 'john' })
    await call.startRecording({ recording_type: 'composite', recording_external_storage: 'google' })
    await control.call('POST', '/clock/advance', { ms: 60_000 })
    await call.end()
    await control.call('POST', '/clock/advance', { ms: 60_000 })
    const { recordings } = await call.listRecordings()
    const list = await fetch(`${google.url}/storage/v1/b/recordings/o?prefix=stream/rec_`)
    expect(await list.json()).toMatchObject({
      items: [{ name: `stream/${recordings[0]?.filename}`, contentType: 'video/mp4' }],
    })
  })

  it('of a bucket that is not there is refused', async () => {
    await client.createExternalStorage(storage('wrong', 'nothing'))
    await expect(client.checkExternalStorage({ name: 'wrong' })).rejects.toThrow(
      /^Stream error code 4: CheckExternalStorage failed with error: "failed to upload test file: notFound: googleapi: Error 404: /,
    )
  })
})
