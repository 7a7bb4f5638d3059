// CloudFront's policies and how they are signed (§2.8).
import { privateKey, publicKey } from '../../../../fixtures/duracloud/cloudfront-key-pair.ts'
import type { World } from '../../../world.ts'

/**
 * @param resource the URL that may be read, with `*` for any text
 * @param expiresAt ms; whole seconds are written
 * @param ipAddress a CIDR; without one any address may read
 */
export function customPolicy(resource: string, expiresAt: number, ipAddress?: string | null): string {
  // The AWS SDK's text to the letter: it is what is signed.
  const expiry = `"DateLessThan":{"AWS:EpochTime":${Math.floor(expiresAt / 1000)}}`
  const address = ipAddress ? `,"IpAddress":{"AWS:SourceIp":"${ipAddress}"}` : ''
  return `{"Statement": [{"Resource":"${resource}","Condition":{${expiry}${address}}}]}`
}

/** The policy of a URL that says nothing but when it expires; who verifies it makes it anew. @param expires seconds, as the URL says them */
export function cannedPolicy(resource: string, expires: string): string {
  return `{"Statement":[{"Resource":"${resource}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`
}

export interface SignedPolicy {
  policy: string
  signature: string
  keyPairId: string
}

/** RSASSA-PKCS1-v1_5 with SHA-1, as CloudFront wants it; both texts in its alphabet. */
export async function signPolicy(world: World, policy: string): Promise<SignedPolicy> {
  const bytes = new TextEncoder().encode(policy)
  const signature = await crypto.subtle.sign(algorithm.name, await signingKey(), bytes)
  return {
    policy: urlSafe(bytes),
    signature: urlSafe(new Uint8Array(signature)),
    keyPairId: keyPairId(world),
  }
}

/** Every world has an id of its own for the one key pair there is. */
export function keyPairId(world: World): string {
  const kept = world.state.read<string>('duracloud/key-pair-id')
  if (kept !== undefined) return kept
  const made = `APKA${letters(world.ids.bytes('duracloud/key-pair-id'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`
  world.state.write('duracloud/key-pair-id', made)
  return made
}

/** A text of so many letters out of an alphabet, a byte for each. */
export function letters(bytes: Uint8Array, alphabet: string, length: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('')
}

/** As OpenSSL and every cloud write it. */
export function publicKeyPem(): string {
  const lines = publicKey.match(/.{1,64}/g) ?? []
  return `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`
}

/** Whether a signature is of a policy, by the one key pair there is. */
export async function isSignatureOf(
  signature: Uint8Array<ArrayBuffer>,
  policy: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify(algorithm.name, await verifyingKey(), signature, policy)
}

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }
let signing: Promise<CryptoKey> | undefined
let verifying: Promise<CryptoKey> | undefined

function signingKey(): Promise<CryptoKey> {
  signing ??= crypto.subtle.importKey('pkcs8', fromBase64(privateKey), algorithm, false, ['sign'])
  return signing
}

function verifyingKey(): Promise<CryptoKey> {
  verifying ??= crypto.subtle.importKey('spki', fromBase64(publicKey), algorithm, false, ['verify'])
  return verifying
}

/** Base64 with `-`, `_` and `~` for what a query gives a meaning to. */
export function urlSafe(bytes: Uint8Array): string {
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  return base64.replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~')
}

/** The bytes that `urlSafe` wrote; undefined for what it cannot have written. */
export function fromUrlSafe(text: string): Uint8Array<ArrayBuffer> | undefined {
  // Four letters, or fewer that are filled up: `atob` would take more.
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9~-]+_{0,2}$/.test(text)) return undefined
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'))
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
