// GET /objects, GET /objects/BUCKET, GET /objects/BUCKET/content: what the buckets of a world hold, for somebody who looks.
import { z } from 'zod'
import { previewOf, previewType } from '../console/preview.ts'
import { isObjectStoreError, ObjectStoreError } from '../objects/errors.ts'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'
import { answeredInstant, strict } from './schema.ts'

const params = strict({ bucket: z.string() })
const noSuch = { 'not-found': 'There is no such bucket, or no such object.' }
const limit = z.coerce.number({ error: 'Expected a whole number' }).int('Expected a whole number').min(1).max(1000)

export const objects = [
  defineRoute({
    method: 'GET',
    path: '/objects',
    operationId: 'listBuckets',
    summary: 'The buckets of the world',
    scope: 'world',
    answers: {
      200: {
        description: 'By name.',
        schema: z.object({
          buckets: z.array(
            z.object({ name: z.string(), region: z.string(), publicRead: z.boolean(), createdAt: answeredInstant }),
          ),
        }),
      },
    },
    async handle(_, { world }) {
      await world.prepare('s3')
      const buckets = (await world.browsed.listBuckets()).map(({ createdAt, name, publicRead, region }) => ({
        name,
        region,
        publicRead,
        createdAt: new Date(createdAt).toISOString(),
      }))
      return { status: 200, body: { buckets } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/objects/{bucket}',
    operationId: 'listObjects',
    summary: 'What is in a bucket',
    scope: 'world',
    params,
    query: strict({
      prefix: z.string().optional(),
      delimiter: z.string().optional().describe('Keys that have it after the prefix are one prefix.'),
      after: z.string().optional().describe('Continue after this key: `next` of the page before.'),
      limit: limit.optional().describe('Default 200.'),
    }),
    answers: {
      200: {
        description: 'By key.',
        schema: z.object({
          objects: z.array(
            z.object({
              key: z.string(),
              size: z.int().describe('Bytes.'),
              contentType: z.string().describe('As it was stored.'),
              shownAs: z.string().describe('The type of `content`.'),
              etag: z.string(),
              lastModified: answeredInstant.describe('In the world’s time.'),
              metadata: z.record(z.string(), z.string()),
            }),
          ),
          prefixes: z.array(z.string()),
          next: z.string().optional(),
        }),
      },
    },
    errors: noSuch,
    async handle({ params: { bucket }, query }, { world }) {
      await world.prepare('s3')
      const { after, delimiter, limit = 200, prefix } = query
      const options = {
        limit,
        ...(after !== undefined && { after }),
        ...(delimiter !== undefined && delimiter !== '' && { delimiter }),
        ...(prefix !== undefined && { prefix }),
      }
      const { objects, prefixes, next } = await world.browsed.list(bucket, options).catch(refuse)
      const described = objects.map((head) => ({
        key: head.key,
        size: head.size,
        contentType: head.contentType,
        shownAs: previewType(head),
        etag: head.etag,
        lastModified: new Date(head.lastModified).toISOString(),
        metadata: head.metadata,
      }))
      return { status: 200, body: { objects: described, prefixes, ...(next !== undefined && { next }) } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/objects/{bucket}/content',
    operationId: 'getObjectContent',
    summary: 'The bytes of an object',
    description:
      'Or those of one `Range`. Texts are `text/plain`, and what is neither text nor picture, film or sound is a file to be saved; in a browser it is in a sandbox.',
    scope: 'world',
    params,
    query: strict({ key: z.string() }),
    answers: {
      200: { description: 'All of it.', type: '*/*' },
      206: { description: 'The range.', type: '*/*' },
      416: { description: 'It has no such range.', type: '*/*' },
    },
    errors: noSuch,
    async handle({ params: { bucket }, query: { key } }, { world, headers }) {
      await world.prepare('s3')
      return previewOf(world.browsed, { bucket, key, range: headers.get('range') }).catch(refuse)
    },
  }),
]

function refuse(error: unknown): never {
  if (isObjectStoreError(error, 'ObjectStoreUnavailable') || !(error instanceof ObjectStoreError)) throw error
  throw new ControlError('not-found', error.message)
}
