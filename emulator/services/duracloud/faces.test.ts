import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { faceOf, listeningFace } from '../../../harness/conformance/face.ts'
import { duraCloudConformance } from '../../../harness/conformance/duracloud.ts'
import { basic, duraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator } from '../../index.ts'

const listening = async () => listeningFace(await createEmulator({ port: 0, s3Port: 0 }))

duraCloudConformance('fetch', async () => faceOf(await createEmulator()))
duraCloudConformance('HTTP', listening)

/** What is answered to these bytes on a connection of their own. */
function exchange(url: string, text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text))
  let answer = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk) => (answer += String(chunk)))
  socket.on('end', () => resolve(answer))
  socket.on('error', reject)
  return promise
}

const authorization = `Authorization: ${basic({ username: 'root', password: 'rpw' })}\r\nHost: localhost\r\nConnection: close\r\n`

it('takes a request without any length for one without a body, as Ruby sends it', async () => {
  const face = await listening()
  try {
    const copied = await exchange(
      face.url,
      `PUT /durastore/my-space/copy HTTP/1.1\r\n${authorization}x-dura-meta-copy-source: my-space/item-1.txt\r\n\r\n`,
    )
    expect(copied).toMatch(/^HTTP\/1.1 201 /)
    const updated = await exchange(
      face.url,
      `POST /durastore/my-space/copy? HTTP/1.1\r\n${authorization}X-Dura-Meta-Creator: Jane\r\n\r\n`,
    )
    expect(updated).toMatch(/^HTTP\/1.1 200 /)
    const head = await exchange(face.url, `HEAD /durastore/my-space/copy HTTP/1.1\r\n${authorization}\r\n`)
    // Java's and Ruby's clients look for this prefix letter by letter.
    expect(head).toMatch(/\r\nx-dura-meta-creator: Jane\r\n/)
    expect(head).toMatch(/\r\nETag: [0-9a-f]{32}\r\n/)
    // PHP's looks for these two.
    expect(copied).toMatch(/\r\nContent-MD5: [0-9a-f]{32}\r\n/)
    expect(copied).toMatch(/\r\nLocation: http/)
  } finally {
    await face.close()
  }
})

it.each(['/durastore/my-space/../other/x', '/durastore/my-space/%2e%2e/x', '/durastore/my-space//x'])(
  'refuses the path %s as it came',
  async (path) => {
    const face = await listening()
    try {
      expect(await exchange(face.url, `GET ${path} HTTP/1.1\r\n${authorization}\r\n`)).toMatch(/^HTTP\/1.1 40[04] /)
      expect(
        await exchange(face.url, `PUT ${path} HTTP/1.1\r\n${authorization}Content-Length: 1\r\n\r\nx`),
      ).not.toMatch(/^HTTP\/1.1 20/)
    } finally {
      await face.close()
    }
  },
)

it('plays a distribution to who names its host, as a hosts file has browsers do, and sees where they are', async () => {
  const face = await listening()
  try {
    const admin = duraCloudClient(face, face.world, 'admin')
    const { streamingHost: host } = JSON.parse(
      (await admin.task('enable-hls', { spaceId: 'my-videos', secure: true })).text,
    ) as Record<string, string>
    const asked = { spaceId: 'my-videos', redirectUrl: 'https://localhost/', ipAddress: '127.0.0.0/8' }
    const { signedCookiesUrl = '' } = JSON.parse((await admin.task('get-signed-cookies-url', asked)).text) as Record<
      string,
      string
    >
    const get = (path: string, more = '') =>
      exchange(face.url, `GET ${path} HTTP/1.1\r\nHost: ${host}:4600\r\nConnection: close\r\n${more}\r\n`)
    const set = await get(signedCookiesUrl.slice(signedCookiesUrl.indexOf('/cookies')))
    const cookies = [...set.matchAll(/\r\nset-cookie: ([^;]*);/gi)].map(([, cookie]) => cookie)
    expect(cookies).toHaveLength(3)
    expect(await get('/sample.m3u8', `Cookie: ${cookies.join('; ')}\r\n`)).toMatch(/^HTTP\/1.1 200 [^]*#EXTM3U/)
    expect(await get('/sample.m3u8')).toMatch(/^HTTP\/1.1 403 [^]*<Code>MissingKey<\/Code>/)
  } finally {
    await face.close()
  }
})
