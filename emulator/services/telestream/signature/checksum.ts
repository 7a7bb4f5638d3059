// Signature version 2 (§2.3): the body is signed through its checksum, a parameter of the query.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { constantTimeEqual } from '../../../constant-time.ts'

/** Lower-case hex SHA-256 of the exact bytes of the body. */
export function bodyChecksum(body: Uint8Array): string {
  return bytesToHex(sha256(body))
}

/** Whether `checksum`, as the client sent it, is that of the body. Upper-case hex is not. */
export function checksumMatches(checksum: string, body: Uint8Array): boolean {
  return constantTimeEqual(bodyChecksum(body), checksum)
}
