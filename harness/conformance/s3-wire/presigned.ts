// Conformance: URLs that were signed for whoever has them.
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, it } from 'vitest'
import { clientOf, type Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function presigned({ client, bucket, at }: Wire): void {
  describe('presigned URLs', () => {
    it('read, write and delete without a key', async () => {
      const object = { Bucket: await bucket(), Key: 'a b/été+1.txt' }
      // Else the SDK signs the checksum of nothing into a URL that something is to be put by.
      const plain = clientOf(at(), { requestChecksumCalculation: 'WHEN_REQUIRED' })
      const put = await getSignedUrl(plain, new PutObjectCommand({ ...object, ContentType: 'text/x-a' }))
      const stored = await fetch(put, { method: 'PUT', body: 'by URL', headers: { 'content-type': 'text/x-a' } })
      expect([stored.status, await stored.text()]).toEqual([200, ''])
      plain.destroy()
      const got = await fetch(await getSignedUrl(client(), new GetObjectCommand(object)))
      expect([got.status, got.headers.get('content-type'), await got.text()]).toEqual([200, 'text/x-a', 'by URL'])
      const named = new GetObjectCommand({ ...object, ResponseContentDisposition: 'attachment; filename="a.txt"' })
      expect((await fetch(await getSignedUrl(client(), named))).headers.get('content-disposition')).toBe(
        'attachment; filename="a.txt"',
      )
      const gone = await fetch(await getSignedUrl(client(), new DeleteObjectCommand(object)), { method: 'DELETE' })
      expect(gone.status).toBe(204)
      expect(await refused(client().send(new HeadObjectCommand(object)))).toBe('404 NotFound')
    })

    it('are for one object, one method and one key', async () => {
      const object = { Bucket: await bucket(), Key: 'a' }
      await client().send(new PutObjectCommand({ ...object, Body: 'a' }))
      const url = await getSignedUrl(client(), new GetObjectCommand(object))
      const answer = async (target: string, method = 'GET') => {
        const response = await fetch(target, { method })
        return [response.status, /<Code>(\w+)</.exec(await response.text())?.[1]]
      }
      expect(await answer(url.replace('/a?', '/b?'))).toEqual([403, 'SignatureDoesNotMatch'])
      expect(await answer(url, 'DELETE')).toEqual([403, 'SignatureDoesNotMatch'])
      expect(await answer(url.replace(/\?.*/, ''))).toEqual([403, 'AccessDenied'])
      const stranger = clientOf({ ...at(), credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing-at-all' } })
      expect(await answer(await getSignedUrl(stranger, new GetObjectCommand(object)))).toEqual([
        403,
        'InvalidAccessKeyId',
      ])
      expect(await refused(stranger.send(new GetObjectCommand(object)))).toBe('403 InvalidAccessKeyId')
      stranger.destroy()
    })
  })
}
