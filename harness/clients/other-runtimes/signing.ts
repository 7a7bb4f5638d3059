// Signs as a client does that has nothing but WebCrypto.
import { Buffer } from 'node:buffer'

interface Unsigned {
  verb: string
  host: string
  path: string
  parameters: Record<string, string>
  accessKey: string
  secretKey: string
  factoryId: string
  now: Date
}

/** The query of a signed request of Telestream's API V3.0 (§2.1). */
export async function signedQuery(request: Unsigned): Promise<string> {
  const { verb, host, path, parameters, accessKey, secretKey, factoryId, now } = request
  const all = { access_key: accessKey, factory_id: factoryId, timestamp: now.toISOString(), ...parameters }
  const query = Object.entries(all)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&')
  const signature = await hmac(secretKey, `${verb}\n${host}\n${path}\n${query}`)
  return `${query}&signature=${encodeURIComponent(Buffer.from(signature).toString('base64'))}`
}

/** A JWT of Stream, by HS256. */
export async function token(payload: Record<string, unknown>, secret: string): Promise<string> {
  const url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const part = (value: unknown) => url(new TextEncoder().encode(JSON.stringify(value)))
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`
  return `${text}.${url(await hmac(secret, text))}`
}

async function hmac(secret: string, text: string): Promise<Uint8Array> {
  const encode = (value: string) => new TextEncoder().encode(value)
  const key = await crypto.subtle.importKey('raw', encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(text)))
}
