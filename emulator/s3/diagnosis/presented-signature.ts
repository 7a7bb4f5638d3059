// The bytes of a signature, whatever a client has written them as.
import { bytesToHex } from '@noble/hashes/utils.js'
import { type Mistake, mistake } from '../../diagnosis/index.ts'
import { fromBase64 } from '../auth/checksums.ts'

export interface PresentedSignature {
  /** Lower-case hex; undefined when there are no 32 bytes. */
  readonly hex: string | undefined
  readonly mistakes: readonly Mistake[]
}

export function presentedSignature(signature: string): PresentedSignature {
  if (/^[0-9a-f]{64}$/.test(signature)) return { hex: signature, mistakes: [] }
  const said = (hex: string | undefined, message: string): PresentedSignature => ({
    hex,
    mistakes: [
      mistake('signature-malformed', { message, hint: 'Send the 32 bytes of the HMAC as 64 hex digits in lower case' }),
    ],
  })
  const trimmed = signature.trim()
  if (/^[0-9a-f]{64}$/.test(trimmed)) return said(trimmed, 'There is white space around the signature')
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return said(trimmed.toLowerCase(), 'The signature was sent in upper case')
  const standard = trimmed.replaceAll('-', '+').replaceAll('_', '/').replaceAll(' ', '+').replace(/=*$/, '')
  const bytes = standard.length === 43 ? fromBase64(`${standard}=`) : undefined
  if (bytes) return said(bytesToHex(bytes), 'The signature was sent in base64')
  return said(
    undefined,
    `The signature has ${signature.length} characters that are no 64 hex digits: it was cut off, or is none`,
  )
}
