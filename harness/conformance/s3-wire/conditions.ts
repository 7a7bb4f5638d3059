// Conformance: requests that depend on what is there.
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function conditions({ client, bucket }: Wire): void {
  describe('conditions', () => {
    const put = async () => {
      const at = { Bucket: await bucket(), Key: 'a' }
      const { ETag } = await client().send(new PutObjectCommand({ ...at, Body: 'a' }))
      const { LastModified } = await client().send(new HeadObjectCommand(at))
      return { at, ETag, modified: LastModified ?? new Date(0) }
    }
    const hour = 3_600_000

    it('of a reader are kept', async () => {
      const { at, ETag, modified } = await put()
      const get = (given: object) => refused(client().send(new GetObjectCommand({ ...at, ...given })))
      const [before, after] = [new Date(modified.getTime() - hour), new Date(modified.getTime() + hour)]
      expect(await get({ IfMatch: ETag })).toBe('not refused')
      expect(await get({ IfMatch: '"other"' })).toBe('412 PreconditionFailed')
      expect(await get({ IfNoneMatch: '"other"' })).toBe('not refused')
      expect(await get({ IfNoneMatch: ETag })).toMatch(/^304 /)
      expect(await get({ IfModifiedSince: before })).toBe('not refused')
      expect(await get({ IfModifiedSince: modified })).toMatch(/^304 /)
      expect(await get({ IfUnmodifiedSince: after })).toBe('not refused')
      expect(await get({ IfUnmodifiedSince: before })).toBe('412 PreconditionFailed')
    })

    it('let an object be made once, and replaced only where it is known', async () => {
      const { at, ETag } = await put()
      const again = (given: object) => refused(client().send(new PutObjectCommand({ ...at, Body: 'b', ...given })))
      expect(await again({ IfNoneMatch: '*' })).toBe('412 PreconditionFailed')
      expect(await again({ Key: 'new', IfNoneMatch: '*' })).toBe('not refused')
      expect(await again({ IfMatch: '"other"' })).toBe('412 PreconditionFailed')
      expect(await again({ IfMatch: ETag })).toBe('not refused')
      expect(await again({ IfMatch: ETag })).toBe('412 PreconditionFailed')
    })

    it('let one of many makers win', async () => {
      const Bucket = await bucket()
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          refused(client().send(new PutObjectCommand({ Bucket, Key: 'one', Body: `${n}`, IfNoneMatch: '*' }))),
        ),
      )
      expect(outcomes.filter((outcome) => outcome === 'not refused')).toHaveLength(1)
    })
  })
}
