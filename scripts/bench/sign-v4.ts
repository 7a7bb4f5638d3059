// Signature Version 4 in headers, as S3's clients sign; not by the double's own code, which is what is measured.
import { createHash, createHmac } from 'node:crypto'

export interface S3Keys {
  accessKeyId: string
  secretAccessKey: string
}

export interface Signing {
  method: string
  /** `127.0.0.1:4601` */
  host: string
  /** Of unreserved characters and slashes only. */
  path: string
  /** Percent-encoded; by default none. */
  query?: Readonly<Record<string, string>>
  /** To be signed too; names in lower case. */
  headers?: Readonly<Record<string, string>>
  /** The hash of the body in hex, or the word that stands for it. */
  payload: string
  /** ms. */
  at: number
}

const region = 'us-east-1'

/** The headers to be sent besides Host. */
export function signV4({ accessKeyId, secretAccessKey }: S3Keys, signing: Signing): Record<string, string> {
  const { method, host, path, query = {}, payload, at } = signing
  const time = `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const sent = { ...signing.headers, 'x-amz-content-sha256': payload, 'x-amz-date': time }
  const signed = Object.entries({ host, ...sent }).sort(([a], [b]) => (a < b ? -1 : 1))
  const names = signed.map(([name]) => name).join(';')
  const pairs = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1))
  const canonical = [
    method,
    path,
    pairs.map(([name, value]) => `${name}=${value}`).join('&'),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    payload,
  ].join('\n')
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`
  const key = scope
    .split('/')
    .reduce((secret: Buffer, part) => hmac(secret, part), Buffer.from(`AWS4${secretAccessKey}`))
  const signature = hmac(key, text).toString('hex')
  const credential = `Credential=${accessKeyId}/${scope}`
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`,
  }
}

/** In hex. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
