import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { type ControlClient, controlClient } from '../../harness/control-client.ts'
import { createEmulator, type Emulator } from '../emulator.ts'
import { routes } from './app.ts'
import { openApiDocument } from './openapi.ts'

interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required: boolean; schema: object; description?: string }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

const document = openApiDocument(routes)
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
)

let emulator: Emulator
let control: ControlClient
beforeAll(async () => {
  emulator = await createEmulator()
  control = controlClient(emulator)
})
afterAll(() => emulator.close())

test('is served as it is', async () => {
  expect(await control.call('GET', '/openapi.json')).toMatchObject({
    status: 200,
    body: JSON.parse(JSON.stringify(document)),
  })
})

test('every route is in it, those about a world twice', () => {
  const worlds = routes.filter(({ scope }) => scope === 'world').length
  expect(operations).toHaveLength(routes.length + worlds)
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
  expect(Object.keys(document.paths)).toContain('/w/{world}/_stuntdouble/clock/advance')
})

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  )
  expect(references.length).toBeGreaterThan(10)
  for (const name of references) expect(document.components.schemas).toHaveProperty(name ?? '')
})

test.each(operations)('$method $path describes its parameters, its answers and its errors', ({ path, operation }) => {
  const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name)
  expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
  const statuses = Object.keys(operation.responses).map(Number)
  expect(statuses.some((status) => status < 300)).toBe(true)
  expect(statuses).toContain(403)
  for (const { description } of Object.values(operation.responses)) expect(description).not.toBe('')
})

test('query parameters carry their type and limits', () => {
  const list = operations.find(({ operation }) => operation.operationId === 'listJournal')?.operation
  expect(list?.parameters?.find(({ name }) => name === 'limit')).toEqual({
    name: 'limit',
    in: 'query',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
    description: 'Default 100.',
  })
})

test('answers are what it says', async () => {
  const { main } = emulator.worlds
  await emulator.fetch(
    new Request(`${emulator.url}/v3.0/videos.json?access_key=x&timestamp=2026-01-01T00:00:00Z&signature=x`),
  )
  await emulator.fetch(new Request(`${emulator.url}/v3.0/videos.json`, { method: 'POST', body: 'a=b' }))
  const { id } = main.jobs.schedule({ kind: 'none.such', dueAt: 0, subject: 'x', background: true })
  await control.call('POST', `/jobs/${id}/run`)

  const user = { username: 'u', password: 'p', roles: [], ipLimits: '10.0.0.0/8;127.0.0.1' }
  const asked: [string, string, unknown?][] = [
    ['GET', '/health'],
    ['GET', '/ready'],
    ['GET', '/clock'],
    ['PUT', '/clock', { mode: 'frozen' }],
    ['GET', '/jobs'],
    ['POST', `/jobs/${id}/run`],
    ['GET', '/journal'],
    ['GET', '/journal/1'],
    ['POST', '/clock/advance', { ms: 1 }],
    ['POST', '/worlds', { name: 'w', credentials: { duracloud: [user] } }],
    ['GET', '/worlds'],
    ['GET', '/worlds/w'],
    ['POST', '/reset'],
  ]
  for (const [method, path, body] of asked) {
    const answer = await control.call(method, path, body)
    expect(described(method, path, answer.status)?.parse(answer.body), `${method} ${path}`).toEqual(answer.body)
  }
})

function described(method: string, path: string, status: number): z.ZodType | undefined {
  const route = routes.find(
    (route) => route.method === method && new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )
  return route?.answers[status]?.schema
}
