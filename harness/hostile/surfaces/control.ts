// The control API, from its own OpenAPI document. It knows no credentials: what it refuses is what a web page of another site sent.
import { z } from 'zod'
import { jsonFrom, type JsonSchema } from '../json-from-schema.ts'
import type { Known } from '../known.ts'
import { fillPath, segmentOf, type Surface, urlOf } from '../surface.ts'
import type { Chance } from '../chance.ts'
import { hostileText } from '../words.ts'

/** The world that requests about a world are about. */
export const controlledWorld = 'controlled'

const parameter = z.object({ name: z.string(), in: z.enum(['path', 'query']), schema: z.unknown() })
const operation = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
})
/** Files of the web page, and streams of events, which have no end. */
const isPage = (path: string): boolean => /\.(?:css|html|js|svg)$|\/stream$|\/_stuntdouble\/?$/.test(path)

const document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) })

const words = [
  'controlled',
  'default',
  'empty',
  'frozen',
  'real',
  'idle',
  'telestream',
  'duracloud',
  'stream',
  's3',
  '2026-01-02T00:00:00Z',
  'john',
  'demo-1',
]

export function controlSurface(openapi: unknown): Surface {
  const read = document.parse(openapi)
  // What is about a world is asked of one by its name: `main` is where nothing may happen.
  const operations = Object.entries(read.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, of]) => ({ path, method: method.toUpperCase(), of })),
  )
  const ofWorlds = new Set(operations.map(({ path }) => path).filter((path) => path.startsWith('/w/')))
  const chosen = operations.filter(({ path }) => !ofWorlds.has(`/w/{world}${path}`) && !isPage(path))
  return {
    dialect: 'control',
    weight: 2,
    sketch(chance, known) {
      const { path: pattern, method, of } = chance.pick(chosen)
      const values = {
        chance,
        known: [...words, ...known.list('control')],
        wrong: chance.pick([0, 0.02, 0.2]),
        document: read,
      }
      const path = fillPath(pattern, (name) =>
        name === 'world' ? controlledWorld : segmentOf(chance, knownWorlds(known)),
      )
      const query = of.parameters.flatMap(({ name, in: where, schema }): [string, string][] =>
        where === 'query' && chance.one(0.4) ? [[name, textOf(jsonFrom(schema, values))]] : [],
      )
      const schema = of.requestBody?.content['application/json']?.schema
      return { dialect: 'control', method, path, query, ...bodyOf(chance, schema, values) }
    },
    sign(sketch, { url }, credential, chance) {
      const foreign = chance.pick([
        { origin: 'https://evil.example' },
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'null' },
      ])
      const headers = credential === 'valid' ? sketch.headers : { ...sketch.headers, ...foreign }
      return { url: urlOf(url, sketch), headers, body: sketch.body }
    },
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** Never `main`, which would be reset or deleted. */
function knownWorlds(known: Known): string[] {
  return known.list('control').filter((name) => name !== 'main')
}

function bodyOf(
  chance: Chance,
  schema: unknown,
  values: Parameters<typeof jsonFrom>[1],
): { headers: Record<string, string>; body: string | undefined } {
  if (schema === undefined) return { headers: {}, body: undefined }
  const type = chance.one(0.95) ? 'application/json' : chance.pick(['text/plain', 'application/x-tar', ''])
  const body = chance.one(0.03) ? hostileText(chance) : JSON.stringify(tamed(jsonFrom(schema as JsonSchema, values)))
  return { headers: type === '' ? {} : { 'content-type': type }, body }
}

/** Without what is large on purpose: a million of everything is a wish, and no attack. */
function tamed(value: unknown): unknown {
  const text = JSON.stringify(value)
  return text !== undefined && /large|"size"/.test(text) ? {} : value
}
