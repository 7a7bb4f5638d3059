// What an S3 endpoint must do for the unmodified AWS SDK for JavaScript, the double's or any other: written against the outside only.
import { CreateBucketCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { access, acls } from './s3-wire/access.ts'
import { buckets } from './s3-wire/buckets.ts'
import { checksums } from './s3-wire/checksums.ts'
import { clearAway } from './s3-wire/clear-away.ts'
import { conditions } from './s3-wire/conditions.ts'
import { copying } from './s3-wire/copying.ts'
import { cors } from './s3-wire/cors.ts'
import { deleting } from './s3-wire/deleting.ts'
import { forms } from './s3-wire/forms.ts'
import { lifecycle } from './s3-wire/lifecycle.ts'
import { listing } from './s3-wire/listing.ts'
import { multipart } from './s3-wire/multipart.ts'
import { objects } from './s3-wire/objects.ts'
import { presigned } from './s3-wire/presigned.ts'
import { reading } from './s3-wire/reading.ts'
import { tagging } from './s3-wire/tagging.ts'
import { versions } from './s3-wire/versions.ts'

export interface Endpoint {
  /** `http://127.0.0.1:4601` */
  endpoint: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  forcePathStyle: boolean
  close?: () => Promise<void>
}

/** What not every S3 has. */
export type Ability = 'acl' | 'cors' | 'key-control-characters'

export interface WireOptions {
  name: string
  open: () => Promise<Endpoint>
  /** Tests of these are not declared. Default: none. */
  lacks?: readonly Ability[]
}

/** What the tests of one subject are handed. */
export interface Wire {
  client(): S3Client
  at(): Endpoint
  /** An empty bucket; it goes with the test. */
  bucket(): Promise<string>
  has(ability: Ability): boolean
}

export function clientOf(at: Endpoint, config: S3ClientConfig = {}): S3Client {
  const { endpoint, credentials, forcePathStyle } = at
  return new S3Client({ endpoint, credentials, forcePathStyle, region: 'us-east-1', ...config })
}

/** Declares the suite. */
export function s3WireConformance({ name, open, lacks = [] }: WireOptions): void {
  describe(`the S3 wire of ${name}`, () => {
    let at: Endpoint
    let client: S3Client
    let made: string[] = []
    let count = 0
    beforeAll(async () => {
      at = await open()
      client = clientOf(at)
    })
    afterEach(async () => {
      const gone = made
      made = []
      await Promise.all(gone.map((bucket) => clearAway(client, bucket)))
    })
    afterAll(async () => {
      client.destroy()
      await at.close?.()
    })
    const wire: Wire = {
      client: () => client,
      at: () => at,
      async bucket() {
        const bucket = `wire-${process.pid}-${(count += 1)}`
        await client.send(new CreateBucketCommand({ Bucket: bucket }))
        made.push(bucket)
        return bucket
      },
      has: (ability) => !lacks.includes(ability),
    }
    for (const declare of [
      buckets,
      objects,
      reading,
      conditions,
      checksums,
      listing,
      deleting,
      copying,
      tagging,
      multipart,
      versions,
      presigned,
      forms,
      access,
      acls,
      cors,
      lifecycle,
    ])
      declare(wire)
  })
}
