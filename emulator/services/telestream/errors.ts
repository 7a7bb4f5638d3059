// Telestream's errors (§5), as a catalogue: thrown by name, put on the wire by `answerError`.
import { answerJson, type Exchange } from '../../exchange.ts'
import type { Diagnosis } from '../../journal.ts'
import { noteFault, ObjectStoreUnavailable } from '../../objects/errors.ts'

export class TelestreamError extends Error {
  override name = 'TelestreamError'
  readonly status: number
  /** `error` on the wire. */
  readonly errorClass: string
  readonly diagnosis: Diagnosis | undefined

  constructor(status: number, errorClass: string, message: string, diagnosis?: Diagnosis) {
    super(message)
    this.status = status
    this.errorClass = errorClass
    this.diagnosis = diagnosis
  }
}

export const badRequest = (message: string) => new TelestreamError(400, 'BadRequest', message)

export const onlyJson = () => badRequest('Currently only .json is supported as a format')

export const missingParameters = (...names: string[]) =>
  badRequest(`All required parameters were not supplied: ${names.join(', ')}`)

export const notAuthorized = (message: 'Signatures do not match' | 'Signatures expired', diagnosis?: Diagnosis) =>
  new TelestreamError(401, 'NotAuthorized', message, diagnosis)

export const recordNotFound = (kind: string, id: string) =>
  new TelestreamError(404, 'RecordNotFound', `Couldn't find ${kind} with ID=${id}`)

/** A path or method that the API does not have; the shape is §5's, the text ours. */
export const noSuchRoute = (method: string, path: string) =>
  new TelestreamError(404, 'NotFound', `There is no ${method} ${path}`)

export const fileSizeLimitExceeded = (limit: number) =>
  new TelestreamError(413, 'FileSizeLimitExceeded', `File size limit for this account is set to ${limit} bytes`)

/** "S3Error: whenever the system tries to access your bucket and gets a bad response" (§5). */
export const storageFailed = ({ message }: ObjectStoreUnavailable) => new TelestreamError(500, 'S3Error', message)

/** Turns an error into the vendor's answer; undefined when it is none of the vendor's, and so a mistake of ours. */
export function answerError(exchange: Exchange, error: unknown): Response | undefined {
  if (error instanceof ObjectStoreUnavailable) {
    noteFault(exchange, error)
    return answerError(exchange, storageFailed(error))
  }
  if (!(error instanceof TelestreamError)) return undefined
  if (error.diagnosis) exchange.diagnosis = error.diagnosis
  return answerJson(exchange, error.status, { error: error.errorClass, message: error.message })
}
