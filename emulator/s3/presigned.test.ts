import { describe, expect, it } from 'vitest'
import { createEmulator } from '../index.ts'
import { presign } from './presign.ts'
import { signQuery } from './sign-query.ts'

const film = new TextEncoder().encode('a film')

async function open(world?: string) {
  const emulator = await createEmulator()
  const it = world === undefined ? emulator.worlds.main : await emulator.worlds.create({ name: world })
  await it.objects.createBucket('private')
  await it.objects.put('private', "a b/cléo's (5+7).mp4", film)
  const url = (expiresIn = 60) =>
    presign({
      s3Url: it.s3Url,
      bucket: 'private',
      key: "a b/cléo's (5+7).mp4",
      credentials: it.credentials.s3,
      expiresIn,
      now: it.clock.now(),
    })
  const get = async (target: string, init?: RequestInit) => {
    const response = await emulator.fetchS3(new Request(target, init))
    return { status: response.status, text: await response.text() }
  }
  return { world: it, url, get, [Symbol.asyncDispose]: emulator.close }
}

describe('a presigned URL', () => {
  it('is signed as the example of S3’s documents', () => {
    const { signature } = signQuery(
      {
        method: 'GET',
        path: '/test.txt',
        parameters: [
          ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
          ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
          ['X-Amz-Date', '20130524T000000Z'],
          ['X-Amz-Expires', '86400'],
          ['X-Amz-SignedHeaders', 'host'],
        ],
        headers: [['host', 'examplebucket.s3.amazonaws.com']],
        time: '20130524T000000Z',
        scope: { day: '20130524', region: 'us-east-1', service: 's3' },
      },
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    )
    expect(signature).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404')
  })

  it('reads a private object, whole or in part, whatever its key is', async () => {
    await using it = await open()
    expect(await it.get(it.url())).toEqual({ status: 200, text: 'a film' })
    expect(await it.get(it.url(), { headers: { range: 'bytes=2-' } })).toEqual({ status: 206, text: 'film' })
    expect((await it.get(it.url().replace(/\?.*/, ''))).status).toBe(403)
  })

  it('works in a world that is chosen by path', async () => {
    await using it = await open('other')
    expect(it.url()).toContain('/w/other/private/')
    expect(await it.get(it.url())).toEqual({ status: 200, text: 'a film' })
  })

  it('expires by the world’s clock', async () => {
    await using it = await open()
    const url = it.url(60)
    await it.world.jobs.advanceTo(it.world.clock.now() + 60_000)
    expect((await it.get(url)).status).toBe(200)
    await it.world.jobs.advanceTo(it.world.clock.now() + 1)
    const { status, text } = await it.get(url)
    expect(status).toBe(403)
    expect(text).toContain(
      '<Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>60</X-Amz-Expires>',
    )
    expect(text).toContain('<Expires>2026-01-01T00:01:00Z</Expires>')
  })

  it('is for one object, one method and one time, and a refusal says what was signed', async () => {
    await using it = await open()
    await it.world.objects.put('private', 'other.mp4', film)
    const url = it.url()
    const other = url.replace(/private\/[^?]*/, 'private/other.mp4')
    expect((await it.get(other)).text).toContain('<Code>SignatureDoesNotMatch</Code>')
    expect((await it.get(other)).text).toContain('<StringToSign>AWS4-HMAC-SHA256\n20260101T000000Z\n')
    expect((await it.get(url.replace('Expires=60', 'Expires=6000'))).status).toBe(403)
    expect((await it.get(url, { method: 'HEAD' })).status).toBe(403)
    expect((await it.get(url.replace('my-access-key', 'somebody'))).text).toContain('<Code>InvalidAccessKeyId</Code>')
  })

  it('that is malformed is no error of the double', async () => {
    await using it = await open()
    const url = it.url()
    const codes = await Promise.all(
      [
        url.replace('AWS4-HMAC-SHA256', 'AWS4'),
        url.replace(/X-Amz-Date=[^&]*/, 'X-Amz-Date=today'),
        url.replace(/X-Amz-Date=[^&]*/, 'X-Amz-Date=20261399T000000Z'),
        url.replace('Expires=60', 'Expires=604801'),
        url.replace('Expires=60', 'Expires=-1'),
        url.replace('%2Fs3%2F', '%2Fec2%2F'),
        url.replace('SignedHeaders=host', 'SignedHeaders=host%3Ba%20b'),
      ].map(async (broken) => (await it.get(broken)).text),
    )
    for (const text of codes) expect(text).toContain('<Code>AuthorizationQueryParametersError</Code>')
    expect((await it.get(url.replace('SignedHeaders=host', 'SignedHeaders=range'))).status).toBe(403)
    expect((await it.get(url.replace('AWS4-HMAC-SHA256', '%E0%A4%A'))).text).toContain('<Code>InvalidURI</Code>')
    expect((await it.get(url.replace('a%20b', '%zz'))).text).toContain('<Code>InvalidURI</Code>')
  })
})
