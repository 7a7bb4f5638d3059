// HMAC-SHA256, with the state that a secret leads to kept ready.
import { hmacSha256 } from '#platform'

const mostSecrets = 256
const signers = new Map<string, ReturnType<typeof hmacSha256>>()

/**
 * The signature of §2.1: 44 characters of base64, no newline.
 * @param rest of the string to sign, where that is large: then the two are not put together for it
 */
export function sign(secret: string, stringToSign: string, rest?: string): string {
  return signerOf(secret)(stringToSign, 'base64', rest)
}

/** The same HMAC as lower-case hex, which is a mistake that clients make. */
export function signHex(secret: string, stringToSign: string): string {
  return signerOf(secret)(stringToSign, 'hex')
}

function signerOf(secret: string): ReturnType<typeof hmacSha256> {
  const known = signers.get(secret)
  if (known !== undefined) return known
  const fresh = hmacSha256(secret)
  const [oldest] = signers.size < mostSecrets ? [] : signers.keys()
  if (oldest !== undefined) signers.delete(oldest)
  signers.set(secret, fresh)
  return fresh
}
