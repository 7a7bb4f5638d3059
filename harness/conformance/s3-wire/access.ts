// Conformance: what anybody may do.
import {
  DeleteBucketPolicyCommand,
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

export function access({ client, bucket, at }: Wire): void {
  describe('anybody', () => {
    const anonymous = async (path: string, init?: RequestInit): Promise<number> => {
      const ask = () => fetch(`${at().endpoint}/${path}`, init)
      // An endpoint may close a connection whose body it refused, while the next request is on its way: that one asks again.
      return (await ask().catch(ask)).status
    }
    const allow = (Bucket: string, Action: string[], Resource: string[]) =>
      client().send(
        new PutBucketPolicyCommand({
          Bucket,
          Policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { AWS: ['*'] }, Action, Resource }],
          }),
        }),
      )

    it('may do nothing in a bucket that says nothing', async () => {
      const Bucket = await bucket()
      await client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }))
      expect(await anonymous(`${Bucket}/a`)).toBe(403)
      expect(await anonymous(`${Bucket}/none`)).toBe(403)
      expect(await anonymous(Bucket)).toBe(403)
      expect(await anonymous(`${Bucket}/b`, { method: 'PUT', body: 'b' })).toBe(403)
      expect(await anonymous(`${Bucket}/a`, { method: 'DELETE' })).toBe(403)
    })

    it('may do what a policy allows, as long as it does', async () => {
      const Bucket = await bucket()
      expect(await refused(client().send(new GetBucketPolicyCommand({ Bucket })))).toBe('404 NoSuchBucketPolicy')
      for (const Key of ['open/a', 'closed/a']) await client().send(new PutObjectCommand({ Bucket, Key, Body: 'a' }))
      await allow(Bucket, ['s3:GetObject'], [`arn:aws:s3:::${Bucket}/open/*`])
      expect(await anonymous(`${Bucket}/open/a`)).toBe(200)
      expect(await anonymous(`${Bucket}/closed/a`)).toBe(403)
      expect(await anonymous(Bucket)).toBe(403)
      await allow(Bucket, ['s3:ListBucket'], [`arn:aws:s3:::${Bucket}`])
      expect([await anonymous(Bucket), await anonymous(`${Bucket}/open/a`)]).toEqual([200, 403])
      await client().send(new DeleteBucketPolicyCommand({ Bucket }))
      expect(await anonymous(Bucket)).toBe(403)
    })

    it('may read a bucket whose policy is for all buckets', async () => {
      const Bucket = await bucket()
      await client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }))
      await allow(Bucket, ['s3:GetObject'], ['arn:aws:s3:::*'])
      expect(await anonymous(`${Bucket}/a`)).toBe(200)
    })

    it('is not let in by what is no policy', async () => {
      const Bucket = await bucket()
      expect(await refused(client().send(new PutBucketPolicyCommand({ Bucket, Policy: '{"Version": 1}' })))).toBe(
        '400 MalformedPolicy',
      )
      expect(await refused(allow(Bucket, ['s3:GetObject'], ['arn:aws:s3:::other-bucket/*']))).toBe(
        '400 MalformedPolicy',
      )
    })
  })
}

export function acls({ client, bucket, at }: Wire): void {
  describe('public ACLs', () => {
    it('let anybody read an object', async () => {
      const Bucket = await bucket()
      await client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ACL: 'public-read' }))
      expect((await fetch(`${at().endpoint}/${Bucket}/a`)).status).toBe(200)
      await client().send(new PutObjectAclCommand({ Bucket, Key: 'a', ACL: 'private' }))
      expect((await fetch(`${at().endpoint}/${Bucket}/a`)).status).toBe(403)
      const { Grants = [] } = await client().send(new GetBucketAclCommand({ Bucket }))
      expect(Grants.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL'])
    })

    it('let anybody put into a bucket, and be told what is not in it', async () => {
      const Bucket = await bucket()
      const url = `${at().endpoint}/${Bucket}/a`
      const put = async () => (await fetch(url, { method: 'PUT', body: 'a' })).status
      expect(await put()).toBe(403)
      await client().send(new PutBucketAclCommand({ Bucket, ACL: 'public-read-write' }))
      expect([(await fetch(url)).status, await put(), (await fetch(url)).status]).toEqual([404, 200, 403])
      expect((await fetch(url, { method: 'DELETE' })).status).toBe(204)
      const { Grants = [], Owner } = await client().send(new GetBucketAclCommand({ Bucket }))
      expect(Grants.map(({ Permission }) => Permission)).toEqual(['FULL_CONTROL', 'READ', 'WRITE'])
      await client().send(
        new PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner, Grants: Grants.slice(0, 2) } }),
      )
      expect([await put(), (await fetch(url)).status]).toEqual([403, 404])
    })
  })
}
