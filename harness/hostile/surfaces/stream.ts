// Stream's API: bodies from the very schemas that its handlers hold them against.
import type { z } from 'zod'
import { Call } from '../../../emulator/services/stream/call.ts'
import { routes } from '../../../emulator/services/stream/routes.ts'
import type { Chance } from '../chance.ts'
import { jsonFrom, type JsonSchema } from '../json-from-schema.ts'
import type { Known } from '../known.ts'
import { schemaOfZod } from '../schema-of-zod.ts'
import { fillPath, headersOf, parametersOf, segmentOf, type Surface, urlOf } from '../surface.ts'
import { hostileJson, hostileText } from '../words.ts'

const words =
  `default demo-1 mine john mary sue composite stream-s3 livestream audio_room development s3 gcs abs 720p available
  auto-on disabled created_at cid $or $and $in $gt read write admin user en`.split(/\s+/)
const queryNames =
  'payload connection_id limit hard recording_name recording_external_storage include_guests name session notify'.split(
    ' ',
  )

/** By operation: known once a handler has asked for its body. */
const schemas = new Map<string, Map<z.ZodType, JsonSchema>>()
let learning = false

/** From now on, handlers' schemas are known as soon as they look at a body. */
function learn(): void {
  if (learning) return
  learning = true
  const original = Object.getOwnPropertyDescriptor(Call.prototype, 'body')?.value as typeof Call.prototype.body
  Call.prototype.body = function body<S extends z.ZodType>(this: Call, schema: S): z.output<S> {
    const known = schemas.get(this.operation) ?? new Map<z.ZodType, JsonSchema>()
    schemas.set(this.operation, known)
    if (!known.has(schema)) known.set(schema, schemaOfZod(schema))
    return original.call(this, schema) as z.output<S>
  }
}

/** So many operations have told of theirs. */
export function learntSchemas(): number {
  return schemas.size
}

function bodyOf(operation: string, chance: Chance, known: Known): string {
  if (chance.one(0.03)) return hostileText(chance)
  const learnt = [...(schemas.get(operation)?.values() ?? [])]
  const from = { chance, known: [...words, ...known.list('stream')], wrong: chance.pick([0, 0, 0.02, 0.2]) }
  const body =
    learnt.length > 0 && chance.one(0.9)
      ? jsonFrom(chance.pick(learnt), from)
      : chance.one(0.5)
        ? {}
        : hostileJson(chance)
  return JSON.stringify(body)
}

export function streamSurface(): Surface {
  learn()
  return {
    dialect: 'stream',
    weight: 7,
    sketch(chance, known) {
      const route = chance.pick(routes)
      const isOld = /^\/(?:video|external_storage)\b/.test(route.path) && chance.one(0.3)
      const path = fillPath(route.path, (name) => {
        if (name === 'type') return segmentOf(chance, ['default', 'default', 'livestream'])
        if (name === 'id') return segmentOf(chance, ['demo-1', 'demo-1', 'demo-2'])
        return segmentOf(chance, [...words, ...known.list('stream')])
      })
      const writes = route.method !== 'GET' && route.method !== 'DELETE'
      return {
        dialect: 'stream',
        method: route.method,
        path: `${isOld ? '' : '/api/v2'}${path}`,
        query: parametersOf(chance, queryNames, ['{}', '{"filter_conditions":{}}', 'true', '25', 'mine', ...words], 2),
        headers: headersOf(
          chance,
          ['x-stream-client', 'accept-encoding', 'origin'],
          ['gzip', 'stream-js-1.0', 'http://localhost:3000'],
          1,
        ),
        body: writes ? bodyOf(route.operation, chance, known) : undefined,
      }
    },
    sign(sketch, { url, credentials, tokens }, credential, chance) {
      const apiKey = credential === 'none' && chance.one(0.5) ? [] : ([['api_key', credentials.stream.apiKey]] as const)
      const query = [...sketch.query, ...apiKey]
      return {
        url: urlOf(url, { path: sketch.path, query }),
        headers: { ...sketch.headers, ...tokenOf(tokens, credential, chance) },
        body: sketch.body,
      }
    },
  }
}

function tokenOf(tokens: readonly string[], credential: string, chance: Chance): Record<string, string> {
  const json = { 'content-type': 'application/json' }
  if (credential === 'none') return json
  const [server = '', ...users] = tokens
  const token = chance.one(0.7) ? server : chance.pick(users)
  const authorization = credential === 'valid' ? token : forged(token, chance)
  return { ...json, authorization, 'stream-auth-type': 'jwt' }
}

/** A token with another signature, with none, or with other claims than were signed. */
function forged(token: string, chance: Chance): string {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const none = btoa('{"alg":"none","typ":"JWT"}').replaceAll('=', '')
  const other = btoa('{"server":true,"user_id":"admin","iat":1}').replaceAll('=', '')
  return chance.pick([
    `${head}.${claims}.${signature.slice(0, -3)}${signature.endsWith('AAA') ? 'BBB' : 'AAA'}`,
    `${none}.${claims}.`,
    `${none}.${claims}.${signature}`,
    `${head}.${other}.${signature}`,
    `${head}.${claims}`,
    hostileText(chance).replaceAll(/[^\x20-\x7e]/g, ''),
  ])
}
