// Schemas of the control API: strict, so that a misspelt field is an error that names the right one.
import { z } from 'zod'
import { suggestion } from '../nearest.ts'
import { ControlError, type Issue } from './errors.ts'

/** An object that has no other fields. */
export function strict<T extends z.ZodRawShape>(shape: T) {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined
      const unknown = (issue.keys as string[]).map(
        (key) => `"${key}" is not known here${known.length > 0 ? suggestion(key, known) : ''}`,
      )
      return unknown.join('; ')
    },
  })
}

/** An instant as it is sent; a date alone is its midnight in UTC. */
export const instant = z
  .string()
  .refine((text) => /^\d{4}-\d\d-\d\d(T|$)/.test(text) && !Number.isNaN(Date.parse(text)), {
    error: 'Expected an ISO instant such as 2026-01-01T00:00:00Z',
  })
  .meta({ format: 'date-time' })

/** An instant as it is answered. */
export const answeredInstant = z.string().meta({ format: 'date-time' })

export const nothing = strict({})

/** @throws {ControlError} invalid-input; the message is about the first issue */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue): Issue => ({ path: issue.path.join('.'), message: issue.message }))
  const [first] = issues
  const message =
    first === undefined ? 'Invalid input' : first.path === '' ? first.message : `${first.path}: ${first.message}`
  throw new ControlError('invalid-input', message, { issues })
}
