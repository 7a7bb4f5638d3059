// What is different, as a person reads it.
import type { NativeMismatch, NativeResult } from './native.ts'

/** One line each; none when the contract was kept. */
export function differencesOf({ mismatch }: NativeResult): string[] {
  if (!mismatch) return []
  if (mismatch.mismatches) return mismatch.mismatches.map(describe)
  return [(mismatch.message ?? 'it could not be replayed').replaceAll(/\s+/g, ' ').trim()]
}

function describe({ type, mismatch = '', path, key, expected, actual }: NativeMismatch): string {
  switch (type) {
    case 'StatusMismatch':
      return `status: expected ${text(expected)}, got ${text(actual)}`
    case 'HeaderMismatch':
    case 'MetadataMismatch': {
      const where = `${type === 'HeaderMismatch' ? 'header' : 'metadata'} ${key ?? ''}`
      if (text(actual) === '') return `${where}: expected ${quoted(expected)}, and it is missing`
      return `${where}: ${rule(mismatch, actual) ?? `expected ${quoted(expected)}, got ${quoted(actual)}`}`
    }
    case 'BodyTypeMismatch':
      return `body: expected ${text(expected)}, got ${text(actual) || 'none'}`
    case 'BodyMismatch':
      return `body${path === undefined || path === '$' ? '' : ` ${path}`}: ${ofBody(mismatch, expected, actual)}`
    default:
      return mismatch === '' ? type : mismatch
  }
}

function ofBody(mismatch: string, expected: unknown, actual: unknown): string {
  const missing = /^Actual map is missing the following keys: (.*)$/.exec(mismatch)?.[1]
  if (missing !== undefined) return `${missing} ${missing.includes(',') ? 'are' : 'is'} missing`
  const unexpected = /^Expected a Map with keys \[(.*)\] but received one with keys \[(.*)\]$/.exec(mismatch)
  if (unexpected) return `expected the members ${unexpected[1]}, got ${unexpected[2]}`
  const said = rule(mismatch, actual)
  if (said !== undefined) return said
  if (/^Expected (a |an )?(Map|List|Object|Array|body)/i.test(mismatch)) return lowered(mismatch)
  return mismatch === '' ? `expected ${shown(expected)}, got ${shown(actual)}` : lowered(mismatch)
}

/** `Expected 'x' (String) to be an integer` and its like: what was wanted, then what was there. */
function rule(mismatch: string, actual: unknown): string | undefined {
  const [, got, kind, wanted] = /^Expected (.*?)(?: \((\w+)\))? to (?:be |have |match )?(.*)$/s.exec(mismatch) ?? []
  if (got === undefined || wanted === undefined) return undefined
  const how = /^Expected .* to match /s.test(mismatch) ? `a text like ${wanted}` : wanted.replace(/^equal to /, '')
  const was = typeof actual === 'string' && actual !== '' ? shown(actual) : got
  return `expected ${how.replace(/^'(.*)' \((\w+)\)$/s, '"$1" ($2)')}, got ${was}${kind === undefined ? '' : ` (${kind})`}`
}

const longest = 200

function shown(value: unknown): string {
  const whole = text(value)
  return whole.length > longest ? `${whole.slice(0, longest)}… [${whole.length} characters]` : whole
}

function quoted(value: unknown): string {
  return JSON.stringify(shown(value))
}

function text(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function lowered(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1)
}
