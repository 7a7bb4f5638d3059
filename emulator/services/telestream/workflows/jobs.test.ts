import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  apiExample,
  credentials,
  exampleStore,
  iptvFlip,
  storesDouble,
  type StoresDouble,
} from '../../../../harness/stores-double.ts'
import { controlClient } from '../../../../harness/control-client.ts'
import { sourcesBucket } from '../model.ts'
import { probe } from '../../../media/probe.ts'

let double: StoresDouble
let server: Server
let origin: string
let listener: RequestListener
const asked: (string | undefined)[] = []
beforeEach(async () => {
  double = await storesDouble({ telestream: { sourceTimeout: 300, fileSizeLimit: 100_000 } })
  asked.length = 0
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.range}`)
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await double[Symbol.asyncDispose]()
})

const jobs = `/workflows/${apiExample}/workflow-jobs`
const inputs = {
  variables: { 'Video Height': '360', 'Video Width': 640 },
  sources: { Original: 's3://johnkoctopus/demo1.mpg' },
}
const storage = { store_id: exampleStore, folder_offset: '/a/b/' }
const job = { name: 'job', inputs, storage_references: { [iptvFlip]: storage } }
const from = (url: unknown) => ({ ...job, inputs: { ...inputs, sources: { Original: url } } })

async function submit(body: unknown = job): Promise<string> {
  const answer = await double.workflows('POST', jobs, body)
  expect(answer).toMatchObject({ status: 200, body: { status: 'in_progress', progress: 0 } })
  return (answer.body as { id: string }).id
}
const details = async (id: string) => (await double.workflows('GET', `${jobs}/${id}`)).body
const progress = async (id: string) => (await double.workflows('GET', `${jobs}/${id}/progress`)).body
const egress = async () =>
  (await controlClient(double.emulator).call<{ egress: unknown[] }>('GET', '/telestream/egress')).body
const sample = (name: string) => readFile(new URL(`../../../../fixtures/media/${name}`, import.meta.url))

describe('a job', () => {
  it('writes a real file below the offset in its store, readable as the store says', async () => {
    const settings = { private_access: false, provider_specific_settings: { cache_control: 'max-age=9' } }
    await double.stores('PATCH', `/stores/${exampleStore}`, settings)
    const id = await submit()
    await double.settle()
    const path = `a/b/demo1_${id}.mp4`
    expect(await details(id)).toMatchObject({
      state: 'succeeded',
      actions: [{ outputs: [{ path, mime_type: 'video/mp4' }] }],
    })
    const output = await double.emulator.fetchS3(new Request(`${double.world.s3Url}/demo-bucket/${path}`))
    expect([output.status, output.headers.get('cache-control')]).toEqual([200, 'max-age=9'])
    const bytes = new Uint8Array(await output.arrayBuffer())
    const read = (start: number, end: number) => Promise.resolve(bytes.slice(start, end))
    expect(await probe({ size: bytes.length, read })).toMatchObject({ mimeType: 'video/mp4' })

    await double.stores('PATCH', `/stores/${exampleStore}`, { private_access: true })
    const hidden = await submit({ ...job, storage_references: { [iptvFlip]: { store_id: exampleStore } } })
    await double.settle()
    const url = `${double.world.s3Url}/demo-bucket/demo1_${hidden}.mp4`
    expect((await double.emulator.fetchS3(new Request(url))).status).toBe(403)
  })

  it('runs where its store is, whatever the store’s provider', async () => {
    const store = { name: 'g', provider: 'GCS', bucket_name: 'my-bucket', region: 'europe-west1', ...credentials }
    const { body } = await double.stores('POST', '/stores', store)
    const reference = { ...storage, store_id: (body as { id: string }).id }
    const id = await submit({ ...job, storage_references: { [iptvFlip]: reference } })
    expect(await details(id)).toMatchObject({ provider: 'GCS', region: 'europe-west1' })
    expect(await egress()).toMatchObject({
      egress: [
        {
          bytes: 24_576,
          from: { provider: 'S3', region: 'us-west-1' },
          to: { provider: 'GCS', region: 'europe-west1' },
          ratePerGb: 0.09,
        },
      ],
      total: { bytes: 24_576 },
    })
  })

  it('whose source is beside its store moves nothing out of the region', async () => {
    await double.put('demo-bucket', 'in.mp4')
    await submit(from('s3://demo-bucket/in.mp4'))
    await double.settle()
    expect(await egress()).toMatchObject({ egress: [], total: { bytes: 0, estimatedCost: 0 } })
  })

  it('fetches a source from elsewhere once, and leaves nothing of it behind', async () => {
    const bytes = await sample('sample.mp4')
    listener = (_, response) => response.end(bytes)
    const id = await submit(from(`${origin}/films/a%20film.mp4?X-Amz-Signature=1`))
    await double.settle()
    expect(asked).toEqual([
      'GET /films/a%20film.mp4?X-Amz-Signature=1 bytes=0-0',
      'GET /films/a%20film.mp4?X-Amz-Signature=1 undefined',
    ])
    expect(await details(id)).toMatchObject({
      state: 'succeeded',
      actions: [{ outputs: [{ path: `a/b/a film_${id}.mp4` }] }],
    })
    expect(await egress()).toMatchObject({
      egress: [
        {
          bytes: bytes.length,
          from: { provider: null, region: null, host: origin.slice(7) },
          ratePerGb: null,
          estimatedCost: null,
        },
      ],
    })
    expect((await double.world.objects.list(sourcesBucket)).objects).toEqual([])
    const entry = double.world.journal.list().entries.find(({ operation }) => operation === 'egress')
    expect(JSON.parse(entry?.response.body ?? '')).toMatchObject({
      bytes: bytes.length,
      job: { id },
      to: { region: 'us-east-1' },
    })
  })

  it('reads what is public or signed on the bucket port, and nothing else', async () => {
    const { objects } = double.world
    await objects.createBucket('elsewhere')
    await double.put('elsewhere', 'in.mp4')
    const url = `${double.world.s3Url}/elsewhere/in.mp4`
    const message = 'cannot be reached: the server answered 403'
    const refused = { status: 422, body: { errors: [{ field: 'inputs.sources.Original', message }] } }
    expect(await double.workflows('POST', jobs, from(url))).toEqual(refused)
    await objects.updateBucket('elsewhere', { publicRead: true })
    const id = await submit(from(url))
    await double.settle()
    expect(await progress(id)).toEqual({ status: 'completed', state: 'succeeded', progress: 100 })
  })

  it('is picked up again when it was interrupted', async () => {
    const bytes = await sample('sample.mp4')
    listener = (_, response) => response.end(bytes)
    const id = await submit(from(`${origin}/in.mp4`))
    await double.wait(0)
    const [finish] = double.world.jobs.list()
    await double.settle()
    double.world.jobs.schedule({ kind: finish?.kind ?? '', dueAt: double.world.clock.now(), payload: { jobId: id } })
    await double.settle()
    expect(await progress(id)).toMatchObject({ state: 'succeeded' })
  })

  it('belongs to its workflow', async () => {
    const id = await submit()
    expect((await double.workflows('GET', `/workflows/nobody/workflow-jobs/${id}`)).status).toBe(404)
    expect((await double.workflows('GET', `${jobs}/nobody`)).status).toBe(404)
    expect((await double.workflows('GET', `${jobs}/nobody/progress`)).body).toEqual({
      errors: [{ field: 'workflow_job_id', message: "Couldn't find WorkflowJob with ID=nobody" }],
    })
    expect((await double.stores('DELETE', `/stores/${exampleStore}`)).body).toEqual({
      errors: [
        { field: 'id', message: `The store is still used by the workflow API Example (${apiExample})` },
        { field: 'id', message: `The store is still used by the running workflow job ${id}` },
      ],
    })
  })
})

describe('a job fails', () => {
  const failed = (error_class: string, error_message: unknown) => ({
    status: 'completed',
    state: 'failed',
    error_class,
    error_message,
  })

  it('when its name, or its source’s, says so, at the percentage that it says', async () => {
    await double.put('demo-bucket', 'stuntdouble-fail-DownloadFailed-at-10.mp4')
    const byName = await submit({ ...job, name: 'stuntdouble-fail-EncodingError-at-40' })
    const bySource = await submit(from('s3://demo-bucket/stuntdouble-fail-DownloadFailed-at-10.mp4'))
    await double.wait(1200)
    expect(await details(bySource)).toMatchObject({ ...failed('DownloadFailed', expect.any(String)), progress: 10 })
    expect(await progress(byName)).toEqual({ status: 'in_progress', progress: 10 })
    await double.settle()
    expect(await details(byName)).toMatchObject({ ...failed('EncodingError', expect.any(String)), progress: 40 })
    expect(await progress(byName)).toEqual({ status: 'completed', state: 'failed' })
  })

  it('when its source is gone before it is picked up, or before it ends', async () => {
    await double.put('demo-bucket', 'in.mp4')
    const early = await submit(from('s3://demo-bucket/in.mp4'))
    await double.world.objects.delete('demo-bucket', 'in.mp4')
    const message = 'Could not get the source Original: there is no object "in.mp4" in the bucket demo-bucket'
    expect(await details(early)).toMatchObject(failed('DownloadFailed', message))
    await double.put('demo-bucket', 'in.mp4')
    const late = await submit(from('s3://demo-bucket/in.mp4'))
    await double.wait(6000)
    await double.world.objects.delete('demo-bucket', 'in.mp4')
    await double.settle()
    expect(await details(late)).toMatchObject(failed('FileNotFound', 'The source Original is not there any more'))
  })

  it('when its source breaks off', async () => {
    listener = (request, response) => {
      if (request.headers.range) return void response.end('a')
      response.writeHead(200, { 'content-length': '1000' })
      response.write('half', () => response.destroy())
    }
    const id = await submit(from(`${origin}/in.mp4`))
    await double.settle()
    expect(await details(id)).toMatchObject(
      failed('DownloadFailed', expect.stringContaining('Could not get the source Original')),
    )
    expect((await double.world.objects.list(sourcesBucket)).objects).toEqual([])
  })

  it('when its source is no media, or empty', async () => {
    await double.put('demo-bucket', 'notes.mp4', 'not-media.txt')
    await double.world.objects.put('demo-bucket', 'empty.cml', new Uint8Array())
    for (const key of ['notes.mp4', 'empty.cml']) {
      const id = await submit(from(`s3://demo-bucket/${key}`))
      await double.settle()
      expect(await details(id)).toMatchObject(
        failed('FormatNotRecognised', 'The format of the source Original was not recognised'),
      )
    }
  })

  it('when the bucket of its store is gone', async () => {
    const id = await submit()
    await double.wait(0)
    await double.world.objects.deleteBucket('demo-bucket')
    await double.settle()
    expect(await details(id)).toMatchObject(failed('S3Error', 'The bucket demo-bucket does not exist'))
  })
})

describe('a submission is refused', () => {
  const source = 'inputs.sources.Original'
  const reference = `storage_references.${iptvFlip}`
  const variables = (sent: unknown) => ({ ...job, inputs: { ...inputs, variables: sent } })
  const stored = (sent: unknown) => ({ ...job, storage_references: { [iptvFlip]: sent } })
  const height = 'inputs.variables.Video Height'

  it.each([
    ['a variable that is missing', variables({ 'Video Width': '1' }), height, 'must be sent: defaults are not applied'],
    [
      'a variable that is null',
      variables({ 'Video Height': null, 'Video Width': '1' }),
      height,
      'must be sent: defaults are not applied',
    ],
    [
      'a variable of another type',
      variables({ 'Video Height': '3.5', 'Video Width': '1' }),
      height,
      expect.stringContaining('must be Int32'),
    ],
    [
      'a variable that is a list',
      variables({ 'Video Height': [1], 'Video Width': '1' }),
      height,
      'must be Int32, as text',
    ],
    ['a source that is missing', { ...job, inputs: { ...inputs, sources: {} } }, source, 'must be sent'],
    ['a source that is no URL', from('demo1.mpg'), source, 'must be a URL, not "demo1.mpg"'],
    ['a source that is no text', from(7), source, 'must be a URL, not "7"'],
    ['a file', from('file:///etc/passwd'), source, 'must be an http, https, s3 or gs URL, not file:'],
    [
      'an object that is not there',
      from('s3://johnkoctopus/demo2.mpg'),
      source,
      'cannot be reached: there is no object "demo2.mpg" in the bucket johnkoctopus',
    ],
    ['a bucket that is not there', from('s3://gone/demo1.mpg'), source, 'cannot be reached: there is no bucket "gone"'],
    ['a public address', from('http://93.184.216.34/a.mp4'), source, expect.stringContaining('cannot be reached: ')],
    [
      'the metadata of a cloud',
      from('http://169.254.169.254/a'),
      source,
      expect.stringContaining('cannot be reached: '),
    ],
    [
      'an unknown source',
      { ...job, inputs: { ...inputs, sources: { ...inputs.sources, Other: 'http://a/' } } },
      'inputs.sources.Other',
      'is not known; the workflow takes Original',
    ],
    [
      'a reference that is missing',
      { ...job, storage_references: {} },
      reference,
      expect.stringContaining('must be sent, as {"store_id"'),
    ],
    ['a reference of another type', stored('a'), reference, expect.stringContaining('must be sent, as {"store_id"')],
    ['an unknown store', stored({ store_id: 'nobody' }), `${reference}.store_id`, "Couldn't find Store with ID=nobody"],
    ['no store', stored({ folder_offset: '/' }), `${reference}.store_id`, 'must be the id of a store'],
    [
      'an offset without slashes',
      stored({ ...storage, folder_offset: 'a/b' }),
      `${reference}.folder_offset`,
      'must begin and end with a slash',
    ],
    [
      'an offset that climbs out',
      stored({ ...storage, folder_offset: '/a/../b/' }),
      `${reference}.folder_offset`,
      'must not contain empty, "." or ".." folders',
    ],
    [
      'an offset that is a number',
      stored({ ...storage, folder_offset: 5 }),
      `${reference}.folder_offset`,
      'must be text such as "/folder1/project1/"',
    ],
    [
      'inputs of another type',
      { ...job, inputs: { ...inputs, variables: [] } },
      'inputs.variables',
      'must be an object',
    ],
    ['a name that is too long', { ...job, name: 'n'.repeat(256) }, 'name', 'must not be longer than 255 characters'],
  ])('for %s', async (_what, sent, field, message) => {
    const { status, body } = await double.workflows('POST', jobs, sent)
    expect(status).toBe(422)
    expect((body as { errors: unknown[] }).errors[0]).toEqual({ field, message })
    expect((await double.workflows('GET', jobs)).body).toEqual([])
  })

  it('for a server that is not there, refuses, or never answers', async () => {
    const refused = async (path: string) =>
      ((await double.workflows('POST', jobs, from(origin + path))).body as { errors: { message: string }[] }).errors
    listener = (_, response) => response.writeHead(404).end()
    expect(await refused('/gone.mp4')).toMatchObject([{ message: 'cannot be reached: the server answered 404' }])
    listener = (request) => request.socket.destroy()
    expect(await refused('/broken.mp4')).toMatchObject([{ message: expect.stringContaining('cannot be reached: ') }])
    listener = () => undefined
    expect(await refused('/silent.mp4')).toMatchObject([{ message: expect.stringContaining('did not answer') }])
  })

  it('for storage references in the wrong place, which are named', async () => {
    const { body } = await double.workflows('POST', jobs, { ...job, inputs: { ...inputs, storage_references: {} } })
    expect(body).toEqual({
      errors: [{ field: 'inputs.storage_references', message: 'belongs beside inputs, not into them' }],
    })
  })
})
