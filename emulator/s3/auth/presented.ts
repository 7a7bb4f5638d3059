// A signature as a client presents it, wherever it stood.
import type { Credential } from './credential.ts'

export interface Presented extends Credential {
  where: 'header' | 'query'
  /** `20260101T000000Z` */
  time: string
  /** ms */
  signedAt: number
  /** In lower case, in the client's order. */
  signedHeaders: readonly string[]
  /** Hex. */
  signature: string
}
