// Whether the bucket of a store is there, and whether the store's own credentials open it.
import { type Account, accountsKnown, type Mistake, mistake, nearestAccount } from '../../../diagnosis/index.ts'
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
  const hint = '`stuntdouble env` prints those of a world as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
  return { mistakes: [{ ...mistakeOf(world, accessKey, secretKey), hint }] }
}

function mistakeOf(world: World, accessKey: string, secretKey: string): Mistake {
  const accounts = accountsKnown(world, 's3')
  const own = accounts.filter(({ service }) => service === 's3')
  if (own.some(({ key, secret }) => key === secretKey && secret === accessKey))
    return mistake('key-secret-swapped', { message: 'access_key and secret_key are swapped.' })
  const mine = keysOf(world).find(({ accessKeyId }) => accessKeyId === accessKey)
  if (mine !== undefined) return secretMistake(mine.secretAccessKey, secretKey, accounts)
  const elsewhere = own.find(({ key }) => key === accessKey)
  if (elsewhere !== undefined)
    return mistake('other-world', {
      message: `The access_key is that of the world ${elsewhere.world}, not of ${world.name}.`,
    })
  const other = accounts.find(({ key, secret }) => key === accessKey || secret === accessKey)
  if (other !== undefined)
    return mistake('other-key', {
      message: `What was sent as access_key is the ${other.key === accessKey ? 'key' : 'secret'} of ${other.owner}.`,
    })
  const near = nearestAccount(accessKey, own)
  const nearby = near === undefined ? '' : `; the nearest is ${JSON.stringify(near.key)}, of ${near.owner}`
  return mistake('unknown-key', {
    message: `No bucket of the world ${world.name} is opened by this access_key${nearby}.`,
  })
}

function secretMistake(right: string, sent: string, accounts: readonly Account[]): Mistake {
  if (sent.trim() === right.trim()) return mistake('secret-whitespace')
  if (sent === `"${right}"` || sent === `'${right}'`) return mistake('secret-quoted')
  const other = accounts.find(({ secret }) => secret === sent)
  if (other !== undefined)
    return mistake('other-secret', { message: `The secret_key is that of another account: ${other.owner}.` })
  return mistake('unknown-secret', { message: 'The access_key is known, and has another secret_key.' })
}
