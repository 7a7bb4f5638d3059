// Provider states of the buckets.
import { z } from 'zod'
import { bucketName, makeBucket } from '../../fixtures/scenarios/bucket.ts'
import { text } from './parameters.ts'
import { defineState } from './state.ts'

const service = 's3'
const bucket = z
  .string({ error: 'Expected a text' })
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'Expected 3 to 63 of a-z, 0-9, - and .')
  .optional()
  .describe('Made if need be. Default the world’s first, `my-bucket`.')

export const s3States = [
  defineState({
    name: 'a bucket exists',
    description: 'A bucket; one that is there already stays as it is.',
    service,
    parameters: { bucket },
    values: { bucket: 'Its name.' },
    async setUp({ world }, { bucket = bucketName(world) }) {
      await makeBucket(world, bucket)
      return { bucket }
    },
  }),
  defineState({
    name: 'an object exists',
    description: 'An object in a bucket.',
    service,
    parameters: {
      bucket,
      key: text('Default `hello.txt`.').optional(),
      body: z.string({ error: 'Expected a text' }).optional().describe('Its text. Default `Hello`.'),
      contentType: text('Default `text/plain`.').optional(),
    },
    values: { bucket: 'Its bucket.', key: 'Its key.' },
    async setUp(
      { world },
      { bucket = bucketName(world), key = 'hello.txt', body = 'Hello', contentType = 'text/plain' },
    ) {
      await makeBucket(world, bucket)
      await world.objects.put(bucket, key, new TextEncoder().encode(body), { contentType })
      return { bucket, key }
    },
  }),
]
