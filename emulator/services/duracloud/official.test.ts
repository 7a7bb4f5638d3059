// What DuraCloud's own integration tests assert (integration/src/test/java/org/duracloud/integration), restated by the names of
// their classes and, where they have one, methods; names that are none of theirs say in words what newer releases assert.
// Those that drive the Java clients (TestContentStore, TestContentIterator, TestDuraStoreSyncEndpoint, TestDuraStoreChunkSyncEndpoint,
// TestDuracloudContentWriter) are restated with these clients: harness/clients/java-duracloud/src/duracloud/OfficialTest.java.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duraCloudClient, type DuraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'

let emulator: Emulator
let root: DuraCloudClient
let nobody: DuraCloudClient
const space = 'test-space-1'
beforeEach(async () => {
  emulator = await createEmulator()
  root = duraCloudClient(emulator, emulator.worlds.main, 'root')
  nobody = duraCloudClient(emulator, emulator.worlds.main, 'nobody')
  await root.put(`/${space}`)
})
afterEach(() => emulator.close())

describe('TestTaskRest', () => {
  it('getSupportedTasks: the primary store has noop', async () => {
    const answer = await root.get('/task')
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('<string>noop</string>')
  })

  it('testPerformTask: noop answers something', async () => {
    const answer = await root.post('/task/noop')
    expect(answer.status).toBe(200)
    expect(answer.text).not.toBe('')
  })

  it('testPerformTask: an unsupported task is named in the 400', async () => {
    const answer = await root.post('/task/unsupported-task')
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('unsupported-task')
  })
})

describe('TestStoreRest', () => {
  it('testGetStores: the primary one is Amazon S3', async () => {
    const { text } = await root.get('/stores')
    expect(text).toMatch(/isPrimary="1">\s*<id>1<\/id>\s*<storageProviderType>AMAZON_S3</)
  })

  it('testStores: every store that is listed takes a space and content', async () => {
    const { text, status } = await root.get('/stores')
    expect(status).toBe(200)
    const ids = [...text.matchAll(/<id>(\d+)<\/id>/g)].map(([, id]) => id)
    expect(ids).toEqual(['1', '2', '3'])
    for (const id of ids) {
      expect((await root.put(`/store-test-space?storeID=${id}`)).status).toBe(201)
      expect((await root.put(`/store-test-space/test-content?storeID=${id}`, 'Test Content')).status).toBe(201)
      expect((await root.get(`/spaces?storeID=${id}`)).text).toContain('id="store-test-space"')
      expect((await root.get(`/store-test-space?storeID=${id}`)).text).toContain('<item>test-content</item>')
      expect((await root.delete(`/store-test-space/test-content?storeID=${id}`)).status).toBe(200)
      expect((await root.delete(`/store-test-space?storeID=${id}`)).status).toBe(200)
    }
  })
})

describe('TestSpaceRest', () => {
  it('testAddSpace: names that are none, and some that are', async () => {
    for (const id of [
      'Test-Space',
      'test-space!',
      'test..space',
      '-test-space',
      'test-space-',
      'test-.space',
      'te',
      'test-space-test-space-test-space-test-space-test-space-test-spac)',
      '127.0.0.1',
    ]) {
      expect([id, (await root.put(`/${id}`)).status]).toEqual([id, 400])
    }
    for (const id of ['test-space.test.space', 'tes', 'test-space-test-space-test-space-test-spac']) {
      expect([id, (await root.put(`/${id}`)).status]).toEqual([id, 201])
    }
  })

  it('testNotFound', async () => {
    for (const method of ['GET', 'HEAD', 'DELETE']) {
      expect((await root.send(method, '/non-existant-space')).status).toBe(404)
    }
  })

  it('testGetSpaces', async () => {
    const { text, status } = await root.get('/spaces')
    expect(status).toBe(200)
    expect(text).toContain('<spaces>')
    expect(text).toContain(`<space id="${space}" />`)
  })

  it('testGetSpaceProperties', async () => {
    const { headers, status } = await root.head(`/${space}`)
    expect(status).toBe(200)
    expect(headers.get('x-dura-meta-space-created')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
    expect(headers.get('x-dura-meta-space-count')).toBe('0')
  })

  it('testGetSpaceContents: two, then the one behind the marker; a prefix', async () => {
    for (const id of ['test-1', 'test-2', 'item-3']) await root.put(`/${space}/${id}`, 'x')
    const items = async (query: string) =>
      [...(await root.get(`/${space}?${query}`)).text.matchAll(/<item>(.*?)<\/item>/g)].map(([, id]) => id)
    expect(await items('')).toEqual(['item-3', 'test-1', 'test-2'])
    expect(await items('prefix=test')).toEqual(['test-1', 'test-2'])
    expect(await items('maxResults=2')).toEqual(['item-3', 'test-1'])
    expect(await items('maxResults=2&marker=test-1')).toEqual(['test-2'])
  })

  it('properties of a space are not for clients to set any more: 405', async () => {
    expect((await root.post(`/${space}`)).status).toBe(405)
  })

  it('ACLs: what is set is answered, and the rest is gone', async () => {
    await root.post(`/acl/${space}`, undefined, { 'x-dura-meta-acl-user-0': 'READ', 'x-dura-meta-acl-user-1': 'WRITE' })
    expect([...(await root.head(`/acl/${space}`)).headers]).toEqual([
      ['x-dura-meta-acl-user-0', 'READ'],
      ['x-dura-meta-acl-user-1', 'WRITE'],
    ])
  })
})

describe('TestContentRest', () => {
  const text = { 'content-type': 'text/xml; charset=UTF-8' }

  it('content is added and deleted', async () => {
    expect((await root.put(`/${space}/test`, 'Test Content', text)).status).toBe(201)
    expect((await root.delete(`/${space}/test`)).text).toContain('test')
    expect((await root.get(`/${space}/test`)).status).toBe(404)
  })

  it('testGetContent: whole, in ranges, and 400 for other forms of a range', async () => {
    await root.put(`/${space}/test`, 'hello world', text)
    const whole = await root.get(`/${space}/test`)
    expect([whole.status, whole.text]).toEqual([200, 'hello world'])
    expect(whole.headers.get('content-type')).toMatch(/^text\/xml/)
    const part = await root.get(`/${space}/test`, { range: 'bytes=3-5' })
    expect([part.status, part.text]).toEqual([206, 'lo '])
    expect(part.headers.get('content-length')).toBe('3')
    expect(part.headers.get('content-range')).toBe('bytes 3-5/11')
    for (const range of ['3-5', 'bytes=-5']) {
      expect((await root.get(`/${space}/test`, { range })).status).toBe(400)
    }
  })

  it('testUpdateContentProperties: they are replaced, and an invalid type is 400', async () => {
    await root.put(`/${space}/test`, 'x', { ...text, 'x-dura-meta-old': '1' })
    expect((await root.post(`/${space}/test`, undefined, { 'x-dura-meta-test': 'post' })).status).toBe(200)
    const { headers } = await root.head(`/${space}/test`)
    expect([headers.get('x-dura-meta-test'), headers.get('x-dura-meta-old')]).toEqual(['post', null])
    const invalid = { 'content-type': 'application*test' }
    expect((await root.post(`/${space}/test`, undefined, invalid)).status).toBe(400)
  })

  it('testAddContent: a question mark, a backslash, and what is too long', async () => {
    expect((await root.put(`/${space}/test%3Fcontent`, 'x')).status).toBe(400)
    expect((await root.put(`/${space}/test%5Ccontent`, 'x')).status).toBe(400)
    expect((await root.put(`/${space}/${'test-content'.repeat(86)}`, 'x')).status).toBe(400)
  })

  it('testGetContentProperties: length, type, checksum twice, date', async () => {
    await root.put(`/${space}/dir0/dir1/content2`, '<content />', { ...text, 'x-dura-meta-test': 'value' })
    const { headers } = await root.head(`/${space}/dir0/dir1/content2`)
    expect(headers.get('content-length')).toBe('11')
    expect(headers.get('content-type')).toContain('text/xml')
    expect(headers.get('etag')).toBe(headers.get('content-md5'))
    expect(headers.get('last-modified')).not.toBeNull()
    expect(headers.get('x-dura-meta-test')).toBe('value')
  })

  it('testNotFound', async () => {
    expect((await root.put('/non-existant-space/non-existant-content', 'test-content')).status).toBe(404)
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
      expect((await root.send(method, `/${space}/non-existant-content`)).status).toBe(404)
    }
  })

  it('content is copied', async () => {
    await root.put(`/${space}/test`, 'hello world', { ...text, 'x-dura-meta-p': '1' })
    const copied = await root.put(`/${space}/copy`, undefined, { 'x-dura-meta-copy-source': `${space}/test` })
    expect([copied.status, copied.headers.get('content-md5')]).toEqual([201, '5eb63bbbe01eeed093cb22bb8f5acdc3'])
    expect((await root.head(`/${space}/copy`)).headers.get('x-dura-meta-p')).toBe('1')
  })
})

describe('TestAnonymousAccess', () => {
  it('spaces may be listed, and nothing else is open', async () => {
    await root.put(`/${space}/test`, 'x')
    expect((await nobody.get('/spaces')).status).toBe(200)
    for (const [method, path] of [
      ['GET', '/stores'],
      ['GET', `/${space}`],
      ['HEAD', `/${space}`],
      ['GET', `/${space}/test`],
      ['HEAD', `/${space}/test`],
      ['PUT', '/another-space'],
      ['POST', `/acl/${space}`],
      ['DELETE', `/${space}`],
      ['PUT', `/${space}/another`],
      ['POST', `/${space}/test`],
      ['DELETE', `/${space}/test`],
      ['GET', '/task'],
      ['POST', '/task/noop'],
    ] as const) {
      expect([method, path, (await nobody.send(method, path)).status]).toEqual([method, path, 401])
    }
  })

  it('what is public is open to all', async () => {
    await root.put(`/${space}/test`, 'x')
    await root.post(`/acl/${space}`, undefined, { 'x-dura-meta-acl-group-public': 'READ' })
    expect((await nobody.get(`/${space}`)).status).toBe(200)
    expect((await nobody.get(`/${space}/test`)).text).toBe('x')
    expect((await nobody.delete(`/${space}/test`)).status).toBe(401)
  })
})
