// Amazon S3 without Amazon: the buckets of the world, opened by the world's own key, as AWS would open them (§4).
import { constantTimeEqual } from '../../../../constant-time.ts'
import { isObjectStoreError } from '../../../../objects/errors.ts'
import type { World } from '../../../../world.ts'
import type { S3Settings } from '../model.ts'
import { mistake, UploadFailure } from '../upload-failure.ts'
import { putInWorld, type StoredFile } from './world-bucket.ts'

const region = /^[a-z]{2}(-[a-z]+)+-\d$/

/**
 * Puts the file where Amazon would. Without a key it is the bucket's policy that lets Stream in.
 * @throws {UploadFailure}
 */
export async function putOnAmazon(world: World, settings: S3Settings, file: StoredFile): Promise<string> {
  refuseWrongRegionName(settings, file.bucket)
  refuseWrongKey(world, settings)
  const bucket = await world.objects.headBucket(file.bucket).catch((error: unknown) => {
    if (isObjectStoreError(error, 'NoSuchBucket') || isObjectStoreError(error, 'InvalidBucketName')) return undefined
    throw error
  })
  if (bucket && bucket.region !== settings.region) {
    throw new UploadFailure(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; the region '${settings.region}' is wrong; expecting '${bucket.region}'`,
      [
        mistake(
          'wrong-region',
          `The bucket ${bucket.name} is in ${bucket.region}, not in ${settings.region}`,
          `Set s3_region to ${bucket.region}`,
        ),
      ],
    )
  }
  return putInWorld(world, file, 'NoSuchBucket')
}

/** A region is part of a host name; one that is none has no address. */
function refuseWrongRegionName(settings: S3Settings, bucket: string): void {
  if (region.test(settings.region)) return
  const swapped = settings.apiKey !== undefined && region.test(settings.apiKey)
  throw new UploadFailure(
    'UnknownEndpoint',
    `dial tcp: lookup ${bucket}.s3.${settings.region}.amazonaws.com: no such host`,
    [
      swapped
        ? mistake(
            'region-looks-like-access-key',
            `The region "${settings.region}" looks like an access key, and the access key "${settings.apiKey}" is a region`,
            'Swap s3_region and s3_api_key',
          )
        : mistake('no-such-region', `"${settings.region}" is no region of Amazon`, 'A region looks like us-east-1'),
    ],
  )
}

function refuseWrongKey(world: World, { apiKey, secret }: S3Settings): void {
  if (apiKey === undefined && secret === undefined) return
  const { accessKeyId, secretAccessKey } = world.credentials.s3
  if (constantTimeEqual(apiKey ?? '', secretAccessKey) && constantTimeEqual(secret ?? '', accessKeyId)) {
    throw new UploadFailure('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', [
      mistake('key-secret-swapped', 'The access key and the secret look swapped', 'Swap s3_api_key and s3_secret'),
    ])
  }
  if (!constantTimeEqual(apiKey ?? '', accessKeyId)) {
    throw new UploadFailure('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', [
      mistake(
        'unknown-key',
        `The world's buckets know no access key "${apiKey ?? ''}"`,
        `The one they know is "${accessKeyId}"`,
      ),
    ])
  }
  if (!constantTimeEqual(secret ?? '', secretAccessKey)) {
    throw new UploadFailure(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      [
        (secret ?? '').trim() === secretAccessKey
          ? mistake('secret-whitespace', 'There is white space around the secret', 'Trim s3_secret')
          : mistake(
              'other-secret',
              `The secret is not that of "${accessKeyId}"`,
              'See `stuntdouble env` for the right one',
            ),
      ],
    )
  }
}
