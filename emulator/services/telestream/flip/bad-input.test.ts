import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import { flipClient } from '../../../../harness/flip-client.ts'
import { flipDouble, type FlipDouble } from '../../../../harness/flip-double.ts'

let double: FlipDouble
let flip: FlipDouble['flip']
beforeEach(async () => {
  double = await flipDouble({ telestream: { fileSizeLimit: 1024 * 1024 } })
  flip = double.flip
})
afterEach(() => double[Symbol.asyncDispose]())

const badRequest = (message: string | RegExp) => ({
  status: 400,
  body: { error: 'BadRequest', message: typeof message === 'string' ? message : expect.stringMatching(message) },
})
const notFound = (message: string) => ({ status: 404, body: { error: 'RecordNotFound', message } })
const source = { source_url: 'http://127.0.0.1:1/a.mp4' }

/** Nothing is left behind by a refusal. */
async function nothingMade() {
  const { total } = (await flip.get<{ total: number }>('/videos.json')).body
  expect(total).toBe(0)
  expect((await double.world.objects.list('my-bucket')).objects).toEqual([])
}

describe('a key', () => {
  const ask = (headers: Record<string, string>, query = '') =>
    flip.send(`${double.emulator.url}/flip/3.1/factories.json${query}`, { headers })
  const diagnosis = () => double.world.journal.list().entries[0]?.diagnosis?.mistakes[0]?.code

  it.each([
    [{}, '', 'missing-key', 'API key is missing'],
    [{ 'x-api-key': '' }, '', 'missing-key', 'API key is missing'],
    [{ authorization: 'Bearer tcs_0000000000000000stuntdbl' }, '', 'other-header', 'API key is missing'],
    [{}, '?access_key=your-access-key&signature=x', 'signed-request', 'API key is missing'],
    [{ 'x-api-key': 'tcs_1111111111111111stuntdbl' }, '', 'unknown-key', 'API key is not valid'],
    [{ 'x-api-key': 'Bearer tcs_0000000000000000stuntdbl' }, '', 'prefixed-key', 'API key is not valid'],
    [{ 'x-api-key': 'your-access-key' }, '', 'other-key', 'API key is not valid'],
  ])('%j %s is refused, and the journal says why', async (headers, query, code, message) => {
    expect(await ask(headers, query)).toMatchObject({ status: 401, body: { error: 'NotAuthorized', message } })
    expect(diagnosis()).toBe(code)
  })

  it('is not needed at an upload location, and chooses the world', async () => {
    const other = await double.emulator.worlds.create({ name: 'other' })
    const { apiKey, factoryId } = other.credentials.telestream
    const there = flipClient({ fetch: double.emulator.fetch, url: double.emulator.url, apiKey, factoryId })
    const { body: session } = await there.post('/videos/upload.json', { file_name: 'a.mp4', file_size: 3 })
    expect((await there.send(session.location)).body).toMatchObject({ missing_parts: [0] })
    expect((await there.get<{ total: number }>('/factories.json')).body.total).toBe(1)
    const lost = flipClient({
      fetch: double.emulator.fetch,
      url: double.emulator.url,
      apiKey,
      factoryId: double.factoryId,
    })
    expect(await lost.get('/videos.json')).toMatchObject(notFound(`Couldn't find Factory with ID=${double.factoryId}`))
  })

  it('is looked at before a body is read', async () => {
    const form = new FormData()
    form.set('file', new File([await sample('sample.mp4')], 'a.mp4'))
    const url = flip.urlOf('/workorders.json')
    expect(await flip.send(url, { method: 'POST', body: form })).toMatchObject({ status: 401 })
    await nothingMade()
  })
})

describe('a factory_id', () => {
  it.each(['/videos.json', '/videos/queued.json', '/encodings.json', '/profiles.json', '/workflows.json'])(
    'is required by %s, and must be one',
    async (path) => {
      const { apiKey } = double.world.credentials.telestream
      const options = { fetch: double.emulator.fetch, url: double.emulator.url, apiKey }
      expect(await flipClient({ ...options, factoryId: undefined }).get(path)).toMatchObject(
        badRequest('All required parameters were not supplied: factory_id'),
      )
      expect(await flipClient({ ...options, factoryId: 'nope' }).get(path)).toMatchObject(
        notFound("Couldn't find Factory with ID=nope"),
      )
    },
  )
})

describe('what is wrong is said in the vendor’s words', () => {
  it.each([
    ['a path without .json', 'get', '/videos', {}, badRequest('Currently only .json is supported as a format')],
    ['an unknown video', 'get', '/videos/nope.json', {}, notFound("Couldn't find Video with ID=nope")],
    ['an unknown encoding', 'post', '/encodings/nope/retry.json', {}, notFound("Couldn't find Encoding with ID=nope")],
    ['an unknown profile', 'get', '/profiles/nope.json', {}, notFound("Couldn't find Profile with ID=nope")],
    ['an unknown factory', 'get', '/factories/nope.json', {}, notFound("Couldn't find Factory with ID=nope")],
    ['no source', 'post', '/videos.json', {}, badRequest('All required parameters were not supplied: source_url')],
    ['a source that is no URL', 'post', '/videos.json', { source_url: 'x' }, badRequest(/^source_url must be a URL/)],
    [
      'a source that is no text',
      'post',
      '/videos.json',
      { source_url: {} },
      badRequest(/^source_url must be a single/),
    ],
    [
      'two sources',
      'post',
      '/videos.json',
      { ...source, input_path: 'a.mp4' },
      badRequest('Only one of input_path and source_url can be supplied'),
    ],
    [
      'a path without a store',
      'post',
      '/videos.json',
      { input_path: 'a.mp4' },
      badRequest('All required parameters were not supplied: store_id'),
    ],
    [
      'an unknown store',
      'post',
      '/videos.json',
      { ...source, store_id: 'nope' },
      notFound("Couldn't find Store with ID=nope"),
    ],
    [
      'a factory of an unknown store',
      'post',
      '/factories.json',
      { name: 'x', store_id: 'nope' },
      notFound("Couldn't find Store with ID=nope"),
    ],
    [
      'an unknown profile in a list',
      'post',
      '/videos.json',
      { ...source, profiles: 'h264,nope' },
      notFound("Couldn't find Profile with ID=nope"),
    ],
    [
      'profiles that are objects',
      'post',
      '/videos.json',
      { ...source, profiles: [{}] },
      badRequest(/^profiles must be/),
    ],
    ['a payload that is none', 'post', '/videos.json', { ...source, payload: [1] }, badRequest(/^payload must be/)],
    [
      'a clip of words',
      'post',
      '/videos.json',
      { ...source, clip_length: 'long' },
      badRequest(/^clip_length must be a time/),
    ],
    [
      'extra files of numbers',
      'post',
      '/videos.json',
      { ...source, extra_files: [1] },
      badRequest(/^subtitle_files must be a list of URLs/),
    ],
    [
      'extra files in a store that is not named',
      'post',
      '/videos.json',
      { ...source, extra_files: [{ file_type: 'subtitles', input_path: 'a.srt' }] },
      badRequest(/with a store_id/),
    ],
    [
      'subtitles that are no URLs',
      'post',
      '/videos.json',
      { ...source, subtitle_files: ['a.srt'] },
      badRequest(/^subtitle_files must be a list of URLs/),
    ],
    [
      'variables that are objects',
      'post',
      '/videos.json',
      { ...source, extra_variables: { a: { b: 1 } } },
      badRequest('extra_variables must be an object of texts'),
    ],
    ['a factory without a name', 'post', '/factories.json', {}, badRequest(/: name$/)],
    ['an acl that is none', 'post', '/factories.json', { name: 'x', acl: 'all' }, badRequest(/^acl must be public/)],
    [
      'a storage that is none',
      'post',
      '/factories.json',
      { name: 'x', storage_provider: 3 },
      badRequest(/^storage_provider must be one of 0, 1, 2/),
    ],
    [
      'settings that are a text',
      'post',
      '/factories.json',
      { name: 'x', provider_specific_settings: 'y' },
      badRequest(/^provider_specific_settings/),
    ],
    [
      'a bucket that cannot be one',
      'post',
      '/factories.json',
      { name: 'x', output_bucket_name: '../etc' },
      badRequest(/\.\.\/etc/),
    ],
    [
      'an input bucket that does not exist',
      'post',
      '/factories.json',
      { name: 'x', input_bucket_name: 'nowhere' },
      badRequest('input_bucket_name: there is no bucket "nowhere"'),
    ],
    ['a profile of nothing', 'post', '/profiles.json', { name: 'x' }, badRequest(/: preset_name$/)],
    [
      'an unknown preset',
      'post',
      '/profiles.json',
      { preset_name: 'betamax' },
      badRequest(/^preset_name must be one of/),
    ],
    ['a preset of JavaScript’s', 'post', '/profiles.json', { preset_name: 'constructor' }, badRequest(/^preset_name/)],
    ['a name that is taken', 'post', '/profiles.json', { preset_name: 'h264' }, badRequest(/exists already$/)],
    [
      'a width of words',
      'post',
      '/profiles.json',
      { preset_name: 'h265', width: 'wide' },
      badRequest(/^width must be/),
    ],
    [
      'a width of half a pixel',
      'post',
      '/profiles.json',
      { preset_name: 'h265', width: 1.5 },
      badRequest(/^width must be/),
    ],
    [
      'a boolean that is none',
      'post',
      '/profiles.json',
      { preset_name: 'h265', upscale: 'maybe' },
      badRequest(/^upscale/),
    ],
    [
      'a text that is none',
      'post',
      '/profiles.json',
      { preset_name: 'h265', video_pid: {} },
      badRequest(/^video_pid must be a text/),
    ],
    [
      'a word that is none',
      'post',
      '/profiles.json',
      { preset_name: 'h265', h264_profile: 'low' },
      badRequest(/^h264_profile must be one of baseline/),
    ],
    [
      'a rate of words',
      'post',
      '/profiles.json',
      { preset_name: 'h265', keyframe_rate: 'often' },
      badRequest(/^keyframe_rate/),
    ],
    [
      'a number that is none',
      'post',
      '/profiles.json',
      { preset_name: 'h265', crop_input_width: [] },
      badRequest(/^crop_input_width/),
    ],
    ['an encoding of nothing', 'post', '/encodings.json', {}, badRequest(/: video_id, profile_id$/)],
    ['a video to resubmit that is not named', 'post', '/videos/resubmit.json', {}, badRequest(/: video_id$/)],
    ['an upload without a size', 'post', '/videos/upload.json', { file_name: 'a' }, badRequest(/: file_size$/)],
    ['an upload of words', 'post', '/videos/upload.json', { file_name: 'a', file_size: 'x' }, badRequest(/^file_size/)],
    ['a notification URL that is none', 'put', '/notifications.json', { url: 'x' }, badRequest(/^url must be/)],
    ['a delay of words', 'put', '/notifications.json', { delay: 'soon' }, badRequest(/^delay must be/)],
  ])('%s', async (_what, verb, path, body, expected) => {
    const answer = verb === 'get' ? flip.get(path) : verb === 'put' ? flip.put(path, body) : flip.post(path, body)
    expect(await answer).toMatchObject(expected)
    await nothingMade()
  })

  it('a body that is no JSON, or no object', async () => {
    const headers = { 'x-api-key': double.world.credentials.telestream.apiKey, 'content-type': 'application/json' }
    const post = (body: string) => flip.send(flip.urlOf('/videos.json'), { method: 'POST', headers, body })
    expect(await post('{"source_url":')).toMatchObject(badRequest('The body is not valid JSON'))
    expect(await post('[1]')).toMatchObject(badRequest('The body must be a JSON object'))
    expect(await post('null')).toMatchObject(badRequest('The body must be a JSON object'))
  })

  it('a file that is larger than the account may send', async () => {
    const file = new File([new Uint8Array(1024 * 1024 + 1)], 'big.mp4')
    expect(await flip.form('/workorders.json', { file })).toMatchObject({
      status: 413,
      body: { error: 'FileSizeLimitExceeded' },
    })
    await nothingMade()
  })

  it('a path and a method that are none', async () => {
    expect(await flip.get('/workers.json')).toMatchObject({ status: 404, body: { error: 'NotFound' } })
    expect(await flip.put('/factories/x.json')).toMatchObject({ status: 404, body: { error: 'NotFound' } })
  })
})
