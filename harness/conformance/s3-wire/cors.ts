// Conformance: what pages of other origins may do.
import {
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { describe, expect, it } from 'vitest'
import { clientOf, type Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function cors({ client, bucket, at }: Wire): void {
  describe('pages of other origins', () => {
    const rule = {
      ID: 'app',
      AllowedMethods: ['PUT', 'GET'],
      AllowedOrigins: ['https://*.app.test'],
      AllowedHeaders: ['content-*', 'x-amz-*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 600,
    }
    const ask = async (url: string, origin: string, method: string, headers = 'content-type') => {
      const response = await fetch(url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
      })
      await response.text()
      return response
    }

    it('may do what the configuration says', async () => {
      const Bucket = await bucket()
      expect(await refused(client().send(new GetBucketCorsCommand({ Bucket })))).toBe('404 NoSuchCORSConfiguration')
      await client().send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }))
      expect((await client().send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual([rule])

      const plain = clientOf(at(), { requestChecksumCalculation: 'WHEN_REQUIRED' })
      const url = await getSignedUrl(plain, new PutObjectCommand({ Bucket, Key: 'a' }))
      const allowed = await ask(url, 'https://www.app.test', 'PUT')
      expect(allowed.status).toBe(200)
      expect(Object.fromEntries(allowed.headers)).toMatchObject({
        'access-control-allow-origin': 'https://www.app.test',
        'access-control-allow-methods': 'PUT, GET',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '600',
      })
      expect((await ask(url, 'https://other.test', 'PUT')).status).toBe(403)
      expect((await ask(url, 'https://www.app.test', 'DELETE')).status).toBe(403)
      expect((await ask(url, 'https://www.app.test', 'PUT', 'x-other')).status).toBe(403)

      const put = await fetch(url, { method: 'PUT', body: 'a', headers: { origin: 'https://www.app.test' } })
      expect([
        put.status,
        put.headers.get('access-control-allow-origin'),
        put.headers.get('access-control-expose-headers'),
      ]).toEqual([200, 'https://www.app.test', 'ETag'])
      const other = await fetch(url, { method: 'PUT', body: 'a', headers: { origin: 'https://other.test' } })
      expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([200, null])
      plain.destroy()
      await client().send(new DeleteBucketCorsCommand({ Bucket }))
      expect((await ask(url, 'https://www.app.test', 'PUT')).status).toBe(403)
    })
  })
}
