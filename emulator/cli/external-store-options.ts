// The options of an S3 as the object store.
import type { Option } from 'commander'
import { defined } from '../defined.ts'
import type { S3StoreOptions } from '../objects/external-store.ts'
import type { DoubleOptions } from './double-options.ts'
import { option } from './option.ts'
import * as parse from './parse.ts'

export function externalStoreOptions(): Option[] {
  return [
    option('--s3-endpoint <url>', 'the S3 that --object-store s3 keeps them in', undefined, parse.origin),
    option('--s3-public-endpoint <url>', 'where clients reach it; default: --s3-endpoint', undefined, parse.origin),
    option('--s3-region <name>', 'of that S3', 'us-east-1', parse.notEmpty),
    option('--s3-path-style [boolean]', 'buckets are in the path of its URLs, not in the host', true, parse.yesOrNo),
    option('--s3-bucket-prefix <text>', 'begins the names of its buckets: <prefix><world>--<bucket>', 'stuntdouble-'),
    option('--s3-access-key-id <id>', 'of that S3; default: AWS_ACCESS_KEY_ID', undefined, parse.notEmpty),
    option('--s3-secret-access-key <key>', 'default: AWS_SECRET_ACCESS_KEY', undefined, parse.notEmpty),
  ]
}

/** As `createEmulator` takes them; undefined when another store is wanted. */
export function externalStoreOf(options: DoubleOptions): S3StoreOptions | undefined {
  const { objectStore, s3AccessKeyId, s3Endpoint, s3PublicEndpoint, s3SecretAccessKey } = options
  if (objectStore !== 's3' || s3Endpoint === undefined) return undefined
  return {
    endpoint: s3Endpoint,
    region: options.s3Region,
    pathStyle: options.s3PathStyle,
    bucketPrefix: options.s3BucketPrefix,
    ...defined({
      publicEndpoint: s3PublicEndpoint,
      credentials:
        s3AccessKeyId === undefined || s3SecretAccessKey === undefined
          ? undefined
          : { accessKeyId: s3AccessKeyId, secretAccessKey: s3SecretAccessKey },
    }),
  }
}
