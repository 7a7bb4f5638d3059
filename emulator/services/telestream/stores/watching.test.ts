import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  apiExample,
  credentials,
  exampleStore,
  storesDouble,
  type StoresDouble,
} from '../../../../harness/stores-double.ts'
import { factories, videos } from '../model.ts'
import { egresses } from './egress.ts'
import { watchSubmissions } from './model.ts'

let double: StoresDouble
let factoryId: string
beforeEach(async () => {
  double = await storesDouble()
  factoryId = double.world.credentials.telestream.factoryId
})
afterEach(() => double[Symbol.asyncDispose]())

async function addRule(rule: Record<string, unknown> = {}): Promise<string> {
  const whole = { store_id: exampleStore, service_name: 'flip', service_id: factoryId, ...rule }
  const { status, body } = await double.stores('POST', '/watch_rules', whole)
  expect([status, body]).toEqual([200, expect.objectContaining({ synced: false })])
  return (body as { id: string }).id
}

/** Names of the sources of all videos. */
const submitted = () =>
  double.world.state
    .table(videos)
    .list()
    .map(({ originalFilename }) => originalFilename)

describe('a new object in a watched bucket', () => {
  it('becomes a video of the factory, once, when the clock has moved a little', async () => {
    await double.put('demo-bucket', 'before.mp4')
    const id = await addRule({ filters: '*.mp4' })
    expect((await double.stores('GET', `/watch_rules/${id}`)).body).toEqual({
      id,
      store_id: exampleStore,
      service_id: factoryId,
      service_name: 'flip',
      filters: '*.mp4',
      synced: false,
      enabled: true,
    })
    await double.put('demo-bucket', 'inbox/clip.mp4')
    await double.put('demo-bucket', 'inbox/notes.txt', 'not-media.txt')
    await double.put('my-bucket', 'other.mp4')
    await double.wait(9_999)
    expect(submitted()).toEqual([])
    await double.wait(1)
    expect(submitted()).toEqual(['clip.mp4'])
    await double.settle()
    const [video] = double.world.state.table(videos).list()
    expect(video).toMatchObject({ status: 'success', width: 320, factoryId })
    expect(video?.sourceUrl).toContain('/demo-bucket/inbox/clip.mp4?X-Amz-Algorithm=')
    await double.wait(3_600_000)
    expect(submitted()).toEqual(['clip.mp4'])
  })

  it('counts again when its bytes change, and not when they do not', async () => {
    await addRule()
    await double.put('demo-bucket', 'a.mp4')
    await double.put('demo-bucket', 'a.mp4')
    await double.settle()
    await double.put('demo-bucket', 'a.mp4')
    await double.settle()
    expect(submitted()).toEqual(['a.mp4'])
    await double.put('demo-bucket', 'a.mp4', 'sample.mov')
    await double.settle()
    expect(submitted()).toEqual(['a.mp4', 'a.mp4'])
  })

  it('that is gone again before it is seen is forgotten, as is one that a newer has replaced', async () => {
    await addRule()
    await double.put('demo-bucket', 'gone.mp4')
    await double.put('demo-bucket', 'replaced.mp4')
    await double.world.objects.delete('demo-bucket', 'gone.mp4')
    await double.put('demo-bucket', 'replaced.mp4', 'sample.mov')
    await double.settle()
    expect(submitted()).toEqual(['replaced.mp4'])
    expect(double.world.state.table(videos).list()[0]).toMatchObject({ mimeType: 'video/quicktime' })
  })

  it('is submitted by each rule that it fits', async () => {
    await addRule()
    await addRule({ filters: { suffix: '.MP4', prefix: '/in/', recursive: false } })
    await addRule({ filters: ['*.mov'] })
    await double.put('demo-bucket', 'in/a.mp4')
    await double.put('demo-bucket', 'in/deep/b.mp4')
    await double.settle()
    expect(submitted()).toEqual(['a.mp4', 'a.mp4', 'b.mp4'])
  })

  it('is no output of the double itself: a bucket that takes both does not feed itself', async () => {
    await double.world.objects.updateBucket('my-bucket', {})
    const store = { name: 's', provider: 'S3', bucket_name: 'my-bucket', region: 'us-east-1', ...credentials }
    const { body } = await double.stores('POST', '/stores', store)
    await addRule({ store_id: (body as { id: string }).id })
    double.world.state.table(factories).update(factoryId, { outputsPathFormat: 'cafe:id' })
    await double.put('my-bucket', 'a.mp4')
    await double.settle()
    expect((await double.world.objects.list('my-bucket')).objects.length).toBeGreaterThan(10)
    expect(submitted()).toEqual(['a.mp4'])
  })

  it('becomes a job of a hosted workflow, with the workflow’s defaults', async () => {
    await addRule({ service_name: 'vantage-cloud-port', service_id: apiExample })
    await double.put('demo-bucket', 'in/demo 1.mp4')
    await double.settle()
    const { body } = await double.workflows('GET', `/workflows/${apiExample}/workflow-jobs`)
    expect(body).toEqual([
      expect.objectContaining({
        name: 'demo 1.mp4',
        state: 'succeeded',
        inputs: {
          variables: { 'Video Height': '480', 'Video Width': '720' },
          sources: { Original: 's3://demo-bucket/in/demo%201.mp4' },
        },
      }),
    ])
  })
})

describe('a rule', () => {
  it('that is switched off, or deleted, submits nothing, not even what it has noticed', async () => {
    const [off, deleted] = [await addRule(), await addRule()]
    await double.put('demo-bucket', 'a.mp4')
    expect((await double.stores('PATCH', `/watch_rules/${off}`, { enabled: false })).body).toMatchObject({
      enabled: false,
    })
    expect((await double.stores('DELETE', `/watch_rules/${deleted}`)).status).toBe(204)
    await double.put('demo-bucket', 'b.mp4')
    await double.settle()
    expect(submitted()).toEqual([])
    await double.stores('PATCH', `/watch_rules/${off}`, { enabled: 'true' })
    await double.put('demo-bucket', 'c.mp4')
    await double.settle()
    expect(submitted()).toEqual(['c.mp4'])
    expect((await double.stores('GET', `/watch_rules/${deleted}`)).status).toBe(404)
  })

  it('that is synchronised looks at everything, and submits nothing twice', async () => {
    await double.put('demo-bucket', 'a.mp4')
    const id = await addRule({ enabled: false })
    const sync = async () => {
      expect(await double.stores('POST', `/watch_rules/${id}/sync`)).toEqual({ status: 204, body: undefined })
      return (await double.stores('GET', `/watch_rules/${id}`)).body
    }
    expect(await sync()).toMatchObject({ synced: true, sync_scheduled_at: '2026-01-01T00:00:00Z' })
    expect(submitted()).toEqual(['a.mp4'])
    await double.put('demo-bucket', 'b.mp4')
    await sync()
    await sync()
    expect(submitted()).toEqual(['a.mp4', 'b.mp4'])
  })

  it('looks at a large bucket step by step', async () => {
    const bytes = new TextEncoder().encode('no media')
    for (let n = 0; n < 1100; n += 1) await double.world.objects.put('demo-bucket', `in/${n}.txt`, bytes)
    await double.put('demo-bucket', 'in/999.mp4')
    const id = await addRule({ filters: '*.mp4' })
    await double.stores('POST', `/watch_rules/${id}/sync`)
    await double.settle()
    expect(submitted()).toEqual(['999.mp4'])
  })

  it('follows its store to another bucket, and takes the interval from it, in minutes', async () => {
    await double.world.objects.createBucket('second')
    await addRule()
    await double.stores('PATCH', `/stores/${exampleStore}`, { bucket_name: 'second', watch_interval: 5 })
    await double.put('demo-bucket', 'a.mp4')
    await double.put('second', 'b.mp4')
    await double.wait(299_999)
    expect(submitted()).toEqual([])
    await double.wait(1)
    expect(submitted()).toEqual(['b.mp4'])
  })

  it('goes on after a crash between the video and the end of its job', async () => {
    await addRule()
    const { etag } = (await double.put('demo-bucket', 'a.mp4')) as { etag: string }
    const [job] = double.world.jobs.list()
    await double.settle()
    // As if the job's end had not been written.
    double.world.jobs.schedule({ kind: job?.kind ?? '', dueAt: double.world.clock.now(), payload: job?.payload })
    await double.settle()
    expect(submitted()).toEqual(['a.mp4'])
    const [submission] = double.world.state.table(watchSubmissions).list()
    expect(submission).toMatchObject({ done: true, id: expect.stringContaining(etag) })
  })

  it('of another world hears nothing, and a reset forgets it', async () => {
    await addRule()
    await double.put('demo-bucket', 'a.mp4')
    await double.world.reset()
    await double.world.prepare('telestream')
    await double.put('demo-bucket', 'b.mp4')
    await double.settle()
    expect(submitted()).toEqual([])
  })

  it.each([
    [{ store_id: 'nobody' }, 'store_id', "Couldn't find Store with ID=nobody"],
    [{ store_id: '' }, 'store_id', "can't be blank"],
    [{ service_name: 'qc' }, 'service_name', 'must be one of flip, vantage-cloud-port, not "qc"'],
    [{ service_id: 'nobody' }, 'service_id', "Couldn't find Factory with ID=nobody"],
    [{ service_name: 'vantage-cloud-port', service_id: 'x' }, 'service_id', "Couldn't find Workflow with ID=x"],
    [{ filters: { size: 5 } }, 'filters', expect.stringContaining('size is no filter that this double knows')],
    [{ filters: 5 }, 'filters', 'must be a pattern, a list or an object, not 5'],
    [{ filters: [['*']] }, 'filters', expect.stringContaining('must be of patterns or objects')],
    [{ filters: { pattern: 7 } }, 'filters', 'pattern must be text of at most 512 characters, not 7'],
    [{ filters: '*'.repeat(513) }, 'filters', 'a pattern must not be longer than 512 characters'],
    [{ enabled: 'maybe' }, 'enabled', 'must be true or false, not "maybe"'],
  ])('of %j is refused', async (change, field, message) => {
    const rule = { store_id: exampleStore, service_name: 'flip', service_id: factoryId, ...change }
    const answer = { status: 422, body: { errors: [{ field, message }] } }
    expect(await double.stores('POST', '/watch_rules', rule)).toEqual(answer)
    expect((await double.stores('GET', '/watch_rules')).body).toEqual([])
  })

  it('takes what the Go SDK sends: the year 1 for an instant that was not set', async () => {
    const id = await addRule({ sync_scheduled_at: '0001-01-01T00:00:00Z', filters: null })
    const rules = [expect.objectContaining({ id, filters: null })]
    expect((await double.stores('GET', `/watch_rules?service_id=${factoryId}&store_id=${exampleStore}`)).body).toEqual(
      rules,
    )
    expect((await double.stores('GET', '/watch_rules?service_id=other')).body).toEqual([])
    for (const method of ['GET', 'PATCH', 'DELETE'])
      expect((await double.stores(method, '/watch_rules/nobody')).status).toBe(404)
    expect((await double.stores('POST', '/watch_rules/nobody/sync')).status).toBe(404)
  })
})

it('a video of a factory that has a store runs there, and its source leaves another region for that', async () => {
  const { state } = double.world
  const west = { name: 'west', provider: 'S3', bucket_name: 'johnkoctopus', region: 'us-west-1', ...credentials }
  const { id: storeId } = (await double.stores('POST', '/stores', west)).body as { id: string }
  const flip = { 'x-api-key': double.world.credentials.telestream.apiKey, 'content-type': 'application/json' }
  const url = `${double.emulator.url}/flip/3.1/factories/${factoryId}.json`
  const body = JSON.stringify({ store_id: storeId })
  expect((await double.emulator.fetch(new Request(url, { method: 'PATCH', headers: flip, body }))).status).toBe(200)
  expect(state.table(factories).get(factoryId)?.flip?.storeId).toBe(storeId)
  await addRule()
  await double.put('demo-bucket', 'a.mp4')
  await double.settle()
  const [video] = state.table(videos).list()
  expect(state.table(egresses).list()).toMatchObject([
    {
      job: { service: 'flip', id: video?.id },
      bytes: 25_994,
      from: { provider: 'S3', region: 'us-east-1', bucket: 'demo-bucket' },
      to: { provider: 'S3', region: 'us-west-1', storeId },
      ratePerGb: 0.02,
    },
  ])
  const message = `The store is still used by the factory My factory (${factoryId})`
  expect(await double.stores('DELETE', `/stores/${storeId}`)).toEqual({
    status: 409,
    body: { errors: [{ field: 'id', message }] },
  })
})
