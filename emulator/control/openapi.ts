// GET /openapi.json: the control API as its own routes and schemas describe it.
import { z } from 'zod'
import { textType } from '../metrics/text.ts'
import { version } from '../version.ts'
import { clockSchema } from './clock.ts'
import { type ErrorCode, statusOf } from './errors.ts'
import { faultSchema } from './faults.ts'
import { jobSchema } from './jobs.ts'
import { entrySchema } from './journal.ts'
import { controlPath } from './path.ts'
import { defineRoute, type Route } from './route.ts'
import { archiveType, snapshotSchema } from './snapshots.ts'
import { worldSchema } from './worlds.ts'

const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
})

const named = z.registry<{ id: string }>()
named.add(worldSchema, { id: 'World' })
named.add(clockSchema, { id: 'Clock' })
named.add(entrySchema, { id: 'JournalEntry' })
named.add(jobSchema, { id: 'Job' })
named.add(snapshotSchema, { id: 'Snapshot' })
named.add(faultSchema, { id: 'Fault' })
named.add(errorSchema, { id: 'Error' })

const everywhere: Partial<Record<ErrorCode, string>> = {
  forbidden: 'A web page of another site asked, or a name that could be rebound was used.',
}
const withInput: Partial<Record<ErrorCode, string>> = {
  'invalid-input': 'A field is missing, unknown, or has another type; `issues` says which.',
}
const withBody: Partial<Record<ErrorCode, string>> = {
  'invalid-json': 'The body is no JSON.',
  'too-large': 'The body is larger than 1 MiB.',
  'unsupported-media-type': 'The body is not declared as application/json.',
}
const inWorld: Partial<Record<ErrorCode, string>> = { 'not-found': 'There is no such world.' }

/** A document of OpenAPI 3.1 for these routes. */
export function openApiDocument(routes: readonly Route[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const bases = route.scope === 'world' ? ['', '/w/{world}'] : ['']
    for (const base of bases) {
      const path = (paths[`${base}${controlPath}${route.path}`] ??= {})
      path[route.method.toLowerCase()] = operation(route, base !== '')
    }
  }
  const { schemas } = z.toJSONSchema(named, { uri: (id) => `#/components/schemas/${id}` })
  return {
    openapi: '3.1.0',
    info: {
      title: 'stuntdouble control API',
      version,
      description:
        'Worlds, clocks, journals, jobs and faults of a running double. Without `/w/NAME` a request is about the world `main`.',
    },
    paths,
    components: { schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)])) },
  }
}

function operation(route: Route, ofNamedWorld: boolean) {
  const { answers, body, description, operationId, params, query, summary } = route
  const world = ofNamedWorld
    ? [{ name: 'world', in: 'path', required: true, schema: { type: 'string' }, description: 'The name of the world.' }]
    : []
  const parameters = [...world, ...parametersOf(params, 'path'), ...parametersOf(query, 'query')]
  const errors = [
    everywhere,
    params || query || body ? withInput : {},
    body ? withBody : {},
    ofNamedWorld ? inWorld : {},
    route.errors ?? {},
  ]
  return {
    operationId: ofNamedWorld ? `${operationId}OfWorld` : operationId,
    summary,
    ...(description !== undefined && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        content: {
          'application/json': { schema: schemaOf(body, 'input') },
          ...(route.archive === true && { [archiveType]: { schema: { type: 'string', format: 'binary' } } }),
        },
      },
    }),
    responses: { ...answersOf(answers), ...errorsOf(errors) },
  }
}

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query') {
  if (!schema) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = typeof property === 'boolean' ? {} : property
    return {
      name,
      in: where,
      required: required.includes(name),
      schema: rest,
      ...(description !== undefined && { description }),
    }
  })
}

function answersOf(answers: Route['answers']) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, type = 'application/json' }]) => [
      status,
      { description, ...contentOf(type, schema) },
    ]),
  )
}

function contentOf(type: string, schema: z.ZodType | undefined) {
  if (schema) return { content: { [type]: { schema: schemaOf(schema, 'output') } } }
  if (type === textType) return { content: { 'text/plain': { schema: { type: 'string' } } } }
  return type === archiveType ? { content: { [type]: { schema: { type: 'string', format: 'binary' } } } } : {}
}

function errorsOf(errors: readonly Partial<Record<ErrorCode, string>>[]) {
  const byStatus: Record<number, string[]> = {}
  for (const [code, description] of errors.flatMap((some) => Object.entries(some))) {
    const list = (byStatus[statusOf(code as ErrorCode)] ??= [])
    if (description !== undefined) list.push(`\`${code}\`: ${description}`)
  }
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, lines]) => [status, { description: lines.join(' '), content }]),
  )
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const name = named.get(schema)?.id
  return name === undefined ? bare(z.toJSONSchema(schema, { io })) : { $ref: `#/components/schemas/${name}` }
}

function bare(schema: object) {
  const { $schema: _schema, $id: _id, ...rest } = schema as Record<string, unknown>
  return rest
}

export function openapi(routes: () => readonly Route[]): Route {
  return defineRoute({
    method: 'GET',
    path: '/openapi.json',
    operationId: 'getOpenApi',
    summary: 'This document',
    scope: 'emulator',
    answers: { 200: { description: 'OpenAPI 3.1.', schema: z.record(z.string(), z.unknown()) } },
    handle: () => ({ status: 200, body: openApiDocument(routes()) }),
  })
}
