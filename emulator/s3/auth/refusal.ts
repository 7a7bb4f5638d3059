// A refusal of the S3 wire together with its reason for the journal.
import type { Diagnosis } from '../../journal.ts'
import { S3Error } from '../errors.ts'

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
  error.diagnosis = { mistakes: [{ code, message, hint }], ...strings }
  return error
}
