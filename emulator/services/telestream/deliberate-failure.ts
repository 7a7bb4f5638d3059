// Failures on request: a source whose name says so fails, so that a team can see what its code does then.
import { errorClasses, type ErrorClass } from './model.ts'

export interface DeliberateFailure {
  errorClass: ErrorClass
  /** Where an encoding stops, in percent. */
  at: number
}

const ofTheSource = new Set<ErrorClass>(['DownloadFailed', 'FormatNotRecognised', 'FileNotFound', 'S3Error'])

/**
 * `stuntdouble-fail-CLASS` anywhere in a source's name, with `-at-PERCENT` if it is an encoding that fails:
 * `stuntdouble-fail-EncodingError-at-40.mp4`. CLASS is one of §5's error classes.
 */
export function deliberateFailure(name: string | null): DeliberateFailure | undefined {
  const [, asked, at] = /stuntdouble-fail-([A-Za-z0-9]+)(?:-at-(\d{1,2}))?/.exec(name ?? '') ?? []
  const errorClass = errorClasses.find((known) => known === asked)
  return errorClass && { errorClass, at: at === undefined ? 50 : Number(at) }
}

/** Whether the video itself fails, and not only its encodings. */
export function failsTheSource({ errorClass }: DeliberateFailure): boolean {
  return ofTheSource.has(errorClass)
}
