// What is signed in the end: a request's time, its scope, and the hash of its canonical form.
import { sha256Hex } from '#platform'
import { algorithm, type Scope, scopeText } from '../signature-v4.ts'

/** @param time `20260101T000000Z` */
export function textToSign(time: string, scope: Scope, canonical: string): string {
  return `${algorithm}\n${time}\n${scopeText(scope)}\n${sha256Hex(canonical)}`
}
