// An encoding that a fault of the world makes fail.
import type { StoredFault } from '../../faults/model.ts'
import { errorClasses, type ErrorClass } from './model.ts'

export interface EncodingFault {
  errorClass: ErrorClass
  /** Where it stops, in percent. */
  at: number
  message: string
}

export const defaultEncodingFault = {
  errorClass: 'EncodingError',
  percent: 40,
  message: 'The encoder stopped unexpectedly',
} as const

export function isErrorClass(name: unknown): name is ErrorClass {
  return errorClasses.some((known) => known === name)
}

export function encodingFault({ effect }: StoredFault): EncodingFault {
  const details = effect.kind === 'error' ? effect.details : {}
  const { errorClass, percent, message } = { ...defaultEncodingFault, ...details }
  return {
    errorClass: isErrorClass(errorClass) ? errorClass : defaultEncodingFault.errorClass,
    at: Number(percent),
    message: String(message),
  }
}
