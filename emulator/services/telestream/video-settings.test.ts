// Which profiles a video is encoded with, and how long its payload may be.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../../harness/conformance/telestream.ts'
import { flipDouble, type FlipDouble } from '../../../harness/flip-double.ts'
import type { Wire } from '../../../harness/telestream-client.ts'

let double: FlipDouble
beforeEach(async () => {
  double = await flipDouble()
})
afterEach(() => double[Symbol.asyncDispose]())

const source = { source_url: 'http://127.0.0.1:1/a.mp4' }
const all = async () => (await double.signed.get<Wire[]>('/profiles.json')).body.length
const encodingsOf = async ({ id }: Wire) =>
  (await double.signed.get<Wire[]>(`/videos/${id}/encodings.json`)).body.map((one) => one['profile_name'])

describe('the profiles of a video', () => {
  it('are all of the factory when they are null or empty, as when nobody names them', async () => {
    const { body: withNull } = await double.flip.post('/videos.json', { ...source, profiles: null })
    expect(await encodingsOf(withNull)).toHaveLength(await all())
    // gem: a nil is signed and sent as `profiles=`
    const { body: empty } = await double.signed.post('/videos.json', { ...source, profiles: '' })
    expect(await encodingsOf(empty)).toHaveLength(await all())
  })

  it('are none when they are “none”, or an empty list', async () => {
    expect(await encodingsOf((await double.flip.post('/videos.json', { ...source, profiles: 'none' })).body)).toEqual(
      [],
    )
    expect(await encodingsOf((await double.flip.post('/videos.json', { ...source, profiles: [] })).body)).toEqual([])
  })

  it('must exist, whatever they are written as', async () => {
    expect(await double.flip.post('/videos.json', { ...source, profiles: 5 })).toMatchObject({
      status: 404,
      body: { error: 'RecordNotFound', message: "Couldn't find Profile with ID=5" },
    })
  })
})

it('a payload has 256 characters, not halves of them', async () => {
  const payload = '🎬'.repeat(256)
  const file = await sample('sample.mp4')
  const sent = await double.signed.upload(file, 'sample.mp4', { profiles: 'none', payload })
  expect(sent).toMatchObject({ status: 200, body: { payload } })
  const longer = await double.signed.upload(file, 'sample.mp4', { profiles: 'none', payload: `${payload}!` })
  expect(longer).toMatchObject({ status: 400, body: { message: 'payload must not be longer than 256 characters' } })
})

it('a path format that is wrong is called as it was sent', async () => {
  const { world, flip, factoryId } = double
  const message = 'outputs_path_format must contain :id'
  const setting = { outputs_path_format: 'fixed' }
  expect((await double.signed.put(`/factories/${factoryId}.json`, setting)).body).toMatchObject({ message })
  expect((await flip.post('/factories.json', { name: 'films', ...setting })).body).toMatchObject({ message })
  expect(world.journal.list().entries[0]?.response?.status).toBe(400)
})

it('an object may be JSON in JSON, and an empty one of PHP is a list', async () => {
  const { flip } = double
  const send = async (variables: unknown) => {
    const { body, status } = await flip.post('/videos.json', {
      ...source,
      profiles: 'none',
      extra_variables: variables,
    })
    return status === 200 ? body['extra_variables'] : body.message
  }
  expect(await send({ a: 1 })).toEqual({ a: '1' })
  expect(await send('{"a":"b"}')).toEqual({ a: 'b' })
  expect(await send([])).toBeUndefined()
  expect(await send(null)).toBeUndefined()
  expect(await send([1])).toMatch(/^extra_variables must be/)
})
