import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { duraCloudClient, type DuraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'

let emulator: Emulator
let admin: DuraCloudClient
beforeEach(async () => {
  emulator = await createEmulator({ scenario: 'empty' })
  admin = duraCloudClient(emulator, emulator.worlds.main, 'admin')
  await admin.put('/my-space')
})
afterEach(() => emulator.close())

const md5 = { 'hello world': '5eb63bbbe01eeed093cb22bb8f5acdc3', '': 'd41d8cd98f00b204e9800998ecf8427e' }
const octets = { 'content-type': 'application/octet-stream' }

describe('content that is added', () => {
  it('is answered with 201, its checksum twice, and where it is', async () => {
    const { status, text, headers } = await admin.put('/my-space/dir/a%20b.txt', 'hello world', {
      'content-md5': md5['hello world'],
      'content-type': 'text/plain; charset=UTF-8',
    })
    expect([status, text]).toEqual([201, ''])
    expect(Object.fromEntries(headers)).toEqual({
      'accept-ranges': 'bytes',
      'content-length': '0',
      'content-md5': md5['hello world'],
      'content-type': 'application/octet-stream',
      etag: md5['hello world'],
      location: `${emulator.url}/durastore/my-space/dir/a%20b.txt`,
    })
  })

  it('comes back with its properties in lower case, an odd date and no quotes', async () => {
    await admin.put('/my-space/a', 'hello world', {
      'content-type': 'text/plain; charset=UTF-8',
      'X-Dura-Meta-Creator': 'Jane',
      'x-dura-meta-content-mimetype': 'ignored/here',
      'content-encoding': 'identity',
    })
    const got = await admin.get('/my-space/a')
    expect([got.status, got.text]).toEqual([200, 'hello world'])
    const expected = {
      'accept-ranges': 'bytes',
      'content-encoding': 'identity',
      'content-length': '11',
      'content-md5': md5['hello world'],
      'content-type': 'text/plain;charset=UTF-8',
      etag: md5['hello world'],
      'last-modified': '2026-01-01T00:00:00',
      'x-dura-meta-creator': 'Jane',
    }
    expect(Object.fromEntries(got.headers)).toEqual(expected)
    const head = await admin.head('/my-space/a')
    expect([head.status, head.text]).toEqual([200, ''])
    expect(Object.fromEntries(head.headers)).toEqual(expected)
    expect((await admin.get('/my-space/a?attachment=true')).headers.get('content-disposition')).toBe(
      'attachment;filename="a"',
    )
  })

  it('may come without a length, and without a body at all', async () => {
    const chunks = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('hello '))
        controller.enqueue(new TextEncoder().encode('world'))
        controller.close()
      },
    })
    expect((await admin.put('/my-space/a', chunks)).headers.get('etag')).toBe(md5['hello world'])
    const empty = await admin.put('/my-space/b')
    expect([empty.status, empty.headers.get('etag')]).toEqual([201, md5['']])
    const got = await admin.get('/my-space/b')
    expect([got.status, got.text, got.headers.get('content-type')]).toEqual([200, '', 'application/octet-stream'])
  })

  it('is not replaced when the checksum is another', async () => {
    await admin.put('/my-space/a', 'hello world')
    const refused = await admin.put('/my-space/a', 'other', { 'content-md5': md5['hello world'] })
    expect(refused).toMatchObject({
      status: 409,
      text: "Error attempting to add content 'a' in 'my-space' due to: Checksum mismatch detected attempting to add content a to S3 bucket duracloud-1.my-space. Content was not added.",
    })
    expect(refused.headers.get('content-type')).toBe('text/plain')
    expect((await admin.get('/my-space/a')).text).toBe('hello world')
    expect((await admin.put('/my-space/b', 'x', { 'content-md5': 'abc' })).status).toBe(409)
    expect((await admin.head('/my-space/b')).status).toBe(404)
  })

  it('fails when its checksum is in base64, or nothing else that could be read as hex', async () => {
    const base64 = btoa(String.fromCharCode(...(md5['hello world'].match(/../g) ?? []).map((hex) => parseInt(hex, 16))))
    expect(await admin.put('/my-space/a', 'hello world', { 'content-md5': base64 })).toMatchObject({
      status: 500,
      text: `Error attempting to add content 'a' in 'my-space' due to: For input string: "Xr" under radix 16`,
    })
    expect((await admin.head('/my-space/a')).status).toBe(404)
  })

  it('is there, and refused, when its checksum is in capital letters', async () => {
    const capitals = md5['hello world'].toUpperCase()
    expect(await admin.put('/my-space/a', 'hello world', { 'content-md5': capitals })).toMatchObject({
      status: 409,
      text: `Error attempting to add content 'a' in 'my-space' due to: Content a was added to space my-space but the checksum, either provided or computed enroute, (${capitals}) does not match the checksum computed by the storage provider (${md5['hello world']}). This content should be retransmitted.`,
    })
    expect((await admin.get('/my-space/a')).text).toBe('hello world')
  })

  it('has a type that is one, told without spaces and its parameters by name', async () => {
    const given = { 'content-type': 'Text/X; charset = UTF-8;  b="c d"' }
    await admin.put('/my-space/a', 'x', given)
    expect((await admin.head('/my-space/a')).headers.get('content-type')).toBe('Text/X;b="c d";charset=UTF-8')
    const refused = await admin.put('/my-space/b', 'x', { 'content-type': 'application*test' })
    expect([refused.status, refused.headers.get('content-type')]).toEqual([400, 'text/html;charset=utf-8'])
    expect((await admin.head('/my-space/b')).status).toBe(404)
  })

  it('has no properties by the names of those that are calculated', async () => {
    const given = Object.fromEntries(
      ['content-checksum', 'content-md5', 'content-size', 'etag', 'date', 'mine'].map((name) => [
        `x-dura-meta-${name}`,
        '1',
      ]),
    )
    const custom = async () =>
      [...(await admin.head('/my-space/a')).headers.keys()].filter((name) => name.startsWith('x-dura-meta-'))
    await admin.put('/my-space/a', 'x', given)
    expect(await custom()).toEqual(['x-dura-meta-mine'])
    await admin.post('/my-space/a', undefined, given)
    expect(await custom()).toEqual(['x-dura-meta-mine'])
  })

  it('keeps old properties and the old type when it is overwritten without new ones', async () => {
    await admin.put('/my-space/a', 'one', { 'content-type': 'text/css', 'x-dura-meta-a': '1', 'x-dura-meta-b': '1' })
    const body = new TextEncoder().encode('two')
    await admin.put('/my-space/a', body, { 'x-dura-meta-b': '2' })
    const { headers } = await admin.head('/my-space/a')
    expect(headers.get('x-dura-meta-a')).toBe('1')
    expect(headers.get('x-dura-meta-b')).toBe('2')
    expect(headers.get('content-type')).toBe('text/css')
  })

  it('keeps its encoding when it is overwritten, and loses it with its properties', async () => {
    const encoding = async () => (await admin.head('/my-space/a')).headers.get('content-encoding')
    await admin.put('/my-space/a', 'one', { 'content-encoding': 'gzip' })
    await admin.put('/my-space/a', 'two')
    expect(await encoding()).toBe('gzip')
    await admin.post('/my-space/a', undefined, { 'content-encoding': 'br' })
    expect(await encoding()).toBe('br')
    await admin.post('/my-space/a', undefined, { 'x-dura-meta-a': '1' })
    expect(await encoding()).toBeNull()
  })

  it.each([
    ['a question mark', '/my-space/a%3Fb', "Content ID may not include the '?' character"],
    ['2,000 characters', `/my-space/${'x'.repeat(2000)}`, 'Content ID must <= 1024 bytes after URL and UTF-8 encoding'],
    [
      '171 letters of two bytes each',
      `/my-space/${'%C3%A9'.repeat(171)}`,
      'Content ID must <= 1024 bytes after URL and UTF-8 encoding',
    ],
  ])('may not have %s in its id', async (_, path, text) => {
    expect(await admin.put(path, 'x')).toMatchObject({ status: 400, text })
  })

  it('takes properties of ASCII, and only so many', async () => {
    expect(await admin.put('/my-space/a', 'x', { 'x-dura-meta-name': 'Zo\u00eb' })).toMatchObject({
      status: 400,
      text: 'adding content(my-space, a, null)',
    })
    const long = await admin.put('/my-space/a', 'x', { 'x-dura-meta-name': 'x'.repeat(2049) })
    expect(long.status).toBe(500)
    expect(long.text).toContain('Your metadata headers exceed the maximum allowed metadata size')
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`x-dura-meta-p${n}`, 'value']))
    expect((await admin.put('/my-space/a', 'x', many)).status).toBe(500)
    expect((await admin.head('/my-space/a')).status).toBe(404)
  })

  it('needs a space', async () => {
    expect(await admin.put('/nope/a', 'x')).toMatchObject({
      status: 404,
      text: "Error attempting to add content 'a' in 'nope' due to: No S3 bucket found matching spaceID: nope",
    })
  })

  it('takes any id that the official test takes, and lists it', async () => {
    for (const character of '~`!@$^&*()_-+=\':.,<>"[]{}#%;| ') {
      const id = `test${character}content`
      const path = `/my-space/${encodeURIComponent(id)}`
      expect((await admin.put(path, id)).status).toBe(201)
      expect((await admin.get(path)).text).toBe(id)
      expect((await admin.delete(path)).status).toBe(200)
    }
    expect((await admin.put('/my-space/dir/', 'a folder')).status).toBe(201)
    expect((await admin.get('/my-space/dir')).status).toBe(404)
    expect((await admin.get('/my-space/dir/')).text).toBe('a folder')
    await admin.put(`/my-space/${encodeURIComponent('a <&> b')}`, '')
    expect((await admin.get('/my-space')).text).toContain('<item>a &lt;&amp;&gt; b</item>')
  })
})

describe('a range', () => {
  beforeEach(() => admin.put('/my-space/a', 'hello world'))

  it.each([
    ['bytes=3-5', 'lo ', 'bytes 3-5/11'],
    ['bytes=6-', 'world', 'bytes 6-10/11'],
    ['bytes=6-600', 'world', 'bytes 6-10/11'],
    ['bytes=0-0, 5-6', 'h', 'bytes 0-0/11'],
  ])('%s', async (range, text, contentRange) => {
    const got = await admin.get('/my-space/a', { range })
    expect([got.status, got.text, got.headers.get('content-range'), got.headers.get('content-length')]).toEqual([
      206,
      text,
      contentRange,
      String(text.length),
    ])
  })

  it.each([
    '3-5',
    'bytes=-5',
    'bytes=a-b',
    'bytes=',
    'chars=1-2',
    'bytes=9223372036854775808-',
    'bytes=1-9223372036854775808',
  ])('%s is 400', async (range) => {
    expect(await admin.get('/my-space/a', { range })).toMatchObject({
      status: 400,
      text: `The Range header value, when utilized, must be in the format 'bytes=X-Y', where X and Y are numerical values. The value provided (${range}) is not valid.`,
    })
  })

  it('behind the end is an error of S3’s', async () => {
    expect((await admin.get('/my-space/a', { range: 'bytes=11-' })).status).toBe(500)
  })

  it('that ends before it begins is all of the content, as a part', async () => {
    const got = await admin.get('/my-space/a', { range: 'bytes=5-3' })
    expect([got.status, got.text, got.headers.get('content-range')]).toEqual([206, 'hello world', null])
  })

  it('is looked at once the space is found', async () => {
    expect((await admin.get('/nope/a', { range: '3-5' })).status).toBe(404)
  })

  it('may be an attachment, in any case', async () => {
    const got = await admin.get('/my-space/a?attachment=TRUE', { range: 'bytes=0-4' })
    expect(got.headers.get('content-disposition')).toBe('attachment;filename="a"')
  })
})

describe('properties', () => {
  beforeEach(() => admin.put('/my-space/a', 'x', { 'content-type': 'text/plain', 'x-dura-meta-old': '1' }))

  it('are replaced by POST, whose body says nothing', async () => {
    const updated = await admin.post('/my-space/a', 'ignored', {
      'content-type': 'image/png',
      'x-dura-meta-content-mimetype': 'image/jpeg',
      'x-dura-meta-new': '2',
    })
    expect(updated).toMatchObject({ status: 200, text: 'Content a updated successfully' })
    const got = await admin.get('/my-space/a')
    expect(got.text).toBe('x')
    expect(got.headers.get('content-type')).toBe('image/jpeg')
    expect(got.headers.get('x-dura-meta-old')).toBeNull()
    expect(got.headers.get('x-dura-meta-new')).toBe('2')
    expect(got.headers.get('x-dura-meta-content-mimetype')).toBeNull()
  })

  it('leave the type alone when nothing says another', async () => {
    await admin.post('/my-space/a', undefined, { 'x-dura-meta-new': '2' })
    expect((await admin.head('/my-space/a')).headers.get('content-type')).toBe('text/plain')
  })

  it('refuse a type that is none, and letters beyond ASCII', async () => {
    expect(await admin.post('/my-space/a', undefined, { 'x-dura-meta-content-mimetype': 'nonsense' })).toMatchObject({
      status: 500,
      text: 'Invalid Mimetype',
    })
    expect((await admin.post('/my-space/a', undefined, { 'content-type': 'nonsense' })).status).toBe(400)
    const answer = await admin.post('/my-space/a', undefined, { 'x-dura-meta-new': 'ü' })
    expect(answer.status).toBe(400)
    expect(answer.text).toContain('new')
  })
})

describe('content that is missing', () => {
  it.each([
    ['GET', 'get content'],
    ['POST', 'update properties for content'],
    ['DELETE', 'delete content'],
  ])('is 404 for %s', async (method, words) => {
    expect(await admin.send(method, '/my-space/b')).toMatchObject({
      status: 404,
      text: `Error attempting to ${words} 'b' in 'my-space' due to: Could not find content item with ID b in S3 bucket duracloud-1.my-space. S3 error: The specified key does not exist.`,
    })
    expect((await admin.head('/my-space/b')).status).toBe(404)
    expect((await admin.send(method, '/my-space/b?storeID=9')).text).toBe(
      `Error attempting to ${words} 'b' in 'my-space' due to: No store exists with ID 9`,
    )
  })

  it('was deleted', async () => {
    await admin.put('/my-space/b', 'x')
    expect(await admin.delete('/my-space/b')).toMatchObject({ status: 200, text: 'Content b deleted successfully' })
    expect((await admin.get('/my-space/b')).status).toBe(404)
  })
})

describe('a copy', () => {
  beforeEach(async () => {
    await admin.put('/other-space?storeID=2')
    await admin.put('/my-space/a%20%25', 'hello world', { ...octets, 'x-dura-meta-p': '1' })
  })

  it('goes across spaces and stores, with its properties', async () => {
    const copied = await admin.put('/other-space/b?storeID=2', undefined, {
      'x-dura-meta-copy-source': '/my-space/a%20%25',
      'x-dura-meta-copy-source-store': '1',
    })
    expect([copied.status, copied.text, copied.headers.get('content-md5')]).toEqual([201, '', md5['hello world']])
    const got = await admin.get('/other-space/b?storeID=2')
    expect([got.text, got.headers.get('x-dura-meta-p'), got.headers.get('x-dura-meta-copy-source')]).toEqual([
      'hello world',
      '1',
      null,
    ])
  })

  it('takes an id as Ruby sends it, from the primary store when none is named', async () => {
    await admin.put('/my-space/dir/a%20b', 'hello world')
    const copied = await admin.put('/my-space/b', undefined, { 'x-dura-meta-copy-source': '//my-space/dir/a b' })
    expect(copied.status).toBe(201)
    expect((await admin.get('/my-space/b')).text).toBe('hello world')
  })

  it('takes a plus for a space, and fails at a percent sign that escapes nothing', async () => {
    await admin.put('/my-space/a%20b', 'a space')
    await admin.put('/my-space/b', undefined, { 'x-dura-meta-copy-source': 'my-space/a+b' })
    expect((await admin.get('/my-space/b')).text).toBe('a space')
    expect(await admin.put('/my-space/c', undefined, { 'x-dura-meta-copy-source': 'my-space/100%' })).toMatchObject({
      status: 500,
      text: 'URLDecoder: Incomplete trailing escape (%) pattern',
    })
  })

  it('refuses a body and a source that is none', async () => {
    expect(await admin.put('/my-space/b', 'x', { 'x-dura-meta-copy-source': 'my-space/a' })).toMatchObject({
      status: 400,
      text: 'Body should not be present in copy-content request: from my-space/a, with body size: 1',
    })
    expect((await admin.put('/my-space/b', undefined, { 'x-dura-meta-copy-source': 'my-space' })).status).toBe(500)
    expect(await admin.put('/my-space/b', undefined, { 'x-dura-meta-copy-source': '' })).toMatchObject({
      status: 400,
      text: 'Missing header: x-dura-meta-copy-source',
    })
  })

  it.each([
    ['/my-space/b', 'my-space/nope', '1', 404],
    ['/my-space/b', 'nope/a', '1', 404],
    ['/nope/b', 'my-space/a%20%25', '1', 404],
    ['/other-space/b?storeID=2', 'my-space/nope', '1', 500],
    ['/my-space/b', 'my-space/a', '9', 404],
  ])('to %s of %s in store %s is %i', async (path, source, store, status) => {
    const answer = await admin.put(path, undefined, {
      'x-dura-meta-copy-source': source,
      'x-dura-meta-copy-source-store': store,
    })
    expect(answer.status).toBe(status)
    expect(answer.text).toMatch(/^Error attempting to copy content '\S+ \/ .+' to '\S+ \/ b' due to: /)
  })
})

describe('a listing', () => {
  const itemsOf = (xml: string) => [...xml.matchAll(/<item>(.*?)<\/item>/g)].map(([, item]) => item)

  it('has at most 1,000 items and goes on behind its marker to an empty one', async () => {
    const { objects } = emulator.worlds.main
    for (let n = 0; n < 2001; n += 1)
      await objects.put('duracloud-1.my-space', `item-${String(n).padStart(5, '0')}`, new Uint8Array())
    const seen: (string | undefined)[] = []
    for (let marker = ''; ;) {
      const { text, headers } = await admin.get(`/my-space?maxResults=10000&marker=${marker}`)
      expect(headers.get('x-dura-meta-space-count')).toBe('1000+')
      const items = itemsOf(text)
      if (items.length === 0) break
      expect(items.length).toBeLessThanOrEqual(1000)
      seen.push(...items)
      marker = items.at(-1) ?? ''
    }
    expect(seen).toHaveLength(2001)
    expect(new Set(seen).size).toBe(2001)
    expect(itemsOf((await admin.get('/my-space?prefix=item-0199&maxResults=3')).text)).toEqual([
      'item-01990',
      'item-01991',
      'item-01992',
    ])
  })

  it('is the same whatever the size of its pages', async () => {
    const ids = ['a', 'a/b', 'a/c', 'ä', 'b', 'é/x', '中', '\u{1f600}', '\uffee']
    for (const id of ids) await admin.put(`/my-space/${encodeURIComponent(id)}`, '')
    const all = itemsOf((await admin.get('/my-space')).text)
    expect([...all].sort()).toEqual([...ids].sort())
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10 }), fc.constantFrom('', 'a', 'a/', 'é'), async (size, prefix) => {
        const paged: (string | undefined)[] = []
        for (let marker = ''; ;) {
          const query = new URLSearchParams({ maxResults: String(size), marker, prefix })
          const items = itemsOf((await admin.get(`/my-space?${query}`)).text)
          if (items.length === 0) break
          paged.push(...items)
          marker = items.at(-1) ?? ''
        }
        expect(paged).toEqual(all.filter((id) => id?.startsWith(prefix)))
      }),
      { numRuns: 30 },
    )
  })

  it('holds chunks and their manifest as what they are', async () => {
    const manifest = '<dur:chunksManifest xmlns:dur="duracloud.org"/>'
    await admin.put('/my-space/big.mov.dura-chunk-0000', 'x')
    await admin.put('/my-space/big.mov.dura-manifest', manifest, { 'content-type': 'application/xml' })
    expect(itemsOf((await admin.get('/my-space')).text)).toEqual(['big.mov.dura-chunk-0000', 'big.mov.dura-manifest'])
    expect((await admin.get('/my-space/big.mov')).status).toBe(404)
    expect((await admin.get('/my-space/big.mov.dura-manifest')).text).toBe(manifest)
  })
})

describe('Glacier', () => {
  it('takes content out of reach at midnight', async () => {
    const world = emulator.worlds.main
    await admin.put('/archive?storeID=3')
    await admin.put('/archive/a?storeID=3', 'x')
    expect((await admin.get('/archive/a?storeID=3')).status).toBe(200)
    await world.jobs.advanceTo(world.clock.now() + 24 * 60 * 60_000)
    const refused = await admin.get('/archive/a?storeID=3')
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('retrieval may take up to 5 hours')
    expect((await admin.head('/archive/a?storeID=3')).status).toBe(200)
    expect((await admin.post('/archive/a?storeID=3')).status).toBe(409)
    const source = { 'x-dura-meta-copy-source': 'archive/a', 'x-dura-meta-copy-source-store': '3' }
    expect((await admin.put('/archive/b?storeID=3', undefined, source)).status).toBe(409)
    await admin.put('/archive/a?storeID=3', 'y')
    expect((await admin.get('/archive/a?storeID=3')).text).toBe('y')
  })
})
