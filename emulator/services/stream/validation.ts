// Refusals of input in the words of the vendor's validator, which are those of Go's (§1.7).
import type { z } from 'zod'
import { inputError } from './errors.ts'

/** @throws {StreamError} 400/4 with the first thing that is wrong */
export function validate<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { error: words })
  if (result.success) return result.data
  throw inputError(result.error.issues[0]?.message ?? 'invalid input')
}

function words(issue: z.core.$ZodRawIssue): string {
  const field = fieldName(issue.path ?? [])
  if (issue.input === undefined || issue.input === null) return `${field} is a required field`
  switch (issue.code) {
    case 'invalid_value':
      return `${field} must be one of [${issue.values.map(String).join(' ')}]`
    case 'too_big':
      return tooBig(field, issue.origin, Number(issue.maximum))
    case 'too_small':
      return tooSmall(field, issue.origin, Number(issue.minimum))
    case 'invalid_type':
      return `${field} must be of type ${typeNames[issue.expected] ?? issue.expected}`
    case 'custom':
      return `${field} ${String(issue.params?.words ?? 'is not valid')}`
    default:
      return `${field} is not valid`
  }
}

const typeNames: Readonly<Record<string, string>> = { record: 'object', int: 'integer' }

function tooBig(field: string, origin: string, maximum: number): string {
  if (origin === 'string') return `${field} must be a maximum of ${count(maximum, 'character')} in length`
  if (origin === 'array') return `${field} must contain at maximum ${count(maximum, 'item')}`
  return `${field} must be ${maximum} or less`
}

function tooSmall(field: string, origin: string, minimum: number): string {
  if (origin === 'string' && minimum === 1) return `${field} is a required field`
  if (origin === 'string') return `${field} must be at least ${count(minimum, 'character')} in length`
  if (origin === 'array') return `${field} must contain at least ${count(minimum, 'item')}`
  return `${field} must be ${minimum} or greater`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}

/** `aws_s3.s3_region`, `members[0].user_id` */
function fieldName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'request body'
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('')
}
