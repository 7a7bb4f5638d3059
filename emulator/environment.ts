// The environment variables by which an app under test is pointed at a world; `stuntdouble env` and POST /worlds answer them.
import type { World } from './world.ts'

export interface Addresses {
  /** Of the vendors' APIs: `http://127.0.0.1:4600`. */
  url: string
  /** Of the buckets: `http://127.0.0.1:4601`. */
  s3Url: string
}

/** What SDKs are configured with. A type, and no interface: it is a record of texts too. */
export type Environment = {
  STUNTDOUBLE_URL: string
  TELESTREAM_API_HOST: string
  TELESTREAM_API_PORT: string
  TELESTREAM_ACCESS_KEY: string
  TELESTREAM_SECRET_KEY: string
  TELESTREAM_FACTORY_ID: string
  TELESTREAM_API_KEY: string
  DURACLOUD_HOST: string
  DURACLOUD_PORT: string
  DURACLOUD_CONTEXT: string
  /** Of the first user; missing in a world that was given none. */
  DURACLOUD_USERNAME?: string
  DURACLOUD_PASSWORD?: string
  STREAM_BASE_URL: string
  STREAM_API_KEY: string
  STREAM_API_SECRET: string
  AWS_ENDPOINT_URL_S3: string
  /** Missing where the double's objects are in an S3 whose keys were not given to it as its own: then each client has its own way to them. */
  AWS_ACCESS_KEY_ID?: string
  AWS_SECRET_ACCESS_KEY?: string
  AWS_REGION: string
  /** How the world's buckets begin in an S3 elsewhere; missing where they are the double's own. */
  S3_BUCKET_PREFIX?: string
}

/** Base URLs of another world than `main` begin with `/w/NAME`; where only a host is asked for, the credentials select the world. */
export function environmentOf(
  world: Pick<World, 'name' | 'credentials'> & Partial<Pick<World, 'external'>>,
  { url, s3Url }: Addresses,
): Environment {
  const { hostname, port, protocol } = new URL(url)
  const base = world.name === 'main' ? url : `${url}/w/${world.name}`
  const host = { host: hostname, port: port || (protocol === 'https:' ? '443' : '80') }
  const { telestream, duracloud, stream, s3 } = world.credentials
  const [user] = duracloud
  return {
    STUNTDOUBLE_URL: base,
    TELESTREAM_API_HOST: host.host,
    TELESTREAM_API_PORT: host.port,
    TELESTREAM_ACCESS_KEY: telestream.accessKey,
    TELESTREAM_SECRET_KEY: telestream.secretKey,
    TELESTREAM_FACTORY_ID: telestream.factoryId,
    TELESTREAM_API_KEY: telestream.apiKey,
    DURACLOUD_HOST: host.host,
    DURACLOUD_PORT: host.port,
    DURACLOUD_CONTEXT: 'durastore',
    ...(user && { DURACLOUD_USERNAME: user.username, DURACLOUD_PASSWORD: user.password }),
    STREAM_BASE_URL: base,
    STREAM_API_KEY: stream.apiKey,
    STREAM_API_SECRET: stream.apiSecret,
    ...(world.external?.environment ?? {
      AWS_ENDPOINT_URL_S3: s3Url,
      AWS_ACCESS_KEY_ID: s3.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
      AWS_REGION: 'us-east-1',
    }),
  }
}

/**
 * The addresses as a client sees them that came by `origin`: a container is reached by its service's name, a proxy by its own. The buckets
 * are then behind the same name, on their own port, unless `publicS3Url` says where.
 */
export function addressesBy(
  origin: string,
  { s3Url, publicS3Url }: { s3Url: string; publicS3Url: string | undefined },
): Addresses {
  if (publicS3Url !== undefined) return { url: origin, s3Url: publicS3Url }
  const { hostname } = new URL(origin)
  const buckets = new URL(s3Url)
  if (isLoopback(hostname) && isLoopback(buckets.hostname)) return { url: origin, s3Url }
  buckets.hostname = hostname
  return { url: origin, s3Url: buckets.origin }
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  )
}
