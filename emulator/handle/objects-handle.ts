// A world's buckets as their user holds them: what was written is read back, what a test needs is put there.
import type { BucketOptions, ObjectHead, PutOptions } from '../objects/object-store.ts'
import { isObjectStoreError } from '../objects/errors.ts'
import type { World } from '../world.ts'

export interface WorldObjects {
  /** Names, those that the scenario made among them. */
  buckets: () => Promise<string[]>
  createBucket: (bucket: string, options?: BucketOptions) => Promise<void>
  /** By the bytes of their UTF-8. @throws {Error} NoSuchBucket */
  keys: (bucket: string, prefix?: string) => Promise<string[]>
  /** Size, type, metadata and digests; undefined when there is no such object. */
  head: (bucket: string, key: string) => Promise<ObjectHead | undefined>
  /** All of an object. @throws {Error} NoSuchBucket, NoSuchKey */
  bytes: (bucket: string, key: string) => Promise<Uint8Array<ArrayBuffer>>
  /** As UTF-8. */
  text: (bucket: string, key: string) => Promise<string>
  /** Parsed. */
  json: (bucket: string, key: string) => Promise<unknown>
  put: (
    bucket: string,
    key: string,
    body: string | Uint8Array | ReadableStream<Uint8Array>,
    options?: PutOptions,
  ) => Promise<ObjectHead>
}

export function objectsHandle(world: World): WorldObjects {
  /** With what the scenario puts there. */
  const store = async () => {
    await world.prepare('s3')
    return world.objects
  }

  async function bytes(bucket: string, key: string): Promise<Uint8Array<ArrayBuffer>> {
    const { body } = await (await store()).get(bucket, key)
    return new Uint8Array(await new Response(body).arrayBuffer())
  }
  const text = async (bucket: string, key: string) => new TextDecoder().decode(await bytes(bucket, key))

  return {
    bytes,
    text,
    json: async (bucket, key): Promise<unknown> => JSON.parse(await text(bucket, key)),
    async buckets() {
      return (await (await store()).listBuckets()).map(({ name }) => name)
    },
    async createBucket(bucket, options) {
      await (await store()).createBucket(bucket, options)
    },
    async keys(bucket, prefix = '') {
      const objects = await store()
      const keys: string[] = []
      let after: string | undefined
      do {
        const page = await objects.list(bucket, { prefix, ...(after !== undefined && { after }) })
        keys.push(...page.objects.map(({ key }) => key))
        after = page.next
      } while (after !== undefined)
      return keys
    },
    async head(bucket, key) {
      try {
        return await (await store()).head(bucket, key)
      } catch (error) {
        if (isObjectStoreError(error, 'NoSuchKey') || isObjectStoreError(error, 'NoSuchBucket')) return undefined
        throw error
      }
    },
    async put(bucket, key, body, options) {
      const stored = typeof body === 'string' ? new TextEncoder().encode(body) : body
      return (await store()).put(bucket, key, stored, options)
    },
  }
}
