// What properties of content may be (§3.4).
import { Cause } from './errors.ts'
import type { Space } from './model.ts'

/** What S3 says of content by itself. */
const calculated = new Set([
  'content-checksum',
  'content-length',
  'content-md5',
  'content-modified',
  'content-size',
  'content-type',
  'date',
  'etag',
  'last-modified',
])

/** Properties by the names of calculated ones are dropped, silently. */
export function withoutCalculated(properties: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !calculated.has(name)))
}

/** S3 takes so many bytes of names and values. */
const propertyBytes = 2048
/** The name of a property with more than ASCII in it. */
export function notAscii(properties: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(properties).find((name) => /[^\x00-\x7f]/.test(properties[name] ?? ''))
}

/** @throws {Cause} 500, as S3 refuses them */
export function refuseTooMuch(properties: Readonly<Record<string, string>>, contentId: string, space: Space): void {
  let bytes = 0
  for (const [name, value] of Object.entries(properties)) bytes += name.length + value.length
  if (bytes > propertyBytes)
    throw notAdded(contentId, space, 'Your metadata headers exceed the maximum allowed metadata size')
}

export function notAdded(contentId: string, { bucket }: Space, why: string): Cause {
  return new Cause(500, `Could not add content ${contentId} to S3 bucket ${bucket} due to error: ${why}`)
}
