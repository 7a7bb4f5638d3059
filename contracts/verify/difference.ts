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
      if (text(actual) === '') return `${where}: expected ${shown(text(expected), 'String')}, and it is missing`
      return `${where}: ${ofRule(mismatch) ?? `expected ${shown(text(expected), 'String')}, got ${shown(text(actual), 'String')}`}`
    }
    case 'BodyTypeMismatch':
      return `body: expected ${text(expected)}, got ${text(actual) || 'none'}`
    case 'BodyMismatch': {
      const where = path === undefined || path === '$' ? 'body' : `body ${path}`
      return `${where}: ${ofMembers(mismatch) ?? ofRule(mismatch) ?? plain(mismatch, expected, actual)}`
    }
    default:
      return mismatch === '' ? type : mismatch
  }
}

function ofMembers(mismatch: string): string | undefined {
  const missing = /^Actual map is missing the following keys: (.*)$/s.exec(mismatch)?.[1]
  return missing === undefined ? undefined : `${missing} ${missing.includes(',') ? 'are' : 'is'} missing`
}

/** `Expected 'x' (String) to be an integer` and its like: what was wanted, then what was there. */
function ofRule(mismatch: string): string | undefined {
  const sentence =
    /Expected (.*?)(?: \((\w+)\))? to (be equal to|be the same type as|match|be|have) (.*?)(?: \((\w+)\))?$/s
  const [, got, gotKind = '', verb, wanted, wantedKind = ''] = sentence.exec(mismatch) ?? []
  if (got === undefined || wanted === undefined) return undefined
  const was = gotKind === 'Object' || gotKind === 'Array' ? kinds[gotKind] : shown(unquoted(got), gotKind || 'String')
  return `expected ${wish(verb, wanted, wantedKind)}, got ${was}`
}

const kinds: Readonly<Record<string, string>> = {
  String: 'a text',
  Integer: 'a whole number',
  Decimal: 'a number with decimals',
  Boolean: 'true or false',
  Object: 'an object',
  Array: 'a list',
  Null: 'null',
}

function wish(verb: string | undefined, wanted: string, kind: string): string {
  if (verb === 'match') return `a text like ${unquoted(wanted)}`
  if (verb === 'be the same type as') {
    const name = kinds[kind] ?? kind
    return kind === 'Object' || kind === 'Array' ? name : `${name} such as ${shown(unquoted(wanted), kind)}`
  }
  return verb === 'be equal to' ? shown(unquoted(wanted), kind) : wanted
}

function plain(mismatch: string, expected: unknown, actual: unknown): string {
  if (mismatch === '') return `expected ${shown(text(expected), '')}, got ${shown(text(actual), '')}`
  return cut(mismatch.slice(0, 1).toLowerCase() + mismatch.slice(1))
}

const longest = 200

function shown(value: string, kind: string): string {
  return cut(kind === 'String' ? JSON.stringify(value) : value)
}

function cut(whole: string): string {
  return whole.length > longest ? `${whole.slice(0, longest)}… [${whole.length} characters]` : whole
}

/** Pact's own quotes. */
function unquoted(value: string): string {
  return /^'.*'$/s.test(value) ? value.slice(1, -1) : value
}

function text(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
