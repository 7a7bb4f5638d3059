// Signs as CloudFront's SDKs do, with the key pair that is published: what a team's own server would hand out.
import { createSign } from 'node:crypto'
import { privateKey } from '../fixtures/duracloud/cloudfront-key-pair.ts'

export interface Signed {
  Policy?: string
  Expires?: string
  Signature: string
  'Key-Pair-Id': string
}

/** @param policy its text, or an object that becomes it */
export function signCustom(policy: string | object, keyPairId: string): Signed {
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy)
  return { Policy: safe(Buffer.from(text)), Signature: signatureOf(text), 'Key-Pair-Id': keyPairId }
}

/** @param expires seconds since 1970 */
export function signCanned(url: string, expires: number, keyPairId: string): Signed {
  const text = `{"Statement":[{"Resource":"${url}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`
  return { Expires: String(expires), Signature: signatureOf(text), 'Key-Pair-Id': keyPairId }
}

/** Puts what was signed behind a URL. */
export function signedUrl(url: string, signed: Signed): string {
  const query = Object.entries(signed).map(([name, value]) => `${name}=${value}`)
  return `${url}${url.includes('?') ? '&' : '?'}${query.join('&')}`
}

/** As the header of a request. */
export function signedCookies(signed: Signed): string {
  return Object.entries(signed)
    .map(([name, value]) => `CloudFront-${name}=${value}`)
    .join('; ')
}

function signatureOf(text: string): string {
  const key = `-----BEGIN PRIVATE KEY-----\n${privateKey}\n-----END PRIVATE KEY-----\n`
  return safe(createSign('RSA-SHA1').update(text).sign(key))
}

function safe(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~')
}
