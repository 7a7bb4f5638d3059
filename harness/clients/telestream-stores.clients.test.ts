// The Stores API by the vendor's unmodified Python SDK 2.0.0, on the Pythons whose keywords it does not use as names.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeOnPython } from './describe-on-python.ts'
import { details, hexId } from './telestream-answers.ts'

const workflow = '912d15b040e2d3f784e9ea89d5b2bee2'
const errors = z.object({
  status: z.number(),
  body: z.object({ errors: z.array(z.object({ field: z.string(), message: z.string() })) }),
})
const demo = await readFile(new URL('../../fixtures/media/sample.mpg', import.meta.url))

await describeOnPython(
  'telestream_cloud_stores 2.0.0',
  'python-telestream-stores-2.0',
  ['python3.6', 'python2.7'],
  (ask) => {
    test('lists, makes, changes, finds, reads and deletes stores', async () => {
      const shape = z.object({
        before: z.array(details),
        made: details,
        changed: details,
        found: z.array(z.string()),
        read: details,
        deleted: details,
        after: z.array(z.string()),
      })
      const result = await ask('stores.stores', shape)
      const [example] = result.before
      expect(example).toMatchObject({ name: 'out', provider: 'S3', bucket_name: 'demo-bucket', region: 'us-east-1' })
      expect(result.made).toEqual({
        id: expect.stringMatching(hexId),
        name: 'archive',
        provider: 'S3',
        account_id: example?.['account_id'],
        bucket_name: 'johnkoctopus',
        region: 'us-west-1',
        private_access: true,
        input_store: false,
        provider_specific_settings: expect.objectContaining({ cache_control: 'max-age=60' }),
      })
      expect(result.changed).toEqual({ ...result.made, name: 'vault' })
      expect(result.read).toEqual(result.changed)
      expect(result.found).toEqual([result.made['id']])
      expect(result.deleted).toEqual({})
      expect(result.after).toEqual([example?.['id']])
    })

    test('links stores with what uses them, and does not delete those', async () => {
      const shape = z.object({ store: z.string(), answers: z.array(z.unknown()), refused: errors })
      const { store, answers, refused } = await ask('stores.links', shape)
      expect(answers).toEqual([null, [store], null, []])
      expect(refused).toMatchObject({ status: 409, body: { errors: [{ field: 'id' }, { field: 'id' }] } })
    })

    test('gives URLs that read an object for a while', async () => {
      const shape = z.object({
        url: z.string(),
        status: z.number(),
        size: z.number(),
        sha256: z.string(),
        unsigned: z.number(),
      })
      const result = await ask('stores.object_url', shape)
      expect(result.url).toContain('/johnkoctopus/demo1.mpg?X-Amz-Algorithm=AWS4-HMAC-SHA256')
      const sha256 = createHash('sha256').update(demo).digest('hex')
      expect(result).toMatchObject({ status: 200, size: demo.length, sha256, unsigned: 403 })
    })

    test('watches a store: what it holds becomes a job, which says where it runs and what that moves', async () => {
      const shape = z.object({
        made: details,
        off: details,
        listed: z.array(z.string()),
        sync: z.null(),
        synced: z.boolean(),
        at: z.string(),
        done: details,
        egress: z.array(details),
        deleted: details,
        left: z.array(z.unknown()),
      })
      const result = await ask('stores.watch_rules', shape)
      expect(result.made).toMatchObject({
        service_id: workflow,
        synced: false,
        enabled: true,
        filters: { pattern: '*.mpg' },
      })
      expect(result.off).toEqual({ ...result.made, enabled: false })
      expect(result).toMatchObject({ listed: [result.made['id']], synced: true, deleted: {}, left: [] })
      expect(result.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/)
      expect(result.done).toMatchObject({ name: 'demo1.mpg', state: 'succeeded', provider: 'S3', region: 'us-east-1' })
      expect(result.egress).toMatchObject([
        { bytes: demo.length, from: { region: 'us-west-1' }, to: { region: 'us-east-1' } },
      ])
    })

    test('looks at buckets', async () => {
      const shape = z.object({ there: z.string(), missing: z.string(), closed: errors })
      expect(await ask('stores.validate', shape)).toEqual({
        there: 'exists',
        missing: 'missing',
        closed: { status: 422, body: { errors: [{ field: 'secret_key', message: 'does not match the access key' }] } },
      })
    })

    test('refuses with a list of errors', async () => {
      const shape = z.object({ store: errors, rule: errors, body: errors, bucket: errors, key: errors })
      const result = await ask('stores.refusals', shape)
      expect(
        Object.values(result).map(({ status, body }) => [status, ...body.errors.map(({ field }) => field)]),
      ).toEqual([
        [404, 'id'],
        [404, 'id'],
        [422, 'name', 'provider'],
        [422, 'bucket_name'],
        [401, 'X-Api-Key'],
      ])
    })
  },
)
