// JSON as DuraCloud's tasks print it: in plain text, which Pact compares as a whole. Its matchers become one pattern.
import { escaped, exampleOf, isMatcher, type Matcher, type Template } from './matchers.ts'

/** The text of a task's result, members in the order given. Lists of matchers have any length. */
export function taskResult(result: { readonly [name: string]: Template }): Matcher<string> {
  const regex = `^${patternOf(result, '')}$`
  const value = printed(exampleOf(result), '')
  if (!new RegExp(regex).test(value)) throw new Error(`The example does not match its own pattern: ${value}`)
  return { 'pact:matcher:type': 'regex', regex, value }
}

const twice = '  '

/** Two blanks deep, ` : ` between name and value, lists on one line. */
function printed(value: unknown, indent: string): string {
  if (Array.isArray(value))
    return value.length === 0 ? '[ ]' : `[ ${value.map((item) => printed(item, indent)).join(', ')} ]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(
    ([name, member]) => `${indent}${twice}"${name}" : ${printed(member, indent + twice)}`,
  )
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`
}

function patternOf(template: Template, indent: string): string {
  if (isMatcher(template)) return patternOfMatcher(template, indent)
  if (isList(template))
    return template.length === 0 ? '\\[ \\]' : `\\[ ${template.map((item) => patternOf(item, indent)).join(', ')} \\]`
  if (typeof template !== 'object' || template === null) return escaped(JSON.stringify(template))
  const members = Object.entries(template).map(
    ([name, member]) => `${indent}${twice}"${escaped(name)}" : ${patternOf(member, indent + twice)}`,
  )
  return members.length === 0 ? '\\{ \\}' : `\\{\\n${members.join(',\\n')}\\n${indent}\\}`
}

function patternOfMatcher({ 'pact:matcher:type': type, value, regex, min }: Matcher, indent: string): string {
  if (regex !== undefined) return `"${regex.replace(/^\^/, '').replace(/\$$/, '')}"`
  if (type === 'integer') return '-?\\d+'
  if (isList(value)) {
    const item = patternOf(value[0] ?? null, indent)
    const some = `\\[ ${item}(, ${item})* \\]`
    return (min ?? 0) > 0 ? some : `(\\[ \\]|${some})`
  }
  switch (typeof value) {
    case 'string':
      return '"([^"\\\\]|\\\\.)*"'
    case 'number':
      return '-?\\d+(\\.\\d+)?'
    case 'boolean':
      return '(true|false)'
    default:
      return '(\\{ \\}|\\{[\\s\\S]*\\})'
  }
}

const isList = (value: Template): value is readonly Template[] => Array.isArray(value)
