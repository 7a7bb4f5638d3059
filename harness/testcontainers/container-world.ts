// A world of a double in a container: what SDKs are pointed at it by, its clock, and its end.
import type { Credentials, GivenCredentials } from '../../emulator/credentials.ts'
import type { Environment } from '../../emulator/environment.ts'
import {
  bucketName,
  type DuraCloudConfig,
  duraCloudConfig,
  type S3ClientConfig,
  s3ClientConfig,
  type StreamClientOptions,
  streamClientOptions,
  type TelestreamConfig,
  telestreamConfig,
} from './client-configs.ts'
import { control, type DescribedWorld } from './control.ts'

export interface CreateContainerWorld {
  /** Up to 63 letters, digits, `-` and `_`. Default `world-N`. */
  name?: string
  /** What it begins with. Default: what `main` began with. */
  scenario?: string
  /** Of its ids. Default: made from the name. */
  seed?: number
  /** `real`, `frozen`, or an ISO instant to be frozen at. Default: as `main`. */
  clock?: string
  /** Those that an app already has in its configuration; the rest is made up. */
  credentials?: GivenCredentials
}

/** By ms of the world's time, to an ISO instant, or until nothing waits any more. */
export type Advance = { ms: number } | { to: string } | { until: 'idle' }

export class ContainerWorld implements AsyncDisposable {
  readonly name: string
  /** The variables by which an app is pointed at this world: `STUNTDOUBLE_URL`, `TELESTREAM_…`, `DURACLOUD_…`, `STREAM_…`, `AWS_…`. */
  readonly env: Environment
  /** All of them, with every user of DuraCloud, the token of V2, and the keys of the world's buckets. */
  readonly credentials: Credentials

  constructor({ name, env, credentials }: DescribedWorld) {
    this.name = name
    this.env = env
    this.credentials = credentials
  }

  /** What clients of Telestream Cloud and Panda are configured with. */
  getTelestreamConfig(): TelestreamConfig {
    return telestreamConfig(this.env)
  }

  /**
   * What Stream's clients are configured with.
   * @example
   * const { apiKey, apiSecret, ...options } = world.getStreamClientOptions()
   * const client = new StreamClient(apiKey, apiSecret, options)
   */
  getStreamClientOptions(): StreamClientOptions {
    return streamClientOptions(this.env)
  }

  /** What DuraCloud's clients are configured with. @throws when the world was given no users of DuraCloud */
  getDuraCloudConfig(): DuraCloudConfig {
    return duraCloudConfig(this.env)
  }

  /** For `new S3Client()` of AWS; over `withObjectStore` it leads there. */
  getS3ClientConfig(): S3ClientConfig {
    return s3ClientConfig(this.env)
  }

  /** What a bucket of the world, such as `my-bucket`, is called for that client: over `withObjectStore` its name has a prefix. */
  getBucketName(bucket: string): string {
    return bucketName(this.env, bucket)
  }

  /** Moves the world's clock; jobs that fall due have run when it answers. */
  async advance(by: Advance): Promise<void> {
    await control(this.env.STUNTDOUBLE_URL, 'POST', '/clock/advance', by)
  }

  /** Back to the scenario that it began with; the credentials stay. */
  async reset(): Promise<void> {
    await control(this.env.STUNTDOUBLE_URL, 'POST', '/reset')
  }

  /** Deletes the world with its state and its objects. @throws of `main`, which cannot be deleted */
  async delete(): Promise<void> {
    const base = this.env.STUNTDOUBLE_URL.replace(/\/w\/[^/]+$/, '')
    await control(base, 'DELETE', `/worlds/${encodeURIComponent(this.name)}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.delete()
  }
}
