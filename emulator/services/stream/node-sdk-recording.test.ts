// From a storage to files in a bucket, by the vendor's SDK and AWS's own, over sockets.
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { StreamClient } from '@stream-io/node-sdk'
import { StreamClient as OlderClient } from 'stream-node-sdk-0.4'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serve } from '../../../harness/clients/local-server.ts'
import { controlClient } from '../../../harness/control-client.ts'
import { createEmulator, type Emulator } from '../../emulator.ts'
import { probe } from '../../media/probe.ts'

let emulator: Emulator
let basePath: string
beforeEach(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real' })
  basePath = (await emulator.listen()).url
})
afterEach(() => emulator.close())

function credentials(): [string, string] {
  const { apiKey, apiSecret } = emulator.worlds.main.credentials.stream
  return [apiKey, apiSecret]
}

interface Heard {
  type: string
  isSigned: boolean
}

/** An app's webhook endpoint that asks the SDK whether what came is the vendor's. */
async function webhooks(client: StreamClient) {
  const heard: Heard[] = []
  const server = await serve(async (request, response) => {
    const body = await text(request)
    const signature = String(request.headers['x-signature'])
    heard.push({ type: (JSON.parse(body) as { type: string }).type, isSigned: client.verifyWebhook(body, signature) })
    response.end()
  })
  return { heard, url: server.url, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

describe.each(['0.7', '0.4'])('by node-sdk %s', (generation) => {
  it('a call of two and a half hours is two files that AWS’s SDK reads', async () => {
    const { main } = emulator.worlds
    const control = controlClient(emulator)
    const client = new StreamClient(...credentials(), { basePath, timeout: 60_000 })
    await using app = await webhooks(client)
    await client.updateApp({ webhook_url: app.url })
    await client.upsertUsers([{ id: 'john' }, { id: 'mary' }])
    await client.createExternalStorage({
      name: 'mine',
      storage_type: 's3',
      bucket: 'my-bucket',
      path: 'films',
      aws_s3: {
        s3_region: 'us-east-1',
        s3_api_key: main.credentials.s3.accessKeyId,
        s3_secret: main.credentials.s3.secretAccessKey,
        // The double's own S3 port, over a socket.
        s3_custom_endpoint_url: emulator.s3Url,
      },
    })
    // A check has 2.5 s, of real time: on a machine under load it may need another.
    const { file_url: checkFile } = await vi.waitFor(() => client.checkExternalStorage({ name: 'mine' }), 30_000)
    expect(checkFile).toMatch(new RegExp(`^${emulator.s3Url}/my-bucket/films/stream-.*\\.md$`))

    const call = client.video.call('default', 'long')
    await call.getOrCreate({ data: { created_by_id: 'john', members: [{ user_id: 'john' }, { user_id: 'mary' }] } })
    const participants = '/stream/calls/default/long/participants'
    await control.call('POST', participants, { user_id: 'john' })
    await control.call('POST', participants, { user_id: 'mary' })
    if (generation === '0.4') {
      const older = new OlderClient(...credentials(), { basePath, timeout: 60_000 }).video.call('default', 'long')
      await older.startRecording({ recording_external_storage: 'mine' })
    } else {
      await call.startRecording({ recording_type: 'composite', recording_external_storage: 'mine' })
    }
    await call.startTranscription({ transcription_external_storage: 'mine' })
    await control.call('POST', '/clock/advance', { ms: 2.5 * 3_600_000 })
    await call.end()
    await control.call('POST', '/clock/advance', { until: 'idle' })

    const { recordings } = await call.listRecordings()
    expect(recordings.map(({ recording_type: type }) => type)).toEqual(['composite', 'composite'])
    expect(recordings.map((one) => Math.round((one.end_time.getTime() - one.start_time.getTime()) / 60_000))).toEqual([
      120, 30,
    ])
    const { transcriptions } = await call.listTranscriptions()

    await using s3 = openS3(main.credentials.s3)
    const { Contents: objects = [] } = await s3.client.send(
      new ListObjectsV2Command({ Bucket: 'my-bucket', Prefix: 'films/' }),
    )
    const files = [...recordings, ...transcriptions].map(({ filename }) => `films/${filename}`)
    const keys = objects.map(({ Key: key = '' }) => key)
    expect(keys).toContain(checkFile.slice(`${emulator.s3Url}/my-bucket/`.length))
    expect(keys.filter((key) => !key.endsWith('.md')).sort()).toEqual(files.toSorted())
    expect(files).toHaveLength(3)
    const read = async (key = '') => {
      const { Body: body } = await s3.client.send(new GetObjectCommand({ Bucket: 'my-bucket', Key: key }))
      return (await body?.transformToByteArray()) ?? new Uint8Array()
    }
    const films = await Promise.all(files.slice(0, 2).map(read))
    const facts = await Promise.all(
      films.map((bytes) =>
        probe({ size: bytes.length, read: (from, to) => Promise.resolve(new Uint8Array(bytes.slice(from, to))) }),
      ),
    )
    expect(facts.map((fact) => Math.round((fact?.durationMs ?? 0) / 60_000))).toEqual([120, 30])
    const [line = ''] = new TextDecoder().decode(await read(files[2])).split('\n')
    expect(JSON.parse(line)).toMatchObject({ type: 'speech', speaker_id: 'john', text: 'Hello, this is john.' })

    expect(app.heard.filter(({ isSigned }) => !isSigned)).toEqual([])
    expect(app.heard.map(({ type }) => type).filter((type) => type.endsWith('_ready'))).toEqual([
      'call.recording_ready',
      'call.recording_ready',
      'call.transcription_ready',
    ])
  })
})

function openS3({ accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string }) {
  const client = new S3Client({
    endpoint: emulator.s3Url,
    forcePathStyle: true,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    // The world's clock is ahead of the machine's by now.
    systemClockOffset: 2.5 * 3_600_000,
  })
  return { client, [Symbol.asyncDispose]: async () => client.destroy() }
}
