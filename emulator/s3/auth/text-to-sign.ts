// What is signed in the end: a request's time, its scope, and the hash of its canonical form.
import { createDigest } from '#platform'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { algorithm, type Scope, scopeText } from '../signature-v4.ts'

/** @param time `20260101T000000Z` */
export function textToSign(time: string, scope: Scope, canonical: string): string {
  const hash = createDigest('sha256')
  hash.update(utf8ToBytes(canonical))
  return `${algorithm}\n${time}\n${scopeText(scope)}\n${bytesToHex(hash.digest())}`
}
