// DuraCloud from a new space to restored content: what must hold through every face.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyPolicy } from '../cloudfront-verifier.ts'
import { duraCloudClient, type DuraCloudClient } from '../duracloud-client.ts'
import type { Face, FaceWorld } from './face.ts'

/** @param open makes an emulator whose `main` is frozen, and says how it is reached */
export function duraCloudConformance(name: string, open: () => Promise<Face>): void {
  describe(`DuraCloud through ${name}`, () => {
    let face: Face
    let world: FaceWorld
    let admin: DuraCloudClient
    let root: DuraCloudClient
    beforeEach(async () => {
      face = await open()
      world = face.world
      admin = duraCloudClient(face, world, 'admin')
      root = duraCloudClient(face, world, 'root')
    })
    afterEach(() => face.close())

    it('takes content of some size, and gives it back whole and in parts', async () => {
      await admin.put('/big-space')
      const bytes = new Uint8Array(3_000_000).map((_, index) => (index * 7) % 251)
      const added = await admin.put('/big-space/a b/%25.bin', bytes, {
        'content-type': 'video/mp4',
        'x-dura-meta-creator': 'Jane',
      })
      expect([added.status, added.headers.get('location')]).toEqual([
        201,
        `${face.url}/durastore/big-space/a%20b/%25.bin`,
      ])
      const got = await admin.get('/big-space/a%20b/%25.bin')
      expect(got.bytes).toEqual(bytes)
      expect(got.headers.get('etag')).toBe(added.headers.get('content-md5'))
      expect(got.headers.get('last-modified')).toBe('2026-01-01T00:00:00')
      const part = await admin.get('/big-space/a%20b/%25.bin', { range: 'bytes=1000000-1000009' })
      expect([part.status, part.bytes]).toEqual([206, bytes.slice(1_000_000, 1_000_010)])
      const head = await admin.head('/big-space/a%20b/%25.bin')
      expect([head.status, head.bytes.length, head.headers.get('content-length')]).toEqual([200, 0, '3000000'])
      expect(head.headers.get('x-dura-meta-creator')).toBe('Jane')
    })

    it('refuses a large body with the wrong checksum, and one for which nobody may write', async () => {
      await admin.put('/big-space')
      const bytes = new Uint8Array(2_000_000)
      const refused = await admin.put('/big-space/a', bytes, { 'content-md5': '0'.repeat(32) })
      expect([refused.status, refused.headers.get('content-type')]).toEqual([409, 'text/plain'])
      expect((await duraCloudClient(face, world, 'user').put('/big-space/a', bytes)).status).toBe(403)
      expect((await duraCloudClient(face, world, 'nobody').put('/big-space/a', bytes)).status).toBe(401)
      expect((await admin.head('/big-space/a')).status).toBe(404)
    })

    it('streams a space: enabled, signed, fetched by a token', async () => {
      const parameters = { spaceId: 'my-videos', secure: true, allowedOrigins: null }
      const { streamingHost } = JSON.parse((await admin.task('enable-hls', parameters)).text) as Record<string, string>
      const asked = { spaceId: 'my-videos', minutesToExpire: 5, ipAddress: null, redirectUrl: 'http://localhost/' }
      const answer = JSON.parse((await admin.task('get-signed-cookies-url', asked)).text) as Record<string, string>
      const { search } = new URL(answer.signedCookiesUrl ?? '')
      const cookies = (await duraCloudClient(face, world, 'nobody').get(`/aux/cookies${search}`)).headers.getSetCookie()
      const values = cookies.map((cookie) => cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';')))
      expect(await verifyPolicy({ policy: values[0] ?? '', signature: values[1] ?? '' })).toMatchObject({
        valid: true,
        resource: `https://${streamingHost}/*`,
      })
    })

    it('preserves a space and brings it back', async () => {
      const before = await admin.get('/my-space/dir/item-2.txt?storeID=2')
      const asked = { spaceId: 'my-space', description: '', userEmail: 'me@example.org' }
      const { snapshotId } = JSON.parse((await admin.task('create-snapshot', asked, '2')).text) as Record<
        string,
        string
      >
      await world.settle()
      expect((await admin.get('/my-space?storeID=2')).text).toContain('<space id="my-space" />')
      const wanted = { snapshotId, userEmail: 'me@example.org' }
      const { spaceId } = JSON.parse((await root.task('restore-snapshot', wanted, '2')).text) as Record<string, string>
      await world.settle()
      expect((await admin.get(`/${spaceId}/dir/item-2.txt?storeID=2`)).bytes).toEqual(before.bytes)
    })

    it('answers the same to the same requests of another emulator', async () => {
      const other = await open()
      try {
        const said = await Promise.all(
          [face, other].map(async (each) => {
            const client = duraCloudClient(each, each.world, 'root')
            const answers: string[] = []
            for (const [name, parameters] of [
              ['enable-hls', { spaceId: 'my-videos', secure: true }],
              ['get-signed-cookies-url', { spaceId: 'my-videos', redirectUrl: 'x' }],
              ['enable-streaming', { spaceId: 'my-videos', secure: true }],
              ['get-signed-url', { spaceId: 'my-videos', contentId: 'x' }],
            ] as const) {
              answers.push((await client.task(name, parameters)).text)
            }
            return answers
          }),
        )
        expect(said[0]).toEqual(said[1])
        expect(said[0]?.every((text) => text.startsWith('{'))).toBe(true)
      } finally {
        await other.close()
      }
    })
  })
}
