// Conformance: forms that browsers post.
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function forms({ client, bucket }: Wire): void {
  describe('posted forms', () => {
    const post = async (options: PresignedPostOptions, file: Blob, extra: Record<string, string> = {}) => {
      const { url, fields } = await createPresignedPost(client(), options)
      const form = new FormData()
      for (const [name, value] of Object.entries({ ...fields, ...extra })) form.append(name, value)
      form.append('file', file, 'été.txt')
      const response = await fetch(url, { method: 'POST', body: form, redirect: 'manual' })
      return { response, text: await response.text() }
    }

    it('make objects', async () => {
      const object = { Bucket: await bucket(), Key: 'uploads/a.txt' }
      const fields = { 'Content-Type': 'text/x-a', 'x-amz-meta-by': 'form' }
      const { response } = await post({ ...object, Fields: fields }, new Blob(['posted']))
      expect(response.status).toBe(204)
      const got = await client().send(new GetObjectCommand(object))
      expect([await got.Body?.transformToString(), got.ContentType, got.Metadata]).toEqual([
        'posted',
        'text/x-a',
        { by: 'form' },
      ])
    })

    it('may name the object after the file, and be answered with a document', async () => {
      const Bucket = await bucket()
      const { response, text } = await post(
        { Bucket, Key: 'uploads/${filename}', Fields: { success_action_status: '201' } },
        new Blob(['posted']),
      )
      expect(response.status).toBe(201)
      expect(text).toContain('<Key>uploads/été.txt</Key>')
      expect(await refused(client().send(new HeadObjectCommand({ Bucket, Key: 'uploads/été.txt' })))).toBe(
        'not refused',
      )
    })

    it('are refused when the policy does not allow them', async () => {
      const Bucket = await bucket()
      const Conditions: PresignedPostOptions['Conditions'] = [['content-length-range', 1, 10]]
      const large = await post({ Bucket, Key: 'a', Conditions }, new Blob(['more than ten bytes']))
      expect([large.response.status, large.text]).toEqual([400, expect.stringContaining('<Code>EntityTooLarge</Code>')])
      const extra = await post({ Bucket, Key: 'a' }, new Blob(['a']), { 'x-amz-meta-more': 'x' })
      expect([extra.response.status, extra.text]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')])
      expect(await refused(client().send(new HeadObjectCommand({ Bucket, Key: 'a' })))).toBe('404 NotFound')
    })
  })
}
