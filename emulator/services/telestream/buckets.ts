// The bucket of a factory: one of the world's.
import { isObjectStoreError } from '../../objects/errors.ts'
import type { World } from '../../world.ts'
import { badRequest } from './errors.ts'
import type { Factory } from './model.ts'

/** Where the factory's outputs are downloaded; ends in `/`. */
export function bucketUrl(world: World, factory: Factory, origin?: string): string {
  return factory.url ?? `${world.bucketUrl(factory.bucket, origin)}/`
}

/** The bucket is one of the world's; the factory's privacy decides whether anybody may read it. */
export async function prepareBucket(world: World, { bucket, privateAccess }: Factory): Promise<void> {
  try {
    await world.objects.createBucket(bucket, { publicRead: !privateAccess })
  } catch (error) {
    if (isObjectStoreError(error, 'BucketAlreadyExists'))
      return void (await world.objects.updateBucket(bucket, { publicRead: !privateAccess }))
    if (isObjectStoreError(error, 'InvalidBucketName')) throw badRequest(`s3_videos_bucket: ${error.message}`)
    throw error
  }
}

/** The name of a bucket for a factory that was given none. */
export function defaultBucket(name: string, id: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return `${slug.slice(0, 40) || 'factory'}-${id.slice(0, 8)}`
}
