import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Signed, signCanned, signCustom, signedCookies, signedUrl } from '../../../../harness/cloudfront-signer.ts'
import { duraCloudClient, type DuraCloudClient } from '../../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator, type World } from '../../../index.ts'
import { keyPairId } from './policy.ts'

let emulator: Emulator
let world: World
let admin: DuraCloudClient
const problems: string[] = []
beforeEach(async () => {
  problems.length = 0
  emulator = await createEmulator({
    scenario: 'empty',
    onProblem: (message, error) => problems.push(`${message}: ${String(error)}`),
  })
  world = emulator.worlds.main
  admin = duraCloudClient(emulator, world, 'admin')
  await admin.put('/films')
  await admin.put('/films/a%20b/film.m3u8', '#EXTM3U\n', { 'content-type': 'application/x-mpegURL' })
  await admin.put('/films/0123456789', '0123456789', { 'content-type': 'video/mp2t', 'x-dura-meta-creator': 'jane' })
})
afterEach(async () => {
  await emulator.close()
  if (problems.length > 0) throw new Error(problems.join('\n'))
})

async function enable(more: object = {}, task = 'enable-hls'): Promise<string> {
  const answer = await admin.task(task, { spaceId: 'films', ...more })
  return (JSON.parse(answer.text) as { streamingHost: string }).streamingHost
}

async function ask(url: string, init: RequestInit = {}, peer?: string) {
  const response = await emulator.fetch(
    new Request(url, init),
    ...(peer === undefined ? [] : [{ remoteAddress: peer }]),
  )
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const mistakes = () => world.journal.list().entries[0]?.diagnosis?.mistakes.map(({ code }) => code)
const second = () => Math.floor(world.clock.now() / 1000)

describe('an open distribution', () => {
  it('delivers content as its bucket has it, to anybody', async () => {
    const host = await enable()
    const got = await ask(`https://${host}/a%20b/film.m3u8`)
    expect([got.status, got.text]).toEqual([200, '#EXTM3U\n'])
    expect(Object.fromEntries(got.headers)).toEqual({
      'accept-ranges': 'bytes',
      'content-length': '8',
      'content-type': 'application/x-mpegURL',
      etag: '"a7674c694607b169e57593a4952ea26f"',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
      server: 'AmazonS3',
      via: `1.1 ${host} (CloudFront)`,
      'x-amz-cf-id': expect.stringMatching(/^[0-9a-f]{56}$/),
      'x-cache': 'Miss from cloudfront',
    })
    const { service, operation } = world.journal.list().entries[0] ?? {}
    expect([service, operation]).toEqual(['duracloud', 'distribution.get'])
  })

  it('is where get-url-hls says, over plain HTTP and on any port too', async () => {
    const host = await enable()
    const { text } = await admin.task('get-url-hls', { spaceId: 'films', contentId: '0123456789' })
    const { streamUrl } = JSON.parse(text) as { streamUrl: string }
    for (const url of [streamUrl, `http://${host}:4600/0123456789`, `https://${host.toUpperCase()}/0123456789`]) {
      expect((await ask(url)).text).toBe('0123456789')
    }
  })

  it('delivers ranges, answers HEAD, and asks whether the viewer has it already', async () => {
    const url = `https://${await enable()}/0123456789`
    const range = await ask(url, { headers: { range: 'bytes=2-4' } })
    expect([range.status, range.text, range.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10'])
    const suffix = await ask(url, { headers: { range: 'bytes=-2' } })
    expect([suffix.status, suffix.text]).toEqual([206, '89'])
    const behind = await ask(url, { headers: { range: 'bytes=10-' } })
    expect([behind.status, behind.headers.get('content-range'), behind.headers.get('x-cache')]).toEqual([
      416,
      'bytes */10',
      'Error from cloudfront',
    ])
    expect(behind.text).toContain('<Code>InvalidRange</Code>')
    const head = await ask(url, { method: 'HEAD' })
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([200, '', '10'])
    expect(head.headers.get('x-amz-meta-creator')).toBe('jane')
    const etag = head.headers.get('etag') ?? ''
    expect((await ask(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await ask(url, { headers: { 'if-match': '"other"' } })).status).toBe(412)
  })

  it.each([
    ['missing content', '/nope'],
    ['its root', '/'],
    ['a path like that of a world', '/w/main/durastore/spaces'],
    ['the control API, which is not at this host', '/_stuntdouble/worlds'],
    ['/cookies, which open distributions do not have', '/cookies?token=x'],
  ])('does not tell %s from what is private', async (_what, path) => {
    const refused = await ask(`https://${await enable()}${path}`)
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'application/xml'])
    expect(refused.text).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Error><Code>AccessDenied<\/Code><Message>Access Denied<\/Message><RequestId>[0-9a-f]+<\/RequestId><HostId>/,
    )
    expect(mistakes()).toEqual(['access-denied'])
  })

  it('delivers content whose id looks like a path of the double', async () => {
    await admin.put('/films/w/main/durastore', 'mine')
    expect((await ask(`https://${await enable()}/w/main/durastore`)).text).toBe('mine')
  })

  it('refuses other verbs on its own page', async () => {
    const refused = await ask(`https://${await enable()}/0123456789`, { method: 'POST', body: 'x' })
    expect([refused.status, refused.headers.get('content-type'), refused.headers.get('server')]).toEqual([
      403,
      'text/html',
      'CloudFront',
    ])
    expect(refused.text).toContain('not configured to allow the HTTP request method')
  })

  it('refuses a path that is no UTF-8', async () => {
    expect(await ask(`https://${await enable()}/%ff`)).toMatchObject({
      status: 400,
      text: expect.stringContaining('<Code>InvalidURI</Code>'),
    })
  })

  it('delivers nothing while either kind of streaming is disabled, and again once it is enabled', async () => {
    const host = await enable()
    const status = async () => (await ask(`https://${host}/0123456789`)).status
    await admin.task('disable-hls', { spaceId: 'films' })
    expect(await status()).toBe(403)
    expect(await enable()).toBe(host)
    expect(await status()).toBe(200)
    await enable({}, 'enable-streaming')
    await admin.task('disable-streaming', { spaceId: 'films' })
    expect(await status()).toBe(403)
  })

  it('is nobody’s host once it is deleted', async () => {
    const host = await enable()
    await admin.task('delete-hls', { spaceId: 'films' })
    const url = `https://${host}/0123456789`
    expect(await ask(url)).toMatchObject({
      status: 403,
      text: expect.stringContaining('The distribution is disabled.'),
    })
    expect(await ask(url)).toMatchObject({
      status: 404,
      text: expect.stringContaining('stuntdouble serves nothing at /0123456789'),
    })
    expect((await ask('https://d0000000000000.cloudfront.net/durastore/spaces')).status).toBe(200)
    expect(await enable()).not.toBe(host)
  })

  it('says so when its space is gone', async () => {
    const host = await enable()
    await admin.delete('/films')
    await world.jobs.settle()
    expect(await ask(`https://${host}/0123456789`)).toMatchObject({
      status: 404,
      text: expect.stringContaining('<Code>NoSuchBucket</Code>'),
    })
  })
})

describe('worlds', () => {
  it('are told apart by the host, even when they were given the same seed', async () => {
    const host = await enable()
    const other = await emulator.worlds.create({ name: 'other', seed: 1 })
    const its = duraCloudClient(emulator, other, 'admin')
    await its.put('/films')
    await its.put('/films/0123456789', 'another')
    const { streamingHost } = JSON.parse((await its.task('enable-hls', { spaceId: 'films' })).text) as Record<
      string,
      string
    >
    expect(streamingHost).not.toBe(host)
    expect((await ask(`https://${host}/0123456789`)).text).toBe('0123456789')
    expect((await ask(`https://${streamingHost}/0123456789`)).text).toBe('another')
    expect(other.journal.list().entries[0]?.operation).toBe('distribution.get')
  })

  it('forget their hosts when they begin anew', async () => {
    const host = await enable()
    await world.reset()
    expect((await ask(`https://${host}/0123456789`)).status).toBe(404)
  })

  it('fetch from their own distributions without a network', async () => {
    const host = await enable()
    const request = { url: `https://${host}/0123456789`, maxBytes: 100, timeoutMs: 10_000 }
    const { status, body } = await world.outbound.fetch('test', 'test', request)
    expect([status, await new Response(body).text()]).toEqual([200, '0123456789'])
  })
})

describe('pages of other origins', () => {
  const from = (origin: string, more: object = {}) => ({ headers: { origin, ...more } })

  it('are let in by https, where nobody said which', async () => {
    const url = `https://${await enable()}/0123456789`
    const let_in = await ask(url, from('https://example.org'))
    expect(Object.fromEntries(let_in.headers)).toMatchObject({
      'access-control-allow-origin': 'https://example.org',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-max-age': '3000',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    })
    const kept_out = await ask(url, from('http://localhost:3000'))
    expect([kept_out.status, kept_out.headers.get('access-control-allow-origin')]).toEqual([200, null])
    expect(mistakes()).toEqual(['origin-not-allowed'])
  })

  it('are those of allowedOrigins, and DuraCloud’s own, where somebody said which', async () => {
    const url = `https://${await enable({ allowedOrigins: ['http://localhost:*', 'https://tv.example.org'] })}/0123456789`
    const allowed = async (origin: string) => (await ask(url, from(origin))).headers.get('access-control-allow-origin')
    expect(await allowed('http://localhost:3000')).toBe('http://localhost:3000')
    expect(await allowed('https://tv.example.org')).toBe('https://tv.example.org')
    expect(await allowed('https://example.duracloud.org')).toBe('https://example.duracloud.org')
    expect(await allowed('https://example.org')).toBeNull()
  })

  it('all of them, by a star, but without cookies', async () => {
    const url = `https://${await enable({ allowedOrigins: ['*'] })}/0123456789`
    const { headers } = await ask(url, from('http://anywhere'))
    expect([headers.get('access-control-allow-origin'), headers.get('access-control-allow-credentials')]).toEqual([
      '*',
      null,
    ])
  })

  const preflight = (origin: string, method: string) => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'Range, X-Mine' },
  })

  it('ask in advance, and are answered', async () => {
    const url = `https://${await enable()}/0123456789`
    const yes = await ask(url, preflight('https://example.org', 'GET'))
    expect(yes.status).toBe(200)
    expect(yes.headers.get('access-control-allow-headers')).toBe('range, x-mine')
    for (const asked of [preflight('http://example.org', 'GET'), preflight('https://example.org', 'PUT')]) {
      const no = await ask(url, asked)
      expect([no.status, no.headers.get('access-control-allow-origin')]).toEqual([403, null])
      expect(no.text).toContain('<Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed.')
    }
    expect((await ask(url, { method: 'OPTIONS' })).text).toContain('Origin request header needed.')
    expect((await ask(url, { method: 'OPTIONS', ...from('https://example.org') })).status).toBe(400)
  })

  it('have no cookies with that, and so are refused by a secure distribution', async () => {
    const url = `https://${await enable({ secure: true })}/0123456789`
    expect((await ask(url, preflight('https://example.org', 'GET'))).status).toBe(403)
  })
})

describe('a secure distribution', () => {
  let host: string
  let url: string
  let id: string
  beforeEach(async () => {
    host = await enable({ secure: true })
    url = `https://${host}/0123456789`
    id = keyPairId(world)
  })

  const policy = (resource: string, more: object = {}, seconds = 60) => ({
    Statement: [{ Resource: resource, Condition: { DateLessThan: { 'AWS:EpochTime': second() + seconds }, ...more } }],
  })
  async function refusal(target: string, init: RequestInit = {}, peer?: string) {
    const { status, text } = await ask(target, init, peer)
    return [status, /<Code>(.*)<\/Code>/.exec(text)?.[1], ...(mistakes() ?? [])]
  }

  it('refuses who has signed nothing, in CloudFront’s words', async () => {
    const refused = await ask(url)
    expect(refused.status).toBe(403)
    expect(refused.text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>MissingKey</Code><Message>Missing Key-Pair-Id query parameter or cookie value</Message></Error>',
    )
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'content-type': 'text/xml',
      server: 'CloudFront',
      'x-cache': 'Error from cloudfront',
    })
    expect((await ask(url, { method: 'HEAD' })).text).toBe('')
  })

  it('sets the cookies that get-signed-cookies-url promises, and delivers to who brings them', async () => {
    const redirectUrl = 'https://tv.example.org/watch'
    const { text } = await admin.task('get-signed-cookies-url', { spaceId: 'films', minutesToExpire: 5, redirectUrl })
    const { signedCookiesUrl } = JSON.parse(text) as { signedCookiesUrl: string }
    expect(signedCookiesUrl).toMatch(new RegExp(`^https://${host}/cookies\\?token=`))
    const set = await ask(signedCookiesUrl)
    expect([set.status, set.headers.get('content-type')]).toEqual([200, 'text/html'])
    expect(set.text).toContain(redirectUrl)
    const cookies = set.headers.getSetCookie()
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      'CloudFront-Policy',
      'CloudFront-Signature',
      'CloudFront-Key-Pair-Id',
    ])
    expect(cookies[0]).toContain(`;Domain=${host};Path=/;SameSite=None;Secure`)
    const cookie = cookies.map((one) => one.split(';')[0]).join('; ')
    const got = await ask(url, { headers: { cookie, origin: 'https://tv.example.org' } })
    expect([got.status, got.text, got.headers.get('access-control-allow-credentials')]).toEqual([
      200,
      '0123456789',
      'true',
    ])
    expect((await ask(`http://${host}:4600/0123456789`, { headers: { cookie } })).status).toBe(200)
    await world.jobs.advanceTo(world.clock.now() + 5 * 60_000)
    expect(await refusal(url, { headers: { cookie } })).toEqual([403, 'AccessDenied', 'expired'])
  })

  it('asks nobody to sign for the cookies, and knows only tokens of its world', async () => {
    expect(await ask(`https://${host}/cookies?token=nope`)).toMatchObject({ status: 404, text: 'Token not found' })
    expect((await ask(`https://${host}/cookies`)).status).toBe(500)
    expect((await ask(`https://${host}/cookies?token=x`, { method: 'OPTIONS' })).status).toBe(403)
    expect((await ask(`https://${host}/cookies/more`)).text).toContain('MissingKey')
  })

  it.each(['query', 'cookies'])('takes canned and custom policies, in %s', async (where) => {
    for (const signed of [signCanned(url, second() + 60, id), signCustom(policy(`https://${host}/*`), id)]) {
      const got =
        where === 'query'
          ? await ask(signedUrl(url, signed))
          : await ask(url, { headers: { cookie: signedCookies(signed) } })
      expect([got.status, got.text]).toEqual([200, '0123456789'])
    }
  })

  it('counts parameters of others to the URL that is signed', async () => {
    const mine = `${url}?v=1&name=a%20b`
    expect((await ask(signedUrl(mine, signCanned(mine, second() + 60, id)))).status).toBe(200)
    expect(await refusal(signedUrl(mine, signCanned(url, second() + 60, id)))).toEqual([
      403,
      'AccessDenied',
      'wrong-signature',
    ])
  })

  it('judges a signed URL by itself, whatever the cookies say', async () => {
    const cookie = signedCookies(signCanned(url, second() + 60, id))
    const old = signedUrl(url, signCanned(url, second() - 1, id))
    expect(await refusal(old, { headers: { cookie } })).toEqual([403, 'AccessDenied', 'expired'])
    // A parameter of that name alone signs nothing.
    expect(
      (await ask(`${url}?Expires=1`, { headers: { cookie: signedCookies(signCustom(policy('*'), id)) } })).status,
    ).toBe(200)
  })

  it.each([
    ['*', 200],
    ['https://*', 200],
    ['http*://*/0123456789', 200],
    ['https://*/012345678?', 200],
    ['http://*', 403],
    ['https://*/012345678', 403],
    ['https://*/0123456789?', 403],
    ['https://*.cloudfront.net:4600/*', 403],
  ])('reads a resource of %s as wildcards: %i', async (resource, status) => {
    expect((await ask(signedUrl(url, signCustom(policy(resource), id)))).status).toBe(status)
  })

  it('delivers from an instant up to another, by the clock of the world', async () => {
    const later = signCustom(policy('*', { DateGreaterThan: { 'AWS:EpochTime': second() + 10 } }), id)
    expect(await refusal(signedUrl(url, later))).toEqual([403, 'AccessDenied', 'not-yet'])
    await world.jobs.advanceTo(world.clock.now() + 11_000)
    expect((await ask(signedUrl(url, later))).status).toBe(200)
    await world.jobs.advanceTo(world.clock.now() + 49_000)
    expect(await refusal(signedUrl(url, later))).toEqual([403, 'AccessDenied', 'expired'])
  })

  it('delivers to addresses of a range, as get-signed-cookies-url and signers ask for it', async () => {
    const asked = { spaceId: 'films', redirectUrl: 'https://x', ipAddress: '203.0.113.0/24' }
    const { signedCookiesUrl } = JSON.parse((await admin.task('get-signed-cookies-url', asked)).text) as Record<
      string,
      string
    >
    const cookies = (await ask(signedCookiesUrl ?? '')).headers.getSetCookie()
    const init = { headers: { cookie: cookies.map((one) => one.split(';')[0]).join('; ') } }
    expect((await ask(url, init, '203.0.113.9')).status).toBe(200)
    expect((await ask(url, init, '::ffff:203.0.113.9')).status).toBe(200)
    expect(await refusal(url, init, '203.0.114.9')).toEqual([403, 'AccessDenied', 'other-address'])
    expect(await refusal(url, init)).toEqual([403, 'AccessDenied', 'other-address'])
    const here = signCustom(policy('*', { IpAddress: { 'AWS:SourceIp': '127.0.0.1' } }), id)
    expect((await ask(signedUrl(url, here))).status).toBe(200)
  })

  it('refuses another key, another signature, and what cannot be read', async () => {
    const good = signCustom(policy('*'), id)
    const cases: [Partial<Signed>, string, string][] = [
      [{ 'Key-Pair-Id': 'APKAOTHER' }, 'InvalidKey', 'unknown-key'],
      [{ 'Key-Pair-Id': '' }, 'MissingKey', 'not-signed'],
      [{ Signature: good.Signature.replace(/^../, 'AA') }, 'AccessDenied', 'wrong-signature'],
      [{ Signature: 'AAAA' }, 'AccessDenied', 'wrong-signature'],
      [{ Signature: '%%%' }, 'MalformedSignature', 'malformed-signature'],
      [{ Signature: '' }, 'MalformedSignature', 'malformed-signature'],
      [{ Signature: 'a+b=' }, 'MalformedSignature', 'malformed-signature'],
      [{ Policy: '%%%' }, 'MalformedPolicy', 'malformed-policy'],
      [signCustom('{', id), 'MalformedPolicy', 'malformed-policy'],
      [signCustom('[]', id), 'MalformedPolicy', 'malformed-policy'],
      [signCustom({ Statement: [] }, id), 'MalformedPolicy', 'malformed-policy'],
      [signCustom({ Statement: [{ Resource: '*', Condition: {} }] }, id), 'MalformedPolicy', 'malformed-policy'],
      // A usual mistake: milliseconds.
      [signCustom(policy('*', {}, 1e12), id), 'MalformedPolicy', 'malformed-policy'],
    ]
    for (const [change, code, mistake] of cases) {
      expect(await refusal(signedUrl(url, { ...good, ...change })), JSON.stringify(change)).toEqual([
        403,
        code,
        mistake,
      ])
    }
    const { Policy: _policy, ...without } = good
    expect(await refusal(signedUrl(url, without))).toEqual([403, 'MalformedPolicy', 'malformed-policy'])
    expect(await refusal(signedUrl(url, { ...without, Expires: 'soon' }))).toEqual([
      403,
      'MalformedPolicy',
      'malformed-policy',
    ])
  })

  it('says what it would have signed, when a canned policy is of another URL', async () => {
    await ask(signedUrl(url, signCanned(`http://${host}:4600/0123456789`, second() + 60, id)))
    expect(world.journal.list().entries[0]?.diagnosis?.mistakes[0]?.message).toContain(`"Resource":"${url}"`)
  })
})

describe('a distribution of RTMP', () => {
  it('delivers over HTTP what a player would stream', async () => {
    const host = await enable({}, 'enable-streaming')
    expect((await ask(`http://${host}/cfx/st/mp4:0123456789`)).text).toBe('0123456789')
    expect((await ask(`http://${host}/cfx/st/0123456789`)).text).toBe('0123456789')
    expect((await ask(`http://${host}/0123456789`)).status).toBe(403)
  })

  it('wants the signature of get-signed-url where it is secure', async () => {
    const host = await enable({ secure: true }, 'enable-streaming')
    const asked = { spaceId: 'films', contentId: 'a b/film.m3u8', resourcePrefix: 'mp4:', minutesToExpire: 1 }
    const { signedUrl: rtmp } = JSON.parse((await admin.task('get-signed-url', asked)).text) as Record<string, string>
    const url = (rtmp ?? '').replace('rtmp:', 'http:')
    expect((await ask(url)).text).toBe('#EXTM3U\n')
    expect((await ask(url.replace('film', 'other'))).status).toBe(403)
    expect((await ask(`http://${host}/cfx/st/0123456789`)).text).toContain('MissingKey')
    expect((await ask(`http://${host}/cookies?token=x`)).status).toBe(403)
  })
})
