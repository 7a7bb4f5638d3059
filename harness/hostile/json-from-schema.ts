// JSON that a JSON Schema describes, nearly: most of it as it should be, and some of it not at all.
import type { Chance } from './chance.ts'
import { hostileJson, hostileNumber, hostileText } from './words.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

export interface SchemaWords {
  chance: Chance
  /** Texts that mean something here: ids and names of what there is. */
  known: readonly string[]
  /** How often a value is something else than it should be. */
  wrong: number
  /** Of `$ref`s: the document that they point into. */
  document?: JsonSchema | undefined
}

/** @param depth how deep it may go: schemas can hold themselves */
export function jsonFrom(schema: unknown, words: SchemaWords, depth = 6): unknown {
  const { chance, wrong } = words
  if (!isSchema(schema) || depth <= 0 || chance.one(wrong)) return hostileJson(chance, 2)
  const referred = schema['$ref']
  if (typeof referred === 'string') return jsonFrom(resolve(referred, words.document), words, depth - 1)
  for (const choice of ['anyOf', 'oneOf']) {
    const choices = schema[choice]
    if (Array.isArray(choices) && choices.length > 0) return jsonFrom(chance.pick<unknown>(choices), words, depth - 1)
  }
  if ('const' in schema) return schema['const']
  if (Array.isArray(schema['enum'])) return chance.pick<unknown>(schema['enum'])
  const type = Array.isArray(schema['type']) ? chance.pick<unknown>(schema['type']) : schema['type']
  switch (type) {
    case 'object':
      return objectFrom(schema, words, depth)
    case 'array':
      return chance.some(3, () => jsonFrom(schema['items'] ?? {}, words, depth - 1))
    case 'string':
      return textFrom(schema, words)
    case 'integer':
    case 'number':
      return numberFrom(schema, words)
    case 'boolean':
      return chance.one(0.5)
    case 'null':
      return null
    default:
      return Array.isArray(schema['allOf']) ? jsonFrom(schema['allOf'][0], words, depth - 1) : hostileJson(chance, 2)
  }
}

function objectFrom(schema: JsonSchema, words: SchemaWords, depth: number): Record<string, unknown> {
  const { chance } = words
  const properties = isSchema(schema['properties']) ? schema['properties'] : {}
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
  const entries = Object.entries(properties)
    .filter(([name]) => (required.has(name) ? !chance.one(0.05) : chance.one(0.4)))
    .map(([name, property]) => [name, jsonFrom(property, words, depth - 1)] as const)
  const free = schema['additionalProperties']
  const more = isSchema(free)
    ? chance.some(3, () => [nameFor(words), jsonFrom(free, words, depth - 1)] as const)
    : chance.one(0.05)
      ? [[hostileText(chance), hostileJson(chance, 1)] as const]
      : []
  return Object.fromEntries([...entries, ...more])
}

function nameFor({ chance, known }: SchemaWords): string {
  return known.length > 0 && chance.one(0.7) ? chance.pick(known) : hostileText(chance)
}

function textFrom(schema: JsonSchema, words: SchemaWords): string {
  const { chance } = words
  if (schema['format'] === 'date-time' && chance.one(0.8))
    return new Date(1_767_225_600_000 + chance.below(10 ** 9)).toISOString()
  return nameFor(words)
}

function numberFrom(schema: JsonSchema, { chance }: SchemaWords): number {
  if (chance.one(0.3)) return hostileNumber(chance)
  const least = typeof schema['minimum'] === 'number' ? Math.max(schema['minimum'], -1000) : 0
  const most = typeof schema['maximum'] === 'number' ? Math.min(schema['maximum'], least + 100_000) : least + 100
  return least + chance.below(Math.max(1, most - least + 1))
}

function resolve(reference: string, document: JsonSchema | undefined): unknown {
  let found: unknown = document
  for (const part of reference.replace(/^#\/?/, '').split('/')) {
    if (part !== '') found = isSchema(found) ? found[part] : undefined
  }
  return found
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
