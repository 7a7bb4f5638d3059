// What the vendors' SDKs are configured with, out of the variables that a double answers for a world.
import type { Environment } from '../../emulator/environment.ts'

export interface TelestreamConfig {
  /** `http://localhost:32768`, with `/w/NAME` of another world than `main`; before `/v2`, `/v3.0`, `/flip/3.1`, `/stores/v1.1`. */
  url: string
  /** The same for SDKs that take a name and a port; the keys select the world. */
  host: string
  port: number
  /** Of the signed APIs. */
  accessKey: string
  secretKey: string
  factoryId: string
  /** `X-Api-Key` of Flip, Stores and the hosted workflows. */
  apiKey: string
}

export interface StreamClientOptions {
  apiKey: string
  apiSecret: string
  /** `http://localhost:32768`, with `/w/NAME` of another world than `main`. */
  basePath: string
}

export interface DuraCloudConfig {
  /** `http://localhost:32768/durastore`; the user selects the world. */
  url: string
  host: string
  port: number
  /** `durastore`. */
  context: string
  /** The first of the world's users; `root` in `main`. */
  username: string
  password: string
}

/** As `new S3Client()` of AWS takes it. */
export interface S3ClientConfig {
  endpoint: string
  region: string
  forcePathStyle: true
  credentials: { accessKeyId: string; secretAccessKey: string }
}

export function telestreamConfig(env: Environment): TelestreamConfig {
  return {
    url: env.STUNTDOUBLE_URL,
    host: env.TELESTREAM_API_HOST,
    port: Number(env.TELESTREAM_API_PORT),
    accessKey: env.TELESTREAM_ACCESS_KEY,
    secretKey: env.TELESTREAM_SECRET_KEY,
    factoryId: env.TELESTREAM_FACTORY_ID,
    apiKey: env.TELESTREAM_API_KEY,
  }
}

export function streamClientOptions(env: Environment): StreamClientOptions {
  return { apiKey: env.STREAM_API_KEY, apiSecret: env.STREAM_API_SECRET, basePath: env.STREAM_BASE_URL }
}

/** @throws when the world was given no users of DuraCloud */
export function duraCloudConfig(env: Environment): DuraCloudConfig {
  const { DURACLOUD_HOST: host, DURACLOUD_PORT: port, DURACLOUD_CONTEXT: context } = env
  const { DURACLOUD_USERNAME: username, DURACLOUD_PASSWORD: password } = env
  if (username === undefined || password === undefined)
    throw new Error('This world was created without users of DuraCloud: give it one in credentials.duracloud')
  return { url: `http://${host}:${port}/${context}`, host, port: Number(port), context, username, password }
}

/** @throws when the objects are in an S3 whose keys the double does not hand out */
export function s3ClientConfig(env: Environment): S3ClientConfig {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new Error(
      'The objects are in an S3 for which the double was given no keys of its own: there is your own way to it',
    )
  return {
    endpoint: env.AWS_ENDPOINT_URL_S3,
    region: env.AWS_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  }
}

/** What a bucket of the world is called at {@link s3ClientConfig}'s endpoint. */
export function bucketName(env: Environment, bucket: string): string {
  return `${env.S3_BUCKET_PREFIX ?? ''}${bucket}`
}
