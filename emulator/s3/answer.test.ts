import { listen, openDatabase } from '#platform'
import { request as nodeRequest, type IncomingHttpHeaders } from 'node:http'
import { beforeEach, describe, expect, it } from 'vitest'
import { madeBytes, md5, text } from '../../harness/conformance/object-store/bytes.ts'
import { splitUrl } from '../exchange.ts'
import { createEmbeddedStore } from '../objects/embedded-store.ts'
import { MemoryBlobs } from '../objects/memory-blobs.ts'
import type { VersionedStore } from '../objects/versioned-store.ts'
import { State } from '../state/state.ts'
import { answerS3, type S3Call } from './answer.ts'

const bytes = madeBytes(1000)
const etag = `"${md5(bytes)}"`
const keys = {
  credentials: { accessKeyId: 'my-access-key', secretAccessKey: 'my-secret' },
  now: Date.UTC(2026, 0, 2, 3, 4, 5),
}
let store: VersionedStore
beforeEach(async () => {
  const state = new State(await openDatabase())
  const now = () => Date.UTC(2026, 0, 2, 3, 4, 5, 678)
  store = createEmbeddedStore({ state, blobs: new MemoryBlobs(), now, ids: (kind) => `${kind}-${state.next(kind)}` })
  await store.createBucket('open', { publicRead: true })
  await store.createBucket('closed')
  await store.put('open', 'films/cléo 5+7.mp4', bytes, { contentType: 'video/mp4', metadata: { Director: 'Varda' } })
})

async function call(
  url: string,
  init: RequestInit = {},
): Promise<{ response: Response; body: string; called: S3Call }> {
  const request = new Request(`http://127.0.0.1:4601${url}`, init)
  const called: S3Call = { request, ...splitUrl(request.url) }
  const response = await answerS3(called, { store, ...keys, requestId: 'REQUEST1' })
  return { response, body: await response.clone().text(), called }
}
const film = '/open/films/cl%C3%A9o%205+7.mp4'
const shown = (response: Response) => Object.fromEntries(response.headers)

describe('a public object', () => {
  it('is read by anybody', async () => {
    const { response, called } = await call(film)
    expect(response.status).toBe(200)
    expect(shown(response)).toEqual({
      'accept-ranges': 'bytes',
      'content-length': '1000',
      'content-type': 'video/mp4',
      date: 'Fri, 02 Jan 2026 03:04:05 GMT',
      etag,
      'last-modified': 'Fri, 02 Jan 2026 03:04:05 GMT',
      'x-amz-id-2': 'stuntdouble/REQUEST1',
      'x-amz-meta-director': 'Varda',
      'x-amz-request-id': 'REQUEST1',
    })
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    expect(called.operation).toBe('GetObject')
  })

  it('is described by HEAD as GET would answer', async () => {
    for (const headers of [{}, { range: 'bytes=0-9' }, { 'if-none-match': etag }]) {
      const got = await call(film, { headers })
      const { response, body, called } = await call(film, { method: 'HEAD', headers })
      expect([response.status, shown(response)]).toEqual([got.response.status, shown(got.response)])
      expect([body, called.operation]).toEqual(['', 'HeadObject'])
    }
  })

  it('is read in ranges', async () => {
    const { response } = await call(film, { headers: { range: 'bytes=10-19' } })
    expect([response.status, response.headers.get('content-range'), response.headers.get('content-length')]).toEqual([
      206,
      'bytes 10-19/1000',
      '10',
    ])
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes.subarray(10, 20))
    const last = await call(film, { headers: { range: 'bytes=-1' } })
    expect(last.response.headers.get('content-range')).toBe('bytes 999-999/1000')
    const two = await call(film, { headers: { range: 'bytes=0-1,5-6' } })
    expect([two.response.status, two.response.headers.get('content-length')]).toEqual([200, '1000'])
  })

  it('has no range behind its end', async () => {
    const { response, body } = await call(film, { headers: { range: 'bytes=1000-' } })
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */1000'])
    expect(body).toContain('<Code>InvalidRange</Code>')
    expect(body).toContain('<RangeRequested>bytes=1000-</RangeRequested><ActualObjectSize>1000</ActualObjectSize>')
  })

  it('is read whole when If-Range names another version', async () => {
    const { response } = await call(film, { headers: { range: 'bytes=0-9', 'if-range': '"other"' } })
    expect(response.status).toBe(200)
  })

  it('is not sent again to who has it, nor sent in place of another', async () => {
    const { response, body } = await call(film, { headers: { 'if-none-match': etag } })
    expect([response.status, response.headers.get('etag'), body]).toEqual([304, etag, ''])
    const failed = await call(film, { headers: { 'if-match': '"other"' } })
    expect(failed.response.status).toBe(412)
    expect(failed.body).toContain('<Code>PreconditionFailed</Code>')
    expect(failed.body).toContain('<Condition>If-Match</Condition>')
  })

  it('is read as one version, also when it is replaced at the wrong moment', async () => {
    const replaced: VersionedStore = {
      ...store,
      async read(address, plan) {
        await store.put(address.bucket, address.key, text('the new version'))
        return store.read(address, plan)
      },
    }
    const request = new Request(`http://127.0.0.1:4601${film}`)
    const response = await answerS3({ request, ...splitUrl(request.url) }, { store: replaced, ...keys, requestId: '1' })
    expect(await response.text()).toBe('the new version')
    expect(response.headers.get('etag')).toBe(`"${md5(text('the new version'))}"`)
  })

  it('may be empty, and may be the only public one of its bucket', async () => {
    await store.put('closed', 'empty', text(''), { publicRead: true })
    const { response, body } = await call('/closed/empty')
    expect([response.status, response.headers.get('content-length'), body]).toEqual([200, '0', ''])
    expect((await call('/closed/empty', { headers: { range: 'bytes=0-' } })).response.status).toBe(416)
  })

  it('keeps headers legal whatever was stored', async () => {
    await store.put('open', 'a', text('a'), {
      contentType: 'text/plain\r\nset-cookie: a=b',
      contentDisposition: 'attachment; filename="電影.mp4"',
      metadata: { title: 'Cléo', 'not a token': 'x' },
    })
    const { response } = await call('/open/a')
    expect(shown(response)).toMatchObject({
      'content-type': expect.stringMatching(/^=\?UTF-8\?B\?[\w+/=]+\?=$/),
      'x-amz-meta-title': '=?UTF-8?B?Q2zDqW8=?=',
      'x-amz-missing-meta': '1',
    })
    expect(response.headers.get('set-cookie')).toBeNull()
  })

  it('may be read by a page of any origin, ranges and all', async () => {
    const { response } = await call(film, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://app.test',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'range',
      },
    })
    expect(response.status).toBe(200)
    expect(shown(response)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'range',
    })
    const got = await call(film, { headers: { origin: 'http://app.test' } })
    expect(got.response.headers.get('access-control-expose-headers')).toContain('Content-Range')
    const missing = await call('/open/missing', { headers: { origin: 'http://app.test' } })
    expect(missing.response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('ignores parameters that mean nothing, such as those against caches', async () => {
    expect((await call(`${film}?v=1&t=2`)).response.status).toBe(200)
  })
})

describe('a refusal', () => {
  it.each([
    ['/none/a', {}, 404, 'NoSuchBucket', '<BucketName>none</BucketName>'],
    ['/open/missing', {}, 404, 'NoSuchKey', '<Key>missing</Key>'],
    ['/open/%3Ca%3E&%22%0D%00', {}, 404, 'NoSuchKey', '<Key>&lt;a&gt;&amp;&quot;&#13;\ufffd</Key>'],
    ['/closed/secret', {}, 403, 'AccessDenied', ''],
    ['/closed/missing', {}, 403, 'AccessDenied', ''],
    ['/closed', {}, 403, 'AccessDenied', ''],
    ['/', {}, 403, 'AccessDenied', ''],
    ['/open/a', { method: 'PUT', body: 'x' }, 403, 'AccessDenied', ''],
    ['/open/a', { method: 'DELETE' }, 403, 'AccessDenied', ''],
    ['/open/a', { method: 'PATCH' }, 405, 'MethodNotAllowed', '<Method>PATCH</Method>'],
    ['/open/%zz', {}, 400, 'InvalidURI', '<URI>/open/%zz</URI>'],
    ['/open/%ff', {}, 400, 'InvalidURI', ''],
    ['/closed?list-type=2', {}, 403, 'AccessDenied', ''],
    [`${film}?acl`, {}, 403, 'AccessDenied', ''],
    [`${film}?torrent`, {}, 501, 'NotImplemented', 'torrent'],
    [`${film}?versionId=`, {}, 400, 'InvalidArgument', '<ArgumentName>versionId</ArgumentName>'],
    [`${film}?versionId=1`, {}, 400, 'InvalidArgument', 'Invalid version id specified'],
    [`${film}?partNumber=2`, {}, 416, 'InvalidPartNumber', ''],
    [`${film}?response-content-type=text/html`, {}, 400, 'InvalidRequest', ''],
    [film, { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } }, 400, 'AuthorizationHeaderMalformed', ''],
    [`${film}?X-Amz-Signature=abc`, {}, 400, 'AuthorizationQueryParametersError', 'X-Amz-Algorithm'],
    [`${film}?t=%zz`, {}, 400, 'InvalidURI', ''],
  ] satisfies [string, RequestInit, number, string, string][])('%s %j', async (url, init, status, code, detail) => {
    await store.put('closed', 'secret', text('secret'))
    const { response, body, called } = await call(url, init)
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/xml'])
    expect(body).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Error><Code>/)
    expect(body).toContain(`<Code>${code}</Code>`)
    expect(body).toContain(detail)
    expect(body).toContain('<RequestId>REQUEST1</RequestId>')
    expect(called.responseBody).toBe(body)
  })

  it.each(['/', '/closed/secret', '/closed?list-type=2'])('of %s to nobody says that it is not signed', async (url) => {
    await store.put('closed', 'secret', text('secret'))
    const { called } = await call(url)
    expect(called.diagnosis?.mistakes).toMatchObject([
      { code: 'no-credentials', hint: expect.stringContaining('`stuntdouble env` prints') },
    ])
  })

  it('of HEAD has a status and no body', async () => {
    const { response, body } = await call('/open/missing', { method: 'HEAD' })
    expect([response.status, body]).toEqual([404, ''])
  })

  it('of what is private says nothing to pages of other origins', async () => {
    const { response } = await call('/closed/secret')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})

it('tells by HEAD whether a public bucket is there', async () => {
  expect((await call('/open', { method: 'HEAD' })).response.status).toBe(200)
  expect((await call('/closed/', { method: 'HEAD' })).response.status).toBe(403)
  expect((await call('/none', { method: 'HEAD' })).response.status).toBe(404)
})

describe('over a socket', () => {
  const over = (port: number, method: string, path: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      const request = nodeRequest({ port, method, path, headers }, async (response) => {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk as Buffer)
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) })
      })
      request.on('error', reject).end()
    })

  it('lengths arrive as they were said, for HEAD too, and keys as they were written', async () => {
    await store.put('open', 'large', madeBytes(3_000_000))
    await store.put('open', 'a//b/', text('a'))
    const listener = await listen({
      host: '127.0.0.1',
      port: 0,
      fetch: (request) => answerS3({ request, ...splitUrl(request.url) }, { store, ...keys, requestId: '1' }),
    })
    const got = await over(listener.port, 'GET', '/open/large')
    expect([got.headers['content-length'], md5(got.body)]).toEqual(['3000000', md5(madeBytes(3_000_000))])
    const head = await over(listener.port, 'HEAD', '/open/large', { range: 'bytes=5-9' })
    expect([head.status, head.headers['content-length'], head.headers['content-range']]).toEqual([
      206,
      '5',
      'bytes 5-9/3000000',
    ])
    expect((await over(listener.port, 'GET', '/open/a//b/')).body.toString()).toBe('a')
    await listener.close()
  })
})
