// Who owns everything in a world, as S3 names accounts.
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { S3Credentials } from '../credentials.ts'
import { element } from './xml.ts'

/** A canonical user's id: 64 hex digits. */
export function ownerId({ credentials }: { credentials: S3Credentials }): string {
  return bytesToHex(sha256(utf8ToBytes(credentials.accessKeyId)))
}

export function ownerElement(context: { credentials: S3Credentials }, name = 'Owner'): string {
  return `<${name}>${element('ID', ownerId(context))}${element('DisplayName', context.credentials.accessKeyId)}</${name}>`
}
