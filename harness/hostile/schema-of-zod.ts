// A schema of zod as a JSON Schema of what may be sent. Zod's own conversion knows either what goes into a transformation or what
// comes out of it; here it is what a client writes.
import type { z } from 'zod'
import type { JsonSchema } from './json-from-schema.ts'

/** What is looked at of zod's descriptions of itself. */
interface Described {
  type: string
  in?: z.core.$ZodType
  out?: z.core.$ZodType
  innerType?: z.core.$ZodType
  shape?: Readonly<Record<string, z.core.$ZodType>>
  element?: z.core.$ZodType
  valueType?: z.core.$ZodType
  options?: readonly z.core.$ZodType[]
  entries?: Readonly<Record<string, unknown>>
  values?: readonly unknown[]
}

/** @param depth how deep it may go: schemas can hold themselves */
export function schemaOfZod(schema: z.core.$ZodType, depth = 8): JsonSchema {
  const def: Described = schema._zod.def
  if (depth === 0) return {}
  const within = (inner: z.core.$ZodType | undefined): JsonSchema => (inner ? schemaOfZod(inner, depth - 1) : {})
  switch (def.type) {
    case 'pipe':
      return within(def.in?._zod.def.type === 'transform' ? def.out : def.in)
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return within(def.innerType)
    case 'nullable':
      return { anyOf: [within(def.innerType), { type: 'null' }] }
    case 'object':
      return { type: 'object', ...membersOf(def.shape ?? {}, within) }
    case 'record':
      return { type: 'object', additionalProperties: within(def.valueType) }
    case 'array':
      return { type: 'array', items: within(def.element) }
    case 'union':
      return { anyOf: (def.options ?? []).map(within) }
    case 'enum':
      return { enum: Object.values(def.entries ?? {}) }
    case 'literal':
      return { enum: def.values ?? [] }
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return { type: def.type }
    default:
      return {}
  }
}

function membersOf(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  within: (schema: z.core.$ZodType) => JsonSchema,
): JsonSchema {
  const members = Object.entries(shape)
  return {
    properties: Object.fromEntries(members.map(([name, member]) => [name, within(member)])),
    required: members.filter(([, member]) => member._zod.optin !== 'optional').map(([name]) => name),
  }
}
