// What an S3 endpoint must do for the unmodified AWS SDK for JavaScript, the double's or any other: written against the outside only.
import { CreateBucketCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { access, acls } from './s3-wire/access.ts'
import { buckets } from './s3-wire/buckets.ts'
import { checksums } from './s3-wire/checksums.ts'
import { clearAway } from './s3-wire/clear-away.ts'
import { conditions } from './s3-wire/conditions.ts'
import { copying } from './s3-wire/copying.ts'
import { cors } from './s3-wire/cors.ts'
import { deleting } from './s3-wire/deleting.ts'
import type { Differences } from './s3-wire/differences.ts'
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

export interface WireOptions {
  name: string
  open: () => Promise<Endpoint>
  /** Tests that must fail, with the reason. Default: none. */
  differs?: Differences
}

/** What the tests of one subject are handed. */
export interface Wire {
  client(): S3Client
  at(): Endpoint
  /** An empty bucket; it goes with the test. */
  bucket(): Promise<string>
}

export function clientOf(at: Endpoint, config: S3ClientConfig = {}): S3Client {
  const { endpoint, credentials, forcePathStyle } = at
  return new S3Client({ endpoint, credentials, forcePathStyle, region: 'us-east-1', ...config })
}

/** Declares the suite. */
export function s3WireConformance({ name, open, differs = {} }: WireOptions): void {
  describe(`the S3 wire of ${name}`, () => {
    let at: Endpoint
    let client: S3Client
    let made: string[] = []
    let count = 0
    const titles = new Set<string>()
    beforeAll(async () => {
      at = await open()
      client = clientOf(at)
    })
    beforeEach(({ task }) => {
      const title = `${task.suite?.name ?? ''} > ${task.name}`
      titles.add(title)
      // What `it.fails` says of a test where it is declared, said here for one endpoint of many.
      if (differs[title] !== undefined) Object.assign(task, { fails: true })
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

    it('differs in nothing that the suite does not ask', () => {
      expect(Object.keys(differs).filter((title) => !titles.has(title))).toEqual([])
    })
  })
}
