// What stands in a pact for a value that is different every time: an example, and the rule that real values keep.

/** A rule in the form that Pact reads; `value` is the example. */
export interface Matcher<T = Template> {
  readonly 'pact:matcher:type': string
  readonly value: T
  readonly regex?: string
  /** Of a list: how many it has at least. */
  readonly min?: number
  readonly 'pact:generator:type'?: 'ProviderState'
  /** With `${name}` where the provider's state puts its value. */
  readonly expression?: string
}

/** A body: JSON in which any part may be a matcher. Everything else is equal to the letter. */
export type Template =
  | string
  | number
  | boolean
  | null
  | Matcher
  | readonly Template[]
  | { readonly [name: string]: Template }

/** A text that matches as a whole; `pattern` is one of Rust's: no look-around, no back reference. */
export function matching(pattern: RegExp | string, example: string): Matcher<string> {
  const source = typeof pattern === 'string' ? pattern : pattern.source
  const regex = source.startsWith('^') ? source : `^(${source})$`
  if (!new RegExp(regex).test(example)) throw new Error(`The example '${example}' does not match ${regex}`)
  return { 'pact:matcher:type': 'regex', regex, value: example }
}

/** One of these words; the first is the example. */
export function oneOf(first: string, ...others: readonly string[]): Matcher<string> {
  return matching(`^(${[first, ...others].map(escaped).join('|')})$`, first)
}

/** Whatever has the example's type; of a list or an object, the same holds for all that is in it. */
export const like = <T extends Template>(example: T): Matcher<T> => ({ 'pact:matcher:type': 'type', value: example })

/** Any text. */
export const text = (example = 'some text'): Matcher<string> => like(example)

/** A number without a fraction. */
export const integer = (example = 1): Matcher<number> => ({ 'pact:matcher:type': 'integer', value: example })

/** Any number. */
export const number = (example = 1): Matcher<number> => ({ 'pact:matcher:type': 'number', value: example })

/** True or false. */
export const boolean = (example = true): Matcher<boolean> => like(example)

/** A list whose members are all like the example. @param min how many there are at least, default 1 */
export function eachLike<T extends Template>(example: T, min = 1): Matcher<readonly T[]> {
  return { 'pact:matcher:type': 'type', min, value: Array.from({ length: Math.max(min, 1) }, () => example) }
}

/** 32 lower-case hexadecimal digits: Telestream's ids. */
export const hexId = (example = 'd891d9a45c698d587831466f236c6c6c'): Matcher<string> =>
  matching('^[0-9a-f]{32}$', example)

/** Stream's ids of sessions and tasks, Telestream's of storage references. */
export const uuid = (example = '5b0c9a54-11d2-4c43-9a57-2f6d1e8b7a10'): Matcher<string> =>
  matching('^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$', example)

/** An absolute URL, http or https. */
export const url = (example = 'https://example.com/a'): Matcher<string> => matching('^https?://[^ ]+$', example)

export function isMatcher(value: unknown): value is Matcher {
  return typeof value === 'object' && value !== null && 'pact:matcher:type' in value
}

/** JSON without matchers. */
export type Example = string | number | boolean | null | readonly Example[] | { readonly [name: string]: Example }

/** The template's example: what the mock server answers. */
export function exampleOf(template: Template): Example {
  if (isMatcher(template)) return exampleOf(template.value)
  if (isList(template)) return template.map(exampleOf)
  if (typeof template !== 'object' || template === null) return template
  return Object.fromEntries(Object.entries(template).map(([name, member]) => [name, exampleOf(member)]))
}

export const isList = (template: Template): template is readonly Template[] => Array.isArray(template)

/**
 * The template as Pact is given it in JSON. Pact matches a pattern with whatever a value looks like as text, so that `5` passes for `"5"`; here a
 * text must be one.
 */
export function strict(template: Template): unknown {
  if (isMatcher(template)) {
    const { 'pact:matcher:type': type, regex, value, ...rest } = template
    if (regex === undefined) return { ...template, value: strict(value) }
    const rules = [{ 'pact:matcher:type': type, regex }, { 'pact:matcher:type': 'type' }]
    return { ...rest, 'pact:matcher:type': rules, value }
  }
  if (isList(template)) return template.map(strict)
  if (typeof template !== 'object' || template === null) return template
  return Object.fromEntries(Object.entries(template).map(([name, member]) => [name, strict(member)]))
}

/** A literal text as part of a pattern. */
export const escaped = (literal: string): string => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
