// JSON as DuraCloud's tasks print it: in plain text, which Pact compares as a whole. Its matchers become one pattern.
import { prettyJson } from '../../emulator/services/duracloud/tasks/jackson-writer.ts'
import { escaped, exampleOf, isList, isMatcher, type Matcher, type Template } from './matchers.ts'

/** The text of a task's result, members in the order given. Lists of matchers have any length. */
export function taskResult(result: { readonly [name: string]: Template }): Matcher<string> {
  const regex = `^${patternOf(result, '')}$`
  const value = prettyJson(exampleOf(result))
  if (!new RegExp(regex).test(value)) throw new Error(`The example does not match its own pattern: ${value}`)
  return { 'pact:matcher:type': 'regex', regex, value }
}

const twice = '  '

function patternOf(template: Template, indent: string): string {
  if (isMatcher(template)) return patternOfMatcher(template, indent)
  if (isList(template))
    return template.length === 0 ? '\\[ \\]' : `\\[ ${template.map((item) => patternOf(item, indent)).join(', ')} \\]`
  if (typeof template !== 'object' || template === null) return escaped(JSON.stringify(template))
  const members = Object.entries(template).map(
    ([name, member]) => `${indent}${twice}${escaped(JSON.stringify(name))} : ${patternOf(member, indent + twice)}`,
  )
  return members.length === 0 ? '\\{ \\}' : `\\{\\n${members.join(',\\n')}\\n${indent}\\}`
}

function patternOfMatcher({ 'pact:matcher:type': type, value, regex, min }: Matcher, indent: string): string {
  if (regex !== undefined) return `"(?:${regex.replace(/^\^/, '').replace(/\$$/, '')})"`
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
