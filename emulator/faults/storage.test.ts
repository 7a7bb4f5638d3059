// The object store is gone: clients hear it in their vendor's words, and the journal alone knows that it was made to be.
import { DeleteObjectsCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientOf, sample } from '../../harness/conformance/telestream.ts'
import { duraCloudClient } from '../../harness/duracloud-client.ts'
import { telestreamClient } from '../../harness/telestream-client.ts'
import { createEmulator, type Emulator, type World } from '../index.ts'
import { describeEntry } from '../journal-text.ts'

const name = 'Friday’s outage'
let emulator: Emulator
let world: World
beforeEach(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0, clock: 'real' })
  await emulator.ready()
  world = emulator.worlds.main
})
afterEach(() => emulator.close())

const fail = () => world.faults.add({ service: 'storage', error: 'unavailable', name })
const newest = () => world.journal.list({ limit: 1 }).entries[0]

it('Telestream says it as an S3Error', async () => {
  const panda = telestreamClient({
    fetch: emulator.fetch,
    url: emulator.url,
    credentials: world.credentials.telestream,
    now: () => world.clock.now(),
  })
  await fail()
  const { status, text } = await panda.upload(new Uint8Array(8), 'a.mp4')
  expect([status, JSON.parse(text)]).toEqual([
    500,
    { error: 'S3Error', message: 'The object store does not answer: connect timed out' },
  ])
  expect(newest()).toMatchObject({ service: 'telestream', response: { status: 500 }, fault: { name } })
})

it('DuraStore says it as its S3 client does', async () => {
  const admin = duraCloudClient(emulator, world, 'admin')
  await admin.put('/my-space?storeID=1')
  await admin.put('/my-space/a.txt?storeID=1', 'hello')
  await fail()
  const { status, text } = await admin.get('/my-space/a.txt?storeID=1')
  expect([status, text]).toEqual([
    500,
    "Error attempting to get content 'a.txt' in 'my-space' due to: Unable to execute HTTP request: The object store does not answer: connect timed out",
  ])
  expect(newest()).toMatchObject({ service: 'duracloud', response: { status: 500 }, fault: { name } })
})

it('S3 says it as S3, also of one among several', async () => {
  await emulator.listen()
  const s3 = new S3Client({
    endpoint: emulator.s3Url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: world.credentials.s3,
    maxAttempts: 1,
  })
  await fail()
  await expect(s3.send(new GetObjectCommand({ Bucket: 'my-bucket', Key: 'a' }))).rejects.toMatchObject({
    name: 'ServiceUnavailable',
    message: 'Service is unable to handle request.',
  })
  expect(newest()).toMatchObject({ service: 's3', response: { status: 503 }, fault: { name } })
  world.faults.clear()
  await world.faults.add({ service: 'storage', operation: 'deleteVersion', error: 'unavailable', name, times: 1 })
  const objects = { Objects: [{ Key: 'a' }, { Key: 'b' }] }
  const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket: 'my-bucket', Delete: objects }))
  expect(Errors).toMatchObject([{ Code: 'ServiceUnavailable', Message: 'Service is unable to handle request.' }])
  expect(newest()).toMatchObject({ operation: 'DeleteObjects', response: { status: 200 }, fault: { name } })
  s3.destroy()
})

describe('within a job, of which no request tells, the journal has an entry', () => {
  const problems: string[] = []
  beforeEach(async () => {
    await emulator.close()
    problems.length = 0
    emulator = await createEmulator({ onProblem: (message) => problems.push(message) })
    world = emulator.worlds.main
  })

  const told = () => world.journal.list().entries.filter(({ request }) => request.method === 'FAULT')

  it('of a video that cannot be stored', async () => {
    const panda = clientOf(emulator, world)
    const { body } = await panda.upload(await sample('sample.mp4'), 'a.mp4', { profiles: 'none' })
    await fail()
    expect((await panda.get(`/videos/${body.id}.json`)).body).toMatchObject({
      status: 'fail',
      error_class: 'S3Error',
      error_message: 'The object store does not answer: connect timed out',
    })
    expect(told()).toMatchObject([{ service: 'telestream', operation: 'ingest', direction: 'out', fault: { name } }])
    expect(told().map(describeEntry)).toEqual([
      `→ telestream FAULT telestream:ingest/${body.id} failed ingest fault: ${name} (The object store does not answer: connect timed out)`,
    ])
  })

  it('of an encoding that finds no storage for its outputs, and none for its log', async () => {
    const panda = clientOf(emulator, world)
    const { body } = await panda.upload(await sample('sample.mp4'), 'a.mp4', { profiles: 'h264' })
    await panda.get(`/videos/${body.id}.json`)
    await fail()
    await world.jobs.advanceUntilIdle()
    const [encoding] = (await panda.get<{ id: string; path: string }[]>('/encodings.json')).body
    expect(encoding).toMatchObject({ status: 'fail', error_class: 'S3Error' })
    expect(told().map(({ request, fault }) => [request.url, fault?.name])).toEqual([
      [`telestream:encoding-finish/${encoding?.path}.log`, name],
      [`telestream:encoding-finish/${encoding?.id}`, name],
    ])
  })

  it('of each attempt at work that is tried again', async () => {
    await world.faults.add({ service: 'storage', error: 'unavailable', name, times: 2 })
    await duraCloudClient(emulator, world, 'root').delete('/my-space')
    await world.jobs.advanceUntilIdle()
    expect(told()).toHaveLength(2)
    expect(told()).toMatchObject(told().map(() => ({ service: 'duracloud', fault: { name } })))
    expect(problems).toHaveLength(2)
    expect(world.jobs.list().filter(({ status }) => status === 'failed')).toEqual([])
  })
})
