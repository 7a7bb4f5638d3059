// Makes URLs that let their bearer read or write one object for a while, as S3's SDKs make them.
import type { S3Credentials } from '../credentials.ts'
import { signQuery } from './sign-query.ts'
import { algorithm, amzTime, encodeRfc3986, type Scope, scopeText } from './signature-v4.ts'

/** The longest that such a URL may last, in seconds: seven days. */
export const longestExpiry = 604_800

export interface PresignOptions {
  /** Of the buckets, without a slash at the end: `http://127.0.0.1:4601/w/mine`. */
  s3Url: string
  bucket: string
  key: string
  credentials: S3Credentials
  /** Default `us-east-1`. */
  region?: string
  /** Seconds, 1 to `longestExpiry`. */
  expiresIn: number
  /** Default `GET`. */
  method?: 'GET' | 'PUT'
  /** ms of the world's clock. */
  now: number
}

/** A URL by which its bearer reads the object, or, with `PUT`, writes it. */
export function presign({
  s3Url,
  bucket,
  key,
  credentials,
  region = 'us-east-1',
  expiresIn,
  now,
  method = 'GET',
}: PresignOptions): string {
  const base = new URL(s3Url)
  const below = [bucket, ...key.split('/')].map(encodeRfc3986).join('/')
  const path = `${base.pathname.replace(/\/$/, '')}/${below}`
  const time = amzTime(now)
  const scope: Scope = { day: time.slice(0, 8), region, service: 's3' }
  const parameters: [string, string][] = [
    ['X-Amz-Algorithm', algorithm],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${scopeText(scope)}`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', String(expiresIn)],
    ['X-Amz-SignedHeaders', 'host'],
  ]
  const { signature } = signQuery(
    { method, path, parameters, headers: [['host', base.host]], time, scope },
    credentials.secretAccessKey,
  )
  const query = [...parameters, ['X-Amz-Signature', signature] as const]
  return `${base.origin}${path}?${query.map(([name, value]) => `${name}=${encodeRfc3986(value)}`).join('&')}`
}
