import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aVideo, duracloud, plain, s3, stream, streamWebhooks, telestream, telestreamWebhooks } from './index.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'stuntdouble-pact-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const options = () => ({ consumer: 'somebody', dir, logLevel: 'error' as const })

interface Written {
  interactions: { description: string; request: { query?: object; headers?: object; body?: object } }[]
}

async function written(provider: string): Promise<Written['interactions']> {
  return (JSON.parse(await readFile(join(dir, `somebody-${provider}.json`), 'utf8')) as Written).interactions
}

const signed = new URLSearchParams({
  access_key: 'any',
  factory_id: '0'.repeat(32),
  timestamp: '2026-01-01T00:00:00Z',
  signature: `${'A'.repeat(43)}=`,
})

describe('a signed request', () => {
  it('has matchers where the signature and its timestamp go, and the access key that is named', async () => {
    const answer = telestream(options()).get('/videos.json').signedWith('my-key').willRespondWith(200, [])
    await answer.test(({ url }) => fetch(`${url}/v3.0/videos.json?${signed}`))
    const [interaction] = await written('telestream-cloud')
    expect(interaction?.request).toMatchObject({
      query: { access_key: ['my-key'] },
      generators: { query: { access_key: { type: 'ProviderState', expression: '${accessKey}' } } },
      matchingRules: { query: { signature: { matchers: [{ match: 'regex' }] }, timestamp: { combine: 'AND' } } },
    })
  })

  it('is signed in its form, when it has one', async () => {
    const answer = telestream(options()).post('/videos.json').form({ profiles: 'h264' }).willRespondWith(200, aVideo())
    await answer.test(({ url }) =>
      fetch(`${url}/v3.0/videos.json`, { method: 'POST', body: new URLSearchParams(`${signed}&profiles=h264`) }),
    )
    const [interaction] = await written('telestream-cloud')
    expect(interaction?.request).not.toHaveProperty('query')
    expect(interaction?.request.body).toMatchObject({ content: expect.stringContaining('profiles=h264') })
  })

  it('fails a test in which it is not signed, says so, and is not written', async () => {
    const answer = telestream(options()).get('/videos.json').willRespondWith(200, [])
    const run = answer.test(({ url }) => fetch(`${url}/v3.0/videos.json`))
    await expect(run).rejects.toThrow(/access_key/)
    await expect(written('telestream-cloud')).rejects.toThrow('ENOENT')
  })
})

it('a test in which nothing is asked fails', async () => {
  const answer = s3(options()).get('/my-bucket/film.mp4').willRespondWith(200)
  await expect(answer.test(async () => 'nothing')).rejects.toThrow(/not received/)
})

it('a test answers what the consumer’s code does, and passes on what it throws', async () => {
  const cloud = telestream(options())
  const status = await cloud
    .get('/videos.json')
    .willRespondWith(200, [])
    .test(async ({ url }) => (await fetch(`${url}/v3.0/videos.json?${signed}`)).status)
  expect(status).toBe(200)
  const failing = cloud
    .uponReceiving('something that goes wrong in the consumer')
    .get('/videos.json')
    .willRespondWith(200, [])
    .test(async ({ url }) => {
      await fetch(`${url}/v3.0/videos.json?${signed}`)
      throw new TypeError('the consumer has a mistake')
    })
  await expect(failing).rejects.toThrow('the consumer has a mistake')
})

it('beginnings are values: what is said of one is not said of another', async () => {
  const store = duracloud(options()).given('a space exists', { spaceId: 'letters' })
  const headers = { authorization: `Basic ${btoa('admin:apw')}` }
  await store
    .delete('/letters')
    .willRespondWith(200, plain('Space letters deleted successfully'))
    .test(({ url }) => fetch(`${url}/durastore/letters`, { method: 'DELETE', headers }))
  await store
    .given('the client has the wrong secret')
    .delete('/letters')
    .willRespondWith(401)
    .test(({ url }) => fetch(`${url}/durastore/letters`, { method: 'DELETE', headers }))
  expect(await written('duracloud')).toMatchObject([
    { providerStates: [{ name: 'a space exists', params: { spaceId: 'letters' } }] },
    { providerStates: [{ name: 'a space exists' }, { name: 'the client has the wrong secret' }] },
  ])
})

it('a token keeps the claims that it is given', async () => {
  const token = `e30.${btoa('{"user_id":"john"}').replace(/=+$/, '')}.c2lnbmF0dXJl`
  const answer = stream(options()).get('/video/calltypes').withToken(token).willRespondWith(403)
  const headers = { authorization: token, 'stream-auth-type': 'jwt' }
  await answer.test(({ url }) => fetch(`${url}/api/v2/video/calltypes?api_key=k`, { headers }))
  const [interaction] = await written('stream-video')
  expect(interaction?.request.headers).toMatchObject({ Authorization: [token] })
})

describe('a webhook', () => {
  it('of Telestream is a form, and JSON in the file', async () => {
    const factory = telestreamWebhooks(options()).given('a webhook will be sent', { event: 'video-encoded' })
    const bodies: string[] = []
    await factory
      .event('video-encoded', { video_id: 'a', encoding_ids: ['b', 'c'] })
      .test(async (request) => bodies.push(await request.text()))
    expect(bodies).toEqual(['event=video-encoded&video_id=a&encoding_ids%5B0%5D=b&encoding_ids%5B1%5D=c'])
    expect(await written('telestream-cloud')).toMatchObject([
      { description: 'the webhook video-encoded', contents: { content: { encoding_ids: ['b', 'c'] } } },
    ])
  })

  it('of Stream is signed with the secret, over its bytes', async () => {
    const requests: Request[] = []
    await streamWebhooks({ ...options(), secret: 'key' })
      .event('call.ended', { call_cid: 'default:a' })
      .test((request) => requests.push(request))
    const [request] = requests
    const key = await crypto.subtle.importKey(
      'raw',
      new TextEncoder().encode('key'),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    )
    const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(await request?.text()))
    expect(request?.headers.get('x-signature')).toBe(Buffer.from(signature).toString('hex'))
  })

  it('that the receiver does not understand is not written', async () => {
    const told = telestreamWebhooks(options()).event('video-encoded')
    await expect(told.test(() => Promise.reject(new Error('What is that?')))).rejects.toThrow('What is that?')
    await expect(written('telestream-cloud')).rejects.toThrow('ENOENT')
  })
})
