// Signing as no SDK does it: by another hash, or by no HMAC at all.
import { hmac } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { Digest } from './reading.ts'
import { sign } from './sign.ts'
import type { Algorithm } from './signature-forms.ts'

const hashes = { md5, sha1, sha256, sha384, sha512 }
const encoder = new TextEncoder()

/** Base64; by `hmac` and `sha256` what is right. */
export function signBy(digest: Digest, algorithm: Algorithm, secret: string, text: string): string {
  const hash = hashes[algorithm]
  switch (digest) {
    case 'hmac':
      return algorithm === 'sha256'
        ? sign(secret, text)
        : base64(hmac(hash, encoder.encode(secret), encoder.encode(text)))
    case 'swapped':
      return base64(hmac(hash, encoder.encode(text), encoder.encode(secret)))
    case 'secret-first':
      return base64(hash(encoder.encode(secret + text)))
    case 'secret-last':
      return base64(hash(encoder.encode(text + secret)))
    case 'text-alone':
      return base64(hash(encoder.encode(text)))
  }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
