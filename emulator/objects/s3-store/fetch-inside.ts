// Follows a URL of the S3, as clients were handed it, from where the double is: a container knows the S3 by another name.
import { encodeKey, placeOfUrl, presignUrl, type SigningKeys, type UrlStyle, urlOfBucket } from './urls.ts'

export interface Ways {
  /** As it is in the URLs of clients. */
  outside: UrlStyle
  /** As the double reaches it. */
  inside: UrlStyle
  keys: () => Promise<SigningKeys>
  /** ms of the system's clock. */
  now: () => number
}

/** Seconds that the double gives itself. */
const expiresIn = 60

export async function fetchInside(request: Request, { outside, inside, keys, now }: Ways): Promise<Response> {
  const headers = new Headers(request.headers)
  // The bytes as they are stored, not a compressed form of them.
  headers.set('accept-encoding', 'identity')
  const init: RequestInit = { headers, redirect: 'manual' }
  if (outside.origin === inside.origin) return fetch(request, init)

  const url = new URL(request.url)
  const place = placeOfUrl(outside, url)
  if (!place || (request.method !== 'GET' && request.method !== 'HEAD')) return fetch(request, init)
  const object = `${urlOfBucket(inside, place.bucket)}/${encodeKey(place.key)}`
  const reading: RequestInit = { ...init, method: request.method, signal: request.signal }
  if (!url.searchParams.has('X-Amz-Signature')) return fetch(object, reading)
  const credentials = await keys()
  // What somebody else signed, the S3 has to judge as it is.
  if (!isOurs(url, outside, credentials, now())) return fetch(request, init)
  // A signature is of the method too.
  return fetch(presignUrl(inside, object, credentials, { expiresIn, now: now() }), { ...reading, method: 'GET' })
}

/** Whether it is a URL that the double signed, and that still holds. */
function isOurs(url: URL, outside: UrlStyle, keys: SigningKeys, now: number): boolean {
  const time = url.searchParams.get('X-Amz-Date') ?? ''
  const signedAt = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  const expiry = Number(url.searchParams.get('X-Amz-Expires'))
  if (Number.isNaN(signedAt) || !(signedAt + expiry * 1000 >= now)) return false
  const signed = new URL(
    presignUrl(outside, `${url.origin}${url.pathname}`, keys, { expiresIn: expiry, now: signedAt }),
  )
  return signed.searchParams.get('X-Amz-Signature') === url.searchParams.get('X-Amz-Signature')
}
