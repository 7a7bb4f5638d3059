// What goes wrong with an encoding, as an error class of the vendor's (§5), a message, and ffmpeg's own words.
import { isObjectStoreError, ObjectStoreError } from '../../../objects/errors.ts'
import { OutboundRefused } from '../../../outbound/index.ts'
import type { EncodingFailure } from '../encoder.ts'
import type { ErrorClass } from '../model.ts'
import { CommandRefused } from './refused.ts'

export class EncodingFailed extends Error {
  override name = 'EncodingFailed'
  readonly errorClass: ErrorClass
  readonly log: string
  /** Whether ffmpeg itself said no; it was neither stopped nor did it crash. */
  readonly isOfProgram: boolean

  constructor(errorClass: ErrorClass, message: string, { log = '', isOfProgram = false } = {}) {
    super(message)
    this.errorClass = errorClass
    this.log = log
    this.isOfProgram = isOfProgram
  }
}

/** @throws {ObjectStoreError} as it is: what the store refuses means the same for every encoder */
export function explainFailure(error: unknown): EncodingFailure {
  if (error instanceof ObjectStoreError) throw error
  if (error instanceof EncodingFailed) {
    return { errorClass: error.errorClass, errorMessage: error.message, log: error.log }
  }
  if (error instanceof CommandRefused) return { errorClass: 'CommandInvalid', errorMessage: error.message }
  if (error instanceof OutboundRefused) return { errorClass: 'DownloadFailed', errorMessage: error.message }
  return { errorClass: 'UnexpectedError', errorMessage: `The encoder failed: ${reasonOf(error)}` }
}

export function isMissing(error: unknown): boolean {
  return isObjectStoreError(error, 'NoSuchKey') || isObjectStoreError(error, 'NoSuchBucket')
}

/** Errors of the file system name its paths; their codes say enough. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
