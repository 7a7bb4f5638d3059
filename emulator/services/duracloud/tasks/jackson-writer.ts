// JSON as Jackson's default pretty printer lays it out (§2.4).

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** Members on lines of their own, two spaces deeper; elements on the line of their bracket. */
export function prettyJson(value: Json, indent = ''): string {
  if (isList(value)) {
    if (value.length === 0) return '[ ]'
    return `[ ${value.map((element) => prettyJson(element, indent)).join(', ')} ]`
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value)
  if (members.length === 0) return '{ }'
  const deeper = `${indent}  `
  const lines = members.map(([name, member]) => `${deeper}${JSON.stringify(name)} : ${prettyJson(member, deeper)}`)
  return `{\n${lines.join(',\n')}\n${indent}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
