// The buckets of the world, where those of a real cloud would be: what every provider writes into when it is given no endpoint.
import { isObjectStoreError, ObjectStoreError } from '../../../../objects/errors.ts'
import type { World } from '../../../../world.ts'
import { mistake, UploadFailure } from '../upload-failure.ts'

export interface StoredFile {
  bucket: string
  key: string
  body: Uint8Array
  contentType: string
  /** Of the request that caused it; its URL is then one that the client reaches. */
  origin?: string | undefined
}

/**
 * Writes the file into a bucket of the world.
 * @param noSuchBucket how the provider calls a bucket that is not there: `ContainerNotFound`
 * @returns its URL on the S3 port; who reads it needs the world's key, unless the bucket is public
 * @throws {UploadFailure}
 */
export async function putInWorld(world: World, file: StoredFile, noSuchBucket: string): Promise<string> {
  const { bucket, key, body, contentType } = file
  try {
    await world.objects.put(bucket, key, body, { contentType })
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchBucket') || isObjectStoreError(error, 'InvalidBucketName')) {
      const names = (await world.objects.listBuckets()).map(({ name }) => name)
      throw new UploadFailure(noSuchBucket, `The specified bucket does not exist: ${bucket}`, [
        mistake(
          'no-such-bucket',
          `The world has no bucket "${bucket}"; it has ${names.join(', ') || 'none'}`,
          'Create it on the S3 port, or name one that is there',
        ),
      ])
    }
    if (error instanceof ObjectStoreError) throw new UploadFailure(error.code, error.message, [], { cause: error })
    throw error
  }
  return `${world.bucketUrl(bucket, file.origin)}/${key.split('/').map(encodeURIComponent).join('/')}`
}
