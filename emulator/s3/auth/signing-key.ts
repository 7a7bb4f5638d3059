// The keys that sign: derived from a secret for one day, one region and one service, and kept for the next request.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
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
    (secret, text) => hmac(sha256, secret, utf8ToBytes(text)),
    utf8ToBytes(`AWS4${secretAccessKey}`),
  )
  // Half of an HMAC's work is on the key, and that half is the same for every text.
  const keyed = hmac.create(sha256, key)
  return (text) => bytesToHex(keyed.clone().update(utf8ToBytes(text)).digest())
}
