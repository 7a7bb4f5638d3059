// The policy of a form: until when, and with which fields, its bearer may upload.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
import { plainText } from '../../plain-text.ts'
import { fromBase64 } from './checksums.ts'
import { againstPolicy, invalidPolicy } from './post-errors.ts'

export interface Policy {
  /** ms */
  expiresAt: number
  conditions: readonly Condition[]
  /** Bytes that the file may have, the ends included. */
  length: { min: number; max: number } | undefined
}

/** What one field has to be; `field` in lower case, without `$`. */
interface Condition {
  operator: 'eq' | 'starts-with'
  field: string
  value: string
  /** As the policy has it, for the refusal. */
  text: string
}

/** @throws {S3Error} InvalidPolicyDocument */
export function parsePolicy(base64: string): Policy {
  const document = documentOf(base64)
  const { expiration, conditions }: Record<string, unknown> = { ...document }
  if (expiration === undefined) throw invalidPolicy('Policy missing expiration.')
  const expiresAt = typeof expiration === 'string' && isInstant(expiration) ? Date.parse(expiration) : Number.NaN
  if (Number.isNaN(expiresAt)) throw invalidPolicy(`Invalid 'expiration' value: '${plainText(expiration)}'`)
  if (conditions === undefined) throw invalidPolicy('Policy missing conditions.')
  if (!Array.isArray(conditions)) throw invalidPolicy("Invalid 'conditions' value: must be a List.")

  const parsed: Condition[] = []
  let length: Policy['length']
  for (const condition of conditions) {
    if (Array.isArray(condition)) {
      const range = lengthRange(condition)
      if (range) length = range
      else parsed.push(listCondition(condition))
    } else parsed.push(simpleCondition(condition))
  }
  return { expiresAt, conditions: parsed, length }
}

/**
 * @param fields in lower case, `bucket` among them
 * @param free fields that need no condition
 * @param now ms of the world's clock
 * @throws {S3Error} AccessDenied
 */
export function checkPolicy(
  policy: Policy,
  fields: ReadonlyMap<string, string>,
  free: (name: string) => boolean,
  now: number,
): void {
  if (now > policy.expiresAt) {
    const at = new Date(policy.expiresAt).toISOString()
    throw againstPolicy(
      'Policy expired.',
      `It expired at ${at}; the world's clock says ${new Date(now).toISOString()}`,
      'expired',
    )
  }
  for (const { operator, field, value, text } of policy.conditions) {
    const sent = fields.get(field) ?? ''
    const holds = operator === 'eq' ? sent === value : startsWith(field, sent, value)
    if (!holds) throw againstPolicy(`Policy Condition failed: ${text}`, `The form says ${field}=${sent}`)
  }
  const named = new Set(policy.conditions.map(({ field }) => field))
  const extra = [...fields.keys()].filter((name) => name !== 'bucket' && !named.has(name) && !free(name))
  if (extra.length > 0)
    throw againstPolicy(
      `Extra input fields: ${extra.join(', ')}`,
      'Every field of the form needs a condition',
      'added-after-signing',
    )
}

/** "Content-Types values for a starts-with condition that include commas are interpreted as lists." */
function startsWith(field: string, sent: string, prefix: string): boolean {
  if (field !== 'content-type') return sent.startsWith(prefix)
  return sent.split(',').every((type) => type.trim().startsWith(prefix))
}

function documentOf(base64: string): object {
  if (base64.trim() === '') throw invalidPolicy("Expecting '{' but found End-of-Input")
  const bytes = fromBase64(base64.replaceAll(/\s/g, ''))
  if (!bytes) throw invalidPolicy('invalid Base64 encoding.')
  let document: unknown
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalidPolicy('Invalid JSON.')
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw invalidPolicy('Invalid JSON.')
  return document
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(text)
}

function lengthRange(condition: readonly unknown[]): Policy['length'] {
  const [operator, min, max] = condition
  if (typeof operator !== 'string' || operator.toLowerCase() !== 'content-length-range') return undefined
  if (condition.length !== 3) throw invalidPolicy('Invalid content-length-range: wrong number of arguments.')
  const [from, to] = [min, max].map((bound) => (bound === '' ? Number.NaN : Number(bound)))
  if (from === undefined || to === undefined || !Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0)
    throw invalidPolicy('Invalid content-length-range: arguments must be numbers of bytes.')
  return { min: from, max: to }
}

function listCondition(condition: readonly unknown[]): Condition {
  const [operator, name, value] = condition
  if (typeof operator !== 'string') throw invalidPolicy('Invalid Condition: missing operation identifier.')
  const kind = operator.toLowerCase()
  if (kind !== 'eq' && kind !== 'starts-with')
    throw invalidPolicy(`Invalid Condition: unknown operation '${operator}'.`)
  if (condition.length !== 3) throw invalidPolicy(`Invalid ${operator}: wrong number of arguments.`)
  if (typeof name !== 'string' || !name.startsWith('$') || typeof value !== 'string')
    throw invalidPolicy(`Invalid ${operator}: arguments must be a field, as "$key", and a string.`)
  return { operator: kind, field: name.slice(1).toLowerCase(), value, text: `["${operator}", "${name}", "${value}"]` }
}

function simpleCondition(condition: unknown): Condition {
  if (typeof condition !== 'object' || condition === null)
    throw invalidPolicy('Invalid condition test: must be a List or Object.')
  const [pair, ...more] = Object.entries(condition)
  if (!pair || more.length > 0)
    throw invalidPolicy('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.')
  const [name, value]: [string, unknown] = pair
  if (typeof value !== 'string') throw invalidPolicy('Invalid Simple-Condition: value must be a string.')
  return { operator: 'eq', field: name.toLowerCase(), value, text: `["eq", "$${name}", "${value}"]` }
}
