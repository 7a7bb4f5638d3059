// Conformance: lifecycles as they are kept. What they do comes a day later.
import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function lifecycle({ client, bucket }: Wire): void {
  describe('lifecycles', () => {
    it('are put, read and removed', async () => {
      const Bucket = await bucket()
      const get = () => client().send(new GetBucketLifecycleConfigurationCommand({ Bucket }))
      expect(await refused(get())).toBe('404 NoSuchLifecycleConfiguration')
      const Rules: LifecycleRule[] = [
        { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'logs/' }, Expiration: { Days: 30 } },
        {
          ID: 'tagged',
          Status: 'Disabled',
          Filter: { And: { Prefix: 'tmp/', Tags: [{ Key: 'keep', Value: 'no' }] } },
          Expiration: { Days: 1 },
        },
        {
          ID: 'versions',
          Status: 'Enabled',
          Filter: { Prefix: '' },
          NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        },
      ]
      await client().send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }))
      const kept = (await get()).Rules ?? []
      expect(kept.toSorted((a, b) => (a.ID ?? '').localeCompare(b.ID ?? ''))).toMatchObject(Rules)
      await client().send(new DeleteBucketLifecycleCommand({ Bucket }))
      expect(await refused(get())).toBe('404 NoSuchLifecycleConfiguration')
    })

    it('that say nothing are refused', async () => {
      const Bucket = await bucket()
      const LifecycleConfiguration = { Rules: [] }
      expect(
        await refused(client().send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }))),
      ).toBe('400 MalformedXML')
    })
  })
}
