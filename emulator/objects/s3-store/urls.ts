// URLs of buckets and objects in the S3, plain and signed.
import { signQuery } from '../../s3/sign-query.ts'
import { algorithm, amzTime, encodeRfc3986, type Scope, scopeText } from '../../s3/signature-v4.ts'

export interface UrlStyle {
  /** Of the S3: `http://127.0.0.1:9000`. */
  origin: string
  pathStyle: boolean
  region: string
}

export interface SigningKeys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

export interface Signing {
  /** Seconds. */
  expiresIn: number
  /** ms of the system's clock. */
  now: number
}

/** Without a slash at the end. `bucket` is the S3's name. */
export function urlOfBucket({ origin, pathStyle }: UrlStyle, bucket: string): string {
  if (pathStyle) return `${origin}/${bucket}`
  const url = new URL(origin)
  return `${url.protocol}//${bucket}.${url.host}`
}

/** A path from the bucket on, as clients and the S3 sign it. */
export function encodeKey(key: string): string {
  return key.split('/').map(encodeRfc3986).join('/')
}

/** Lets its bearer GET, as S3's SDKs sign it. */
export function presignUrl(style: UrlStyle, object: string, keys: SigningKeys, { expiresIn, now }: Signing): string {
  const url = new URL(object)
  const time = amzTime(now)
  const scope: Scope = { day: time.slice(0, 8), region: style.region, service: 's3' }
  const parameters: [string, string][] = [
    ['X-Amz-Algorithm', algorithm],
    ['X-Amz-Credential', `${keys.accessKeyId}/${scopeText(scope)}`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', String(expiresIn)],
    ...(keys.sessionToken === undefined
      ? []
      : [['X-Amz-Security-Token', keys.sessionToken] satisfies [string, string]]),
    ['X-Amz-SignedHeaders', 'host'],
  ]
  const path = object.slice(url.origin.length)
  const { signature } = signQuery(
    { method: 'GET', path, parameters, headers: [['host', url.host]], time, scope },
    keys.secretAccessKey,
  )
  const query = [...parameters, ['X-Amz-Signature', signature] as const]
  return `${object}?${query.map(([name, value]) => `${name}=${encodeRfc3986(value)}`).join('&')}`
}

/** The S3's name of the bucket, and the key; undefined when the URL leads elsewhere. */
export function placeOfUrl({ origin, pathStyle }: UrlStyle, url: URL): { bucket: string; key: string } | undefined {
  const own = new URL(origin)
  const path = decoded(url.pathname.slice(1))
  if (url.protocol !== own.protocol) return undefined
  if (!pathStyle && url.host.endsWith(`.${own.host}`))
    return { bucket: url.host.slice(0, -own.host.length - 1), key: path }
  if (url.host !== own.host) return undefined
  const slash = path.indexOf('/')
  return slash === -1 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Not percent-encoded: then it is what it is, and no object has that key.
    return path
  }
}
