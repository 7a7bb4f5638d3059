// The keys that sign: derived from a secret for one day, one region and one service, and kept for the next request.
import { hmacSha256 } from '#platform'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { type Scope, scopeText } from '../signature-v4.ts'

/** Signs texts; lower-case hex. */
export type Signer = (text: string) => string

/** A world has one secret and most clients one region, so that this is enough for a hundred worlds and a midnight. */
const most = 256
const kept = new Map<string, Signer>()

export function signerOf(secretAccessKey: string, scope: Scope): Signer {
  const name = `${secretAccessKey}\n${scopeText(scope)}`
  const known = kept.get(name)
  if (known) return known
  const signer = derive(secretAccessKey, scope)
  for (const oldest of kept.keys()) {
    if (kept.size < most) break
    kept.delete(oldest)
  }
  kept.set(name, signer)
  return signer
}

function derive(secretAccessKey: string, { day, region, service }: Scope): Signer {
  const key = [day, region, service, 'aws4_request'].reduce(
    (secret, text) => hmac(nobleSha256, secret, utf8ToBytes(text)),
    utf8ToBytes(`AWS4${secretAccessKey}`),
  )
  return signerByKey(key)
}

/** Signs by a key that is derived already, or by any other. */
export function signerByKey(key: Uint8Array): Signer {
  const sign = hmacSha256(key)
  return (text) => sign(text, 'hex')
}
