// A refusal of the S3 wire together with its reason for the journal.
import type { MistakeCode } from '../../diagnosis/index.ts'
import type { Diagnosis } from '../../journal.ts'
import { S3Error } from '../errors.ts'

/** Mistakes that other services have, too, by the names that they have there. */
const names: Readonly<Record<string, MistakeCode>> = {
  XAmzContentSHA256Mismatch: 'payload-hash',
  BadDigest: 'checksum-mismatch',
}

/** `hint` says to the developer what to do about it; it goes to the journal and never over the wire. */
export function refusal(
  status: number,
  code: string,
  message: string,
  hint: string,
  details: Record<string, string> = {},
  strings: Omit<Diagnosis, 'mistakes'> = {},
): S3Error {
  const error = new S3Error(status, code, message, details)
  error.diagnosis = { mistakes: [{ code: names[code] ?? code, message, hint }], ...strings }
  return error
}
