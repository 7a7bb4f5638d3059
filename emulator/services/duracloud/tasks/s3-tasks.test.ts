import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyPolicy } from '../../../../harness/cloudfront-verifier.ts'
import { duraCloudClient, type DuraCloudClient } from '../../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator } from '../../../index.ts'
import { urlSafe } from '../streaming/policy.ts'

let emulator: Emulator
let admin: DuraCloudClient
let root: DuraCloudClient
let user: DuraCloudClient
let nobody: DuraCloudClient
beforeEach(async () => {
  emulator = await createEmulator({ scenario: 'empty' })
  const { main } = emulator.worlds
  admin = duraCloudClient(emulator, main, 'admin')
  root = duraCloudClient(emulator, main, 'root')
  user = duraCloudClient(emulator, main, 'user')
  nobody = duraCloudClient(emulator, main, 'nobody')
  await admin.put('/videos')
})
afterEach(() => emulator.close())

const properties = async (space = 'videos') =>
  Object.fromEntries([...(await admin.head(`/${space}`)).headers].filter(([name]) => name.includes('streaming')))
const resultOf = ({ text }: { text: string }) => JSON.parse(text) as Record<string, string>
const notAsRequested = (task: string, reason: string) => ({
  status: 400,
  text: `Execution of task ${task} is not supported as requested. ${reason}`,
})

describe('the list of tasks', () => {
  it('is XStream’s, in the order of the releases', async () => {
    const { text, headers } = await user.get('/task?storeID=3')
    expect(headers.get('content-type')).toBe('application/xml')
    expect(text).toBe('<list>\n  <string>restore-content</string>\n</list>')
    const named = [...(await user.get('/task')).text.matchAll(/<string>(.*)<\/string>/g)].map(([, name]) => name)
    expect(named.join(' ')).toBe(
      'noop set-storage-policy enable-streaming get-url get-signed-url disable-streaming delete-streaming enable-hls get-url-hls get-signed-cookies-url disable-hls delete-hls',
    )
  })

  it('is that of the primary store for one that is none', async () => {
    expect((await user.get('/task?storeID=9')).text).toBe((await user.get('/task')).text)
    expect((await user.get('/task?storeId=3')).text).toBe((await user.get('/task')).text)
    expect((await admin.task('noop', undefined, '9')).text).toBe('Success')
  })

  it.each([
    ['8' as const, 'noop set-storage-policy enable-hls get-url-hls get-signed-cookies-url disable-hls delete-hls'],
    [
      'wiki' as const,
      'noop set-storage-policy enable-streaming get-url get-signed-url disable-streaming delete-streaming enable-hls get-url-hls get-signed-cookies-url disable-hls delete-hls',
    ],
  ])('of profile %s', async (profile, names) => {
    await using other = await createEmulator({ duracloud: { profile } })
    const client = duraCloudClient(other, other.worlds.main, 'admin')
    expect(
      [...(await client.get('/task')).text.matchAll(/<string>(.*)<\/string>/g)].map(([, name]) => name).join(' '),
    ).toBe(names)
    const rtmp = await client.task('enable-streaming', { spaceId: 'nope' })
    expect(rtmp.status).toBe(profile === '8' ? 400 : 500)
  })
})

describe('performing a task', () => {
  it('noop answers Success, whatever it is sent', async () => {
    const done = await admin.task('noop', 'anything')
    expect(done).toMatchObject({ status: 200, text: 'Success' })
    expect(done.headers.get('content-type')).toBe('text/plain')
  })

  it.each([
    ['unsupported-task', '1'],
    ['create-snapshot', '1'],
    ['restore-snapshot', '1'],
    ['enable-hls', '3'],
    ['noop', '2'],
  ])('%s is 400 in store %s', async (name, store) => {
    expect(await root.task(name, '{}', store)).toMatchObject({ status: 400, text: `${name} is not a supported task.` })
  })

  it('takes no other verb', async () => {
    expect((await root.get('/task/noop')).status).toBe(405)
    expect((await root.put('/task/noop')).status).toBe(405)
    expect((await root.post('/task')).status).toBe(405)
  })

  it('takes the first file of a form', async () => {
    const form = new FormData()
    form.set('note', 'not this')
    form.set('file', new File(['{"spaceId":"videos"}'], 'parameters.json'))
    const request = new Request('http://x', { method: 'POST', body: form })
    const body = new Uint8Array(await request.arrayBuffer())
    const done = await admin.post('/task/enable-hls', body, {
      'content-type': request.headers.get('content-type') ?? '',
    })
    expect(done.status).toBe(200)
  })

  it('notes its name and parameters in the journal', async () => {
    await admin.task('enable-hls', { spaceId: 'videos' })
    const [entry] = emulator.worlds.main.journal.list().entries
    expect(entry).toMatchObject({ operation: 'tasks.enable-hls', request: { body: '{"spaceId":"videos"}' } })
  })
})

describe.each([
  {
    protocol: 'HLS',
    suffix: 'hls',
    prefix: 'hls-streaming',
    host: /^d[a-z0-9]{13}\.cloudfront\.net$/,
    results: ['enable-hls task', 'disable-hls task', 'delete-hls task'],
  },
  {
    protocol: 'RTMP',
    suffix: 'streaming',
    prefix: 'streaming',
    host: /^s[a-z0-9]{13}\.cloudfront\.net$/,
    results: ['Enable Streaming Task', 'Disable Streaming Task', 'Delete Streaming Task'],
  },
])('$protocol', ({ suffix, prefix, host, results: [enabled, disabled, deleted] }) => {
  const enable = (secure = false, spaceId = 'videos') =>
    admin.task(`enable-${suffix}`, { spaceId, secure, allowedOrigins: null })

  it('is enabled with a host, which the space shows', async () => {
    const done = await enable(true)
    const { streamingHost = '' } = resultOf(done)
    expect(streamingHost).toMatch(host)
    expect(done).toMatchObject({
      status: 200,
      text: `{\n  "result" : "${enabled} completed successfully",\n  "streamingHost" : "${streamingHost}"\n}`,
    })
    expect(await properties()).toEqual({
      [`x-dura-meta-${prefix}-host`]: streamingHost,
      [`x-dura-meta-${prefix}-type`]: 'SECURE',
    })
    expect((await enable(true)).text).toBe(done.text)
  })

  it('keeps its kind until it is deleted, also while it is disabled', async () => {
    const { streamingHost } = resultOf(await enable())
    const refused = notAsRequested(
      `enable-${suffix}`,
      `The space videos is already configured to stream as OPEN and cannot be updated to stream as SECURE. To do this, you must first execute the delete-${suffix} task.`,
    )
    expect(await enable(true)).toMatchObject(refused)
    expect(await admin.task(`disable-${suffix}`, { spaceId: 'videos' })).toMatchObject({
      status: 200,
      text: `{\n  "result" : "${disabled} completed successfully"\n}`,
    })
    expect(await properties()).toEqual({})
    expect((await admin.task(`disable-${suffix}`, { spaceId: 'videos' })).status).toBe(200)
    expect(await enable(true)).toMatchObject(refused)
    expect(resultOf(await enable()).streamingHost).toBe(streamingHost)
    expect(await admin.task(`delete-${suffix}`, { spaceId: 'videos' })).toMatchObject({
      status: 200,
      text: `{\n  "result" : "${deleted} completed successfully"\n}`,
    })
    expect(await properties()).toEqual({})
    expect(await admin.task(`delete-${suffix}`, { spaceId: 'videos' })).toMatchObject({
      status: 500,
      text: 'No streaming distribution exists for space videos',
    })
    const again = resultOf(await enable(true)).streamingHost
    expect(again).toMatch(host)
    expect(again).not.toBe(streamingHost)
  })

  it.each([
    ['{"spaceId":""}', 'Task parameter values may not be empty'],
    ['{}', 'Task parameter values may not be empty'],
    ['{"spaceId":"nope"}', 'No S3 bucket found matching spaceID: nope'],
    ['{"spaceId":"no.pe"}', 'No S3 bucket found matching spaceID: no[.]pe'],
  ])('refuses %s with 500', async (body, text) => {
    for (const name of [`enable-${suffix}`, `disable-${suffix}`, `delete-${suffix}`]) {
      expect(await admin.task(name, body)).toMatchObject({ status: 500, text })
    }
    expect((await admin.task(`enable-${suffix}`, '')).text).toMatch(
      /^Unable to parse task parameters due to: No content to map due to end-of-input/,
    )
  })
})

describe('URLs of streams', () => {
  it('RTMP, open', async () => {
    const url = (parameters: object) => admin.task('get-url', parameters)
    const asked = { spaceId: 'videos', contentId: 'a b.mp4', resourcePrefix: 'mp4:' }
    expect(await url(asked)).toMatchObject(
      notAsRequested(
        'get-url',
        'The get-url task can only be used after a space has been configured to enable streaming. Use enable-streaming to enable streaming on this space.',
      ),
    )
    const { streamingHost } = resultOf(await admin.task('enable-streaming', { spaceId: 'videos' }))
    expect(resultOf(await url(asked))).toEqual({ streamUrl: `rtmp://${streamingHost}/cfx/st/mp4:a b.mp4` })
    expect(resultOf(await url({ spaceId: 'videos', contentId: 'x' }))).toEqual({
      streamUrl: `rtmp://${streamingHost}/cfx/st/x`,
    })
    expect(await admin.task('get-signed-url', asked)).toMatchObject(
      notAsRequested(
        'get-signed-url',
        'The get-signed-url task cannot be used to request a stream from an open distribution. Use get-url instead.',
      ),
    )
    expect(await url({ spaceId: 'videos' })).toMatchObject({
      status: 500,
      text: "Task parameter 'contentId' may not be empty",
    })
    expect(await url({ contentId: 'x' })).toMatchObject({
      status: 500,
      text: "Task parameter 'spaceId' may not be empty",
    })
  })

  it('RTMP, secure: the signature verifies', async () => {
    const { streamingHost } = resultOf(await admin.task('enable-streaming', { spaceId: 'videos', secure: true }))
    const sign = async (more: object) => {
      const done = await admin.task('get-signed-url', { spaceId: 'videos', contentId: 'clip.mp4', ...more })
      return new URL(resultOf(done).signedUrl ?? '')
    }
    const url = await sign({ resourcePrefix: 'mp4:', minutesToExpire: 60, ipAddress: '10.0.0.0/8' })
    expect(`${url.protocol}//${url.host}${url.pathname}`).toBe(`rtmp://${streamingHost}/cfx/st/mp4:clip.mp4`)
    expect([...url.searchParams.keys()]).toEqual(['Policy', 'Signature', 'Key-Pair-Id'])
    expect(url.searchParams.get('Key-Pair-Id')).toMatch(/^APKA[A-Z2-7]{16}$/)
    const partsOf = ({ searchParams }: URL) => ({
      policy: searchParams.get('Policy') ?? '',
      signature: searchParams.get('Signature') ?? '',
    })
    const now = emulator.worlds.main.clock.now() / 1000
    expect(await verifyPolicy(partsOf(url))).toEqual({
      valid: true,
      text: `{"Statement": [{"Resource":"clip.mp4","Condition":{"DateLessThan":{"AWS:EpochTime":${now + 3600}},"IpAddress":{"AWS:SourceIp":"10.0.0.0/8"}}}]}`,
      resource: 'clip.mp4',
      expires: now + 3600,
      sourceIp: '10.0.0.0/8',
    })
    expect(await verifyPolicy(partsOf(await sign({ minutesToExpire: -1 })))).toMatchObject({
      valid: true,
      expires: now + 480 * 60,
      sourceIp: undefined,
    })
    expect(await admin.task('get-url', { spaceId: 'videos', contentId: 'x' })).toMatchObject(
      notAsRequested(
        'get-url',
        'The get-url task cannot be used to request a stream from a secure distribution. Use get-signed-url instead.',
      ),
    )
  })

  it('HLS', async () => {
    const asked = { spaceId: 'videos', contentId: 'a.m3u8' }
    expect(await admin.task('get-url-hls', asked)).toMatchObject(
      notAsRequested(
        'get-url-hls',
        'The get-url-hls task can only be used after a space has been configured to enable HLS streaming. Use enable-hls to enable HLS streaming on this space.',
      ),
    )
    const { streamingHost } = resultOf(await admin.task('enable-hls', { spaceId: 'videos', secure: 'true' }))
    expect(resultOf(await admin.task('get-url-hls', asked))).toEqual({ streamUrl: `https://${streamingHost}/a.m3u8` })
    expect((await admin.task('get-url-hls', { ...asked, resourcePrefix: '' })).text).toContain(
      'Unrecognized field "resourcePrefix"',
    )
  })

  it('of a plain user need the ACLs of the space', async () => {
    await admin.task('enable-streaming', { spaceId: 'videos' })
    const asked = { spaceId: 'videos', contentId: 'x' }
    expect(await user.task('get-url', asked)).toMatchObject({
      status: 403,
      text: 'You are not authorized to access space videos.',
    })
    await admin.post('/acl/videos', undefined, { 'x-dura-meta-acl-user': 'READ' })
    expect((await user.task('get-url', asked)).status).toBe(200)
    // The check before get-signed-url knows fewer fields than the task.
    expect(await user.task('get-signed-url', { ...asked, minutesToExpire: 5 })).toMatchObject({
      status: 500,
      text: expect.stringContaining('Unrecognized field "minutesToExpire"'),
    })
  })
})

describe('the key pair', () => {
  it('is told by the control API: the key of all, under an id of the world’s own', async () => {
    const tell = async (prefix = '') => {
      const response = await emulator.fetch(new Request(`${emulator.url}${prefix}/_stuntdouble/duracloud/key-pair`))
      return (await response.json()) as { keyPairId: string; publicKey: string }
    }
    const { keyPairId, publicKey } = await tell()
    const { subtle } = globalThis.crypto
    const der = Uint8Array.from(atob(publicKey.replaceAll(/-----[A-Z ]+-----|\n/g, '')), (byte) => byte.charCodeAt(0))
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }
    expect((await subtle.importKey('spki', der, algorithm, true, ['verify'])).type).toBe('public')
    await admin.task('enable-streaming', { spaceId: 'videos', secure: true })
    const signed = await admin.task('get-signed-url', { spaceId: 'videos', contentId: 'x' })
    expect(signed.text).toContain(`&Key-Pair-Id=${keyPairId}"`)
    await emulator.worlds.create({ name: 'other' })
    const other = await tell('/w/other')
    expect(other.publicKey).toBe(publicKey)
    expect(other.keyPairId).not.toBe(keyPairId)
  })
})

describe('signed cookies', () => {
  const asked = {
    spaceId: 'videos',
    redirectUrl: 'https://app.example/player?a=1',
    minutesToExpire: 10,
    ipAddress: null,
  }

  it('are fetched by their token, and verify', async () => {
    const { streamingHost } = resultOf(await admin.task('enable-hls', { spaceId: 'videos', secure: true }))
    const { signedCookiesUrl = '' } = resultOf(await admin.task('get-signed-cookies-url', asked))
    expect(signedCookiesUrl).toMatch(new RegExp(`^https://${streamingHost}/cookies\\?token=[A-Za-z0-9]{20}$`))
    const { search } = new URL(signedCookiesUrl)
    const fetched = await nobody.get(`/aux/cookies${search}`, { origin: 'https://app.example' })
    expect(fetched).toMatchObject({
      status: 200,
      text: `<html><head><meta http-equiv='refresh' content='0;URL="https://app.example/player?a=1"' /></head></html>`,
    })
    expect(Object.fromEntries(fetched.headers)).toMatchObject({
      'content-type': 'text/html',
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    })
    const cookies = fetched.headers.getSetCookie()
    const values = cookies.map((cookie) => {
      const [, name, value, rest] = /^(.+?)=(.+?)(;.*)$/.exec(cookie) ?? []
      expect(rest).toBe(`;Version=1;Comment="Supports HLS";Domain=${streamingHost};Path=/;SameSite=None;Secure`)
      return [name, value] as const
    })
    expect(values.map(([name]) => name)).toEqual([
      'CloudFront-Policy',
      'CloudFront-Signature',
      'CloudFront-Key-Pair-Id',
    ])
    const [policy, signature] = values.map(([, value]) => value ?? '')
    expect(await verifyPolicy({ policy: policy ?? '', signature: signature ?? '' })).toMatchObject({
      valid: true,
      resource: `https://${streamingHost}/*`,
      expires: emulator.worlds.main.clock.now() / 1000 + 600,
    })
    expect((await nobody.get(`/aux/cookies${search}`)).headers.get('access-control-allow-origin')).toBe('*')
    expect(resultOf(await admin.task('get-signed-cookies-url', asked)).signedCookiesUrl).not.toBe(signedCookiesUrl)
  })

  it('are forgotten after a day, and belong to one world', async () => {
    const other = await emulator.worlds.create({ name: 'other' })
    const theirs = duraCloudClient(emulator, other, 'admin')
    await theirs.put('/videos')
    await theirs.task('enable-hls', { spaceId: 'videos' })
    const { search } = new URL(resultOf(await theirs.task('get-signed-cookies-url', asked)).signedCookiesUrl ?? '')
    expect((await nobody.get(`/aux/cookies${search}`)).status).toBe(200)
    await other.jobs.advanceTo(other.clock.now() + 24 * 60 * 60_000)
    expect(await nobody.get(`/aux/cookies${search}`)).toMatchObject({ status: 404, text: 'Token not found' })
    expect((await nobody.get('/aux/cookies')).status).toBe(500)
  })

  it.each([
    [{ redirectUrl: 'x' }, 500, "Task parameter 'spaceId' may not be empty"],
    [{ spaceId: 'videos' }, 500, "Task parameter 'redirectUrl' may not be empty"],
    [{ spaceId: 'nope', redirectUrl: 'x' }, 500, 'No S3 bucket found matching spaceID: nope'],
    [
      { spaceId: 'videos', redirectUrl: 'x' },
      400,
      'Execution of task get-signed-cookies-url is not supported as requested. The get-signed-cookies-url task can only be used after a space has been configured to enable HLS streaming. Use enable-hls to enable HLS streaming on this space.',
    ],
  ])('%j is %i', async (parameters, status, text) => {
    expect(await admin.task('get-signed-cookies-url', parameters)).toMatchObject({ status, text })
  })

  it('have the encoding of CloudFront', () => {
    const policy =
      '{"Statement": [{"Resource":"movie/clip.mp4","Condition":{"DateLessThan":{"AWS:EpochTime":1700000000}}}]}'
    expect(urlSafe(new TextEncoder().encode(policy))).toBe(
      'eyJTdGF0ZW1lbnQiOiBbeyJSZXNvdXJjZSI6Im1vdmllL2NsaXAubXA0IiwiQ29uZGl0aW9uIjp7IkRhdGVMZXNzVGhhbiI6eyJBV1M6RXBvY2hUaW1lIjoxNzAwMDAwMDAwfX19XX0_',
    )
  })
})

describe('set-storage-policy', () => {
  it('answers a sentence, for root alone', async () => {
    const asked = { spaceId: 'videos', storageClass: 'STANDARD_IA', daysToTransition: 30 }
    expect(await root.task('set-storage-policy', asked)).toMatchObject({
      status: 200,
      text: 'Successfully set storage policy on space videos to move content to StandardInfrequentAccess after 30 days',
    })
    expect((await admin.task('set-storage-policy', asked)).status).toBe(403)
  })

  it.each([
    [{ spaceId: 'videos', storageClass: 'GLACIER' }, /^Task parameter values may not be empty$/],
    [
      { spaceId: 'videos', storageClass: 'GLACIER', daysToTransition: null },
      /^Task parameter values may not be empty$/,
    ],
    [{ spaceId: 'videos', storageClass: 'GLACIER', daysToTransition: -1 }, /^Task parameter values may not be empty$/],
    [{ storageClass: 'GLACIER', daysToTransition: 1 }, /^Task parameter values may not be empty$/],
    [
      { spaceId: 'nope', storageClass: 'Glacier', daysToTransition: 1 },
      /^Cannot set storage policy due to invalid storage class. The valid storage class options are: \[STANDARD, REDUCED_REDUNDANCY, GLACIER, STANDARD_IA/,
    ],
    [{ spaceId: 'nope', storageClass: 'GLACIER', daysToTransition: 1 }, /^No S3 bucket found matching spaceID: nope$/],
  ])('%j is 500', async (asked, text) => {
    expect(await root.task('set-storage-policy', asked)).toMatchObject({
      status: 500,
      text: expect.stringMatching(text),
    })
  })
})

describe('a storage policy', () => {
  const set = (storageClass: string, daysToTransition: number) =>
    root.task('set-storage-policy', { spaceId: 'videos', storageClass, daysToTransition })
  const days = (count: number) =>
    emulator.worlds.main.jobs.advanceTo(emulator.worlds.main.clock.now() + count * 24 * 60 * 60_000)
  const status = async () => (await admin.get('/videos/film')).status
  beforeEach(async () => {
    await admin.put('/videos/film', 'film')
  })

  it.each(['GLACIER', 'DEEP_ARCHIVE'])('puts content out of reach when it is old enough: %s', async (storageClass) => {
    await admin.task('enable-hls', { spaceId: 'videos' })
    const { streamUrl = '' } = JSON.parse(
      (await admin.task('get-url-hls', { spaceId: 'videos', contentId: 'film' })).text,
    ) as Record<string, string>
    await set(storageClass, 3)
    await days(2.9)
    expect(await status()).toBe(200)
    await days(0.1)
    const why = "due to error: The operation is not valid for the object's storage class"
    expect(await admin.get('/videos/film')).toMatchObject({
      status: 500,
      text: `Error attempting to get content 'film' in 'videos' due to: Could not retrieve content film in S3 bucket duracloud-1.videos ${why}`,
    })
    expect(await admin.post('/videos/film')).toMatchObject({
      status: 500,
      text: expect.stringContaining(
        `Could not update metadata for content film in S3 bucket duracloud-1.videos ${why}`,
      ),
    })
    expect(await admin.put('/videos/b', undefined, { 'x-dura-meta-copy-source': 'videos/film' })).toMatchObject({
      status: 500,
      text: expect.stringContaining('Error copying from: duracloud-1.videos / film, to: duracloud-1.videos / b'),
    })
    expect((await admin.head('/videos/film')).status).toBe(200)
    const streamed = await emulator.fetch(new Request(streamUrl))
    expect([streamed.status, await streamed.text()]).toEqual([
      403,
      expect.stringContaining(`<Code>InvalidObjectState</Code>`),
    ])
    await admin.put('/videos/film', 'another')
    expect(await status()).toBe(200)
  })

  it.each([
    ['STANDARD', 30],
    ['REDUCED_REDUNDANCY', 30],
    ['STANDARD_IA', 29],
    ['ONEZONE_IA', 0],
  ])(
    'that S3 takes no content into, or not as early, takes the one before away: %s after %i days',
    async (...policy) => {
      await set('GLACIER', 3)
      expect(await set(...policy)).toMatchObject({
        status: 500,
        text: 'Lifecycle policy for bucket duracloud-1.videos could not be applied. The space cannot be found.',
      })
      await days(400)
      expect(await status()).toBe(200)
    },
  )

  it.each(['STANDARD_IA', 'ONEZONE_IA', 'GLACIER_IR'])('leaves it within reach otherwise: %s', async (storageClass) => {
    expect((await set(storageClass, 30)).status).toBe(200)
    await days(400)
    expect(await status()).toBe(200)
  })

  it('holds until there is another; what it has moved stays moved', async () => {
    await set('GLACIER', 5)
    await days(4)
    await set('GLACIER', 10)
    await days(5)
    expect(await status()).toBe(200)
    await days(1)
    expect(await status()).toBe(500)
    await set('STANDARD', 0)
    await days(10)
    expect(await status()).toBe(500)
  })

  it('is about content that was there before it, from the next midnight on', async () => {
    await days(30.5)
    await set('GLACIER', 1)
    expect(await status()).toBe(200)
    await days(0.5)
    expect(await status()).toBe(500)
  })
})

describe('restore-content', () => {
  const restore = (path: string) => root.task('restore-content', path, '3')

  it('brings content back for 14 days, some hours later', async () => {
    const { jobs, clock } = emulator.worlds.main
    const hours = (count: number) => jobs.advanceTo(clock.now() + count * 60 * 60_000)
    await admin.put('/archive?storeID=3')
    await admin.put('/archive/a/b?storeID=3', 'x')
    await hours(25)
    const get = () => admin.get('/archive/a/b?storeID=3')
    expect((await get()).status).toBe(409)
    expect(await restore('archive/a/b')).toMatchObject({
      status: 200,
      text: 'Request to restore content item a/b in space archive was successful.',
    })
    expect(await restore('archive/a/b')).toMatchObject({
      status: 409,
      text: 'Restore is already in progress for archive/a/b',
    })
    expect((await get()).status).toBe(409)
    await hours(5)
    expect((await get()).text).toBe('x')
    await hours(14 * 24)
    expect((await get()).status).toBe(409)
    expect((await restore('archive/nope')).status).toBe(200)
  })

  it.each([
    ['', /^A path including a space ID and an content ID/],
    ['/a', /^A path including/],
    ['archive/', /^A path including/],
    ['archive', /^begin 0, end -1, length 7$/],
    ['nope/a', /^No S3 bucket found matching spaceID: nope$/],
  ])('%s is 500', async (path, text) => {
    expect(await restore(path)).toMatchObject({ status: 500, text: expect.stringMatching(text) })
  })
})
