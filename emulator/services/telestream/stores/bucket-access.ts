// Whether the bucket of a store is there, and whether the store's own credentials open it.
import type { Diagnosis } from '../../../journal.ts'
import { isObjectStoreError } from '../../../objects/errors.ts'
import { requireBucketName } from '../../../objects/names.ts'
import type { World } from '../../../world.ts'
import { type Problem, unprocessable } from './errors.ts'
import type { Store } from './model.ts'

export type BucketAccess = Pick<Store, 'provider' | 'bucket' | 'region' | 'accessKey' | 'secretKey'>

/**
 * Looks at the bucket as the vendor would, with the credentials that it was given: they are those of the world's buckets, whatever the
 * provider is. An S3 bucket is in a region of its own; of the other providers' regions the object store knows nothing.
 * @throws {ListedErrors} 422 when they do not open it, when it is elsewhere, or when there cannot be one of that name
 */
export async function lookAtBucket(world: World, access: BucketAccess): Promise<'exists' | 'missing'> {
  const wrong: Problem[] = []
  const keys = keysOf(world).find(({ accessKeyId }) => accessKeyId === access.accessKey)
  if (!keys) wrong.push({ field: 'access_key', message: 'is not known' })
  else if (access.secretKey !== keys.secretAccessKey)
    wrong.push({ field: 'secret_key', message: 'does not match the access key' })
  if (wrong.length > 0) throw unprocessable(wrong, explain(world, access))
  try {
    requireBucketName(access.bucket)
    const { region } = await world.objects.headBucket(access.bucket)
    if (access.provider === 'S3' && region !== access.region)
      throw unprocessable([
        { field: 'region', message: `The bucket ${access.bucket} is in ${region}, not in ${access.region}` },
      ])
    return 'exists'
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchBucket')) return 'missing'
    if (isObjectStoreError(error, 'InvalidBucketName'))
      throw unprocessable([{ field: 'bucket_name', message: error.message }])
    throw error
  }
}

/** Those of the world, and those of the S3 that has its buckets. */
function keysOf({ credentials, external }: World): { accessKeyId: string; secretAccessKey: string }[] {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = external?.environment ?? {}
  const elsewhere = accessKeyId === undefined || secretAccessKey === undefined ? [] : [{ accessKeyId, secretAccessKey }]
  return [credentials.s3, ...elsewhere]
}

/** The same, for a store that is to be kept. Storage of Telestream's own (FLIP) is made when it is missing. @throws {ListedErrors} 422 */
export async function openBucket(world: World, access: BucketAccess): Promise<void> {
  if ((await lookAtBucket(world, access)) === 'exists') return
  if (access.provider !== 'FLIP')
    throw unprocessable([{ field: 'bucket_name', message: `The bucket ${access.bucket} does not exist` }])
  await world.objects.createBucket(access.bucket, { region: access.region })
}

function explain(world: World, { accessKey, secretKey }: BucketAccess): Diagnosis {
  const { accessKeyId, secretAccessKey } = world.credentials.s3
  const swapped = accessKey === secretAccessKey && secretKey === accessKeyId
  const hint = '`stuntdouble env` prints those of a world as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY'
  return {
    mistakes: [
      swapped
        ? { code: 'keys-swapped', message: 'access_key and secret_key are swapped', hint: 'Send each as the other' }
        : {
            code: 'closed-bucket',
            message: `These credentials do not open the buckets of the world ${world.name}`,
            hint,
          },
    ],
  }
}
