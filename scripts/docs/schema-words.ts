// JSON Schemas in the few words of a table.
import { code } from './table.ts'

export interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  description?: string
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

/** A row a field: name, type, words. None for what is no object. */
export function fieldsOf({ properties = {}, required = [] }: Schema): string[][] {
  return Object.entries(properties).map(([name, schema]) => [
    `${code(name)}${required.includes(name) ? '*' : ''}`,
    typeOf(schema),
    schema.description ?? '',
  ])
}

/** `string`, `"real" or "frozen"`, `[{name*, clock*}]`, a link to a schema that has a name. */
export function typeOf(schema: Schema): string {
  const { $ref, additionalProperties, enum: choices, format, items, properties, required = [], type } = schema
  if ($ref !== undefined) return linkTo($ref)
  if (schema.const !== undefined) return code(JSON.stringify(schema.const))
  if (choices) return choices.map((choice) => code(String(choice))).join(', ')
  const several = schema.anyOf ?? schema.oneOf
  if (several) return [...new Set(several.map(typeOf))].join(' or ')
  if (schema.allOf) return schema.allOf.map(typeOf).join(' and ')
  if (items) return `list of ${typeOf(items)}`
  if (properties)
    return code(
      `{${Object.keys(properties)
        .map((name) => `${name}${required.includes(name) ? '' : '?'}`)
        .join(', ')}}`,
    )
  if (typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0)
    return `object of ${typeOf(additionalProperties)}`
  const word = Array.isArray(type) ? type.join(' or ') : (type ?? 'anything')
  return format === undefined ? word : `${word} (${format})`
}

function linkTo(ref: string): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1)
  return `[${name}](#schema-${name.toLowerCase()})`
}
