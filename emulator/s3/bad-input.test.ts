// What nobody should send to the wire, over its sockets: nothing of it is stored, and nothing of it takes long.
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { request as nodeRequest } from 'node:http'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { encode, signBySdk, type ToSign } from '../../harness/s3-signing.ts'
import { createEmulator, type Emulator, type World } from '../index.ts'

let emulator: Emulator
let host: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, s3Port: 0 })
  host = new URL((await emulator.listen()).s3Url).host
  return () => emulator.close()
})

let world: World
let made = 0
beforeEach(async () => {
  world = await emulator.worlds.create({ name: `world-${(made += 1)}` })
  await world.objects.createBucket('films')
})

interface Answered {
  status: number
  body: string
}

/** Sends just what was signed, path and all. */
async function send(toSign: Partial<ToSign>, changed: Record<string, string> = {}, path?: string): Promise<Answered> {
  const now = world.clock.now()
  const credentials = world.credentials.s3
  const wire = await signBySdk({ method: 'GET', host, path: '/films', now, credentials, ...toSign })
  const target = `${path ?? wire.path}${wire.query === '' ? '' : `?${wire.query}`}`
  const [hostname = '', port = ''] = host.split(':')
  const headers = { ...wire.headers, ...changed, ...(wire.body && { 'content-length': String(wire.body.length) }) }
  return new Promise((resolve, reject) => {
    const sent = nodeRequest({ hostname, port, method: wire.method, path: target, headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text: string) => (body += text))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
    sent.on('error', reject)
    sent.end(wire.body)
  })
}

/** Sends bytes as they are; answers what comes back until the connection ends. */
function sendRaw(head: readonly string[], body: string, { hangUp = false } = {}): Promise<string> {
  const [hostname, port] = host.split(':')
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.on('data', (data) => (answer += data.toString()))
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
    socket.write([...head, '', body].join('\r\n'), () => hangUp && socket.destroy())
  })
}

async function signedHead(headers: Record<string, string>, more: readonly string[]): Promise<string[]> {
  const credentials = world.credentials.s3
  const wire = await signBySdk({ method: 'PUT', host, path: '/films/a', now: world.clock.now(), credentials, headers })
  return [
    'PUT /films/a HTTP/1.1',
    ...Object.entries(wire.headers).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
    ...more,
    '',
  ]
}

const stored = async () => (await world.objects.list('films')).objects.map(({ key }) => key)
const codeOf = ({ status, body }: Answered) => `${status} ${/<Code>(\w+)</.exec(body)?.[1] ?? ''}`
const bytes = (text: string) => new TextEncoder().encode(text)
const md5Of = (text: string) => ({ 'content-md5': createHash('md5').update(text).digest('base64') })

describe('a key with a secret', () => {
  it('of another world opens neither', async () => {
    const other = await emulator.worlds.create({ name: `other-${made}` })
    await other.objects.createBucket('films')
    const mixed = { ...world.credentials.s3, secretAccessKey: other.credentials.s3.secretAccessKey }
    const put = { method: 'PUT', path: '/films/a', body: bytes('a') }
    expect(codeOf(await send({ ...put, credentials: mixed }))).toBe('403 SignatureDoesNotMatch')
    const through = await send({ ...put, credentials: other.credentials.s3, path: `/w/${world.name}/films/a` })
    expect(codeOf(through)).toBe('403 InvalidAccessKeyId')
    expect(await stored()).toEqual([])
    expect((await other.objects.list('films')).objects).toEqual([])
  })
})

describe('a document', () => {
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  const laughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">${entities}]>`
  const deep = '<a>'.repeat(100_000)

  it.each([
    ['PUT', '/new-bucket', {}, 'CreateBucketConfiguration'],
    ['PUT', '/films', { cors: '' }, 'CORSConfiguration'],
    ['PUT', '/films', { lifecycle: '' }, 'LifecycleConfiguration'],
    ['PUT', '/films', { tagging: '' }, 'Tagging'],
    ['PUT', '/films', { versioning: '' }, 'VersioningConfiguration'],
    ['PUT', '/films', { acl: '' }, 'AccessControlPolicy'],
    ['PUT', '/films', { publicAccessBlock: '' }, 'PublicAccessBlockConfiguration'],
    ['POST', '/films', { delete: '' }, 'Delete'],
    ['POST', '/films/a', { uploadId: 'x' }, 'CompleteMultipartUpload'],
  ])('%s %s %j that laughs, digs or is none is malformed, at once', async (method, path, query, root) => {
    const before = process.cpuUsage()
    for (const text of [`${laughs}<${root}>&l9;</${root}>`, `<${root}>${deep}`, '\u0000', `<${root}`, '<a/>', '{}'])
      expect(codeOf(await send({ method, path, query, body: bytes(text) }, md5Of(text)))).toBe('400 MalformedXML')
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(5000)
  })
})

describe('a body', () => {
  const unsigned = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }

  it('that is shorter than was said stores nothing', async () => {
    await sendRaw(await signedHead(unsigned, ['content-length: 1000']), 'film', { hangUp: true })
    expect(codeOf(await send({ path: '/films/a' }))).toBe('404 NoSuchKey')
  })

  it('that is longer than was said is at most as long as was said, and the rest is no request', async () => {
    const head = (await signedHead(unsigned, ['content-length: 4'])).filter((line) => line !== 'connection: close')
    expect(await sendRaw(head, 'film and more\r\n\r\n')).toMatch(/HTTP\/1\.1 400 /)
    const { objects } = await world.objects.list('films')
    expect(objects.filter(({ size }) => size !== 4)).toEqual([])
  })

  it('whose length is none, or two, is refused', async () => {
    for (const lengths of [['-1'], ['4', '5'], ['4x'], ['99999999999999999999']]) {
      const head = await signedHead(
        unsigned,
        lengths.map((length) => `content-length: ${length}`),
      )
      expect(await sendRaw(head, 'film', { hangUp: false })).toMatch(/^HTTP\/1\.1 400 /)
    }
    expect(await stored()).toEqual([])
  })

  it('whose decoded length is a lie, or whose chunks others signed, stores nothing', async () => {
    const signature = 'f'.repeat(64)
    const framed = (content: string) =>
      `${content.length.toString(16)};chunk-signature=${signature}\r\n${content}\r\n0;chunk-signature=${signature}\r\n\r\n`
    const streaming = {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '4',
    }
    const put = (headers: Record<string, string>, text: string) =>
      send({ method: 'PUT', path: '/films/a', headers, body: bytes(text) })
    expect(codeOf(await put(streaming, framed('film')))).toBe('403 SignatureDoesNotMatch')
    const trailing = { ...streaming, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }
    for (const length of ['3', '5'])
      expect(
        (await put({ ...trailing, 'x-amz-decoded-content-length': length }, '4\r\nfilm\r\n0\r\n\r\n')).status,
      ).toBe(400)
    expect((await put(trailing, 'ffffffffffffffff\r\nfilm')).status).toBe(400)
    expect(await stored()).toEqual([])
  })
})

describe('a key', () => {
  const put = (key: string) => send({ method: 'PUT', path: `/films/${key}`, body: bytes(key) })

  it('may have every character, and is got and listed as it was put', async () => {
    const points = [
      ...Array.from({ length: 0x250 }, (_, point) => point),
      0x7ff,
      0x800,
      0xd7ff,
      0xe000,
      0xfffd,
      0xffff,
      0x10000,
      0x10ffff,
    ]
    const keys: string[] = []
    for (let at = 0; at < points.length; at += 24) keys.push(`k${String.fromCodePoint(...points.slice(at, at + 24))}`)
    for (const key of keys) {
      expect(codeOf(await put(key))).toBe('200 ')
      expect((await send({ path: `/films/${key}` })).body).toBe(key)
    }
    const listed = await send({ query: { 'encoding-type': 'url', 'list-type': '2' } })
    const told = [...listed.body.matchAll(/<Key>([^<]*)</g)].map(([, key = '']) =>
      decodeURIComponent(key.replaceAll('+', ' ')),
    )
    expect(told.sort()).toEqual(keys.sort())
    const document = keys.map((key) => `<Object><Key>${escaped(key)}</Key></Object>`).join('')
    const toDelete = `<Delete>${document}</Delete>`
    const deleted = await send({ method: 'POST', query: { delete: '' }, body: bytes(toDelete) }, md5Of(toDelete))
    expect(deleted.status).toBe(200)
    // But for those with U+0000, U+FFFE and U+FFFF, which no document can have.
    expect((await stored()).filter((key) => !/[\u0000\ufffe\uffff]/.test(key))).toEqual([])
  })

  it('may be no path at all', async () => {
    for (const key of ['/', '//a', 'a//', ' ', '+', '%', '%2F', '?', '#', 'a?b=c', '&amp;', '"\'']) {
      expect([key, codeOf(await put(key))]).toEqual([key, '200 '])
      expect((await send({ path: `/films/${key}` })).body).toBe(key)
    }
  })

  it('is refused when it is too long, or no UTF-8', async () => {
    expect(codeOf(await put('x'.repeat(1024)))).toBe('200 ')
    expect(codeOf(await put('x'.repeat(1025)))).toBe('400 KeyTooLongError')
    expect(codeOf(await put('é'.repeat(513)))).toBe('400 KeyTooLongError')
    for (const path of ['/films/%ff', '/films/%c0%af', '/films/%ed%a0%80', '/films/%zz'])
      expect(codeOf(await send({ method: 'PUT', path: '/films/a', body: bytes('a') }, {}, path))).toBe('400 InvalidURI')
  })

  it('that a URL would resolve is nobody else’s', async () => {
    await put('secret')
    for (const key of ['a/../secret', './secret', 'b/./../secret', '..']) {
      const { status, body } = await send(
        { path: `/films/${key}` },
        {},
        `/films/${key.split('/').map(encode).join('/')}`,
      )
      expect([key, status === 200, body === 'secret']).toEqual([key, false, false])
    }
  })
})

function escaped(text: string): string {
  return Array.from(text, (character) => `&#${character.codePointAt(0)};`).join('')
}
