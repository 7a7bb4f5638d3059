// Conformance: objects read in part, and as a reader wants them to be called.
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function reading({ client, bucket }: Wire): void {
  describe('reading', () => {
    const put = async () => {
      const at = { Bucket: await bucket(), Key: 'digits' }
      await client().send(new PutObjectCommand({ ...at, Body: '0123456789' }))
      return at
    }

    it.each([
      ['bytes=2-4', '234', 'bytes 2-4/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
      ['bytes=-2', '89', 'bytes 8-9/10'],
      ['bytes=5-500', '56789', 'bytes 5-9/10'],
    ])('is of a range: %s', async (Range, text, ContentRange) => {
      const got = await client().send(new GetObjectCommand({ ...(await put()), Range }))
      expect([got.$metadata.httpStatusCode, got.ContentRange, got.ContentLength]).toEqual([
        206,
        ContentRange,
        text.length,
      ])
      expect(await got.Body?.transformToString()).toBe(text)
    })

    it('of a range behind the end is refused', async () => {
      const at = await put()
      expect(await refused(client().send(new GetObjectCommand({ ...at, Range: 'bytes=10-' })))).toBe('416 InvalidRange')
    })

    it('may give the answer other headers', async () => {
      const got = await client().send(
        new GetObjectCommand({
          ...(await put()),
          ResponseContentType: 'text/x-digits',
          ResponseContentDisposition: 'inline; filename=digits',
          ResponseCacheControl: 'no-store',
        }),
      )
      expect(got).toMatchObject({
        ContentType: 'text/x-digits',
        ContentDisposition: 'inline; filename=digits',
        CacheControl: 'no-store',
      })
    })

    it('of the only part is of the whole', async () => {
      const at = await put()
      const head = await client().send(new HeadObjectCommand({ ...at, PartNumber: 1 }))
      expect(head.ContentLength).toBe(10)
    })
  })
}
