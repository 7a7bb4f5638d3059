// A double in the process of a test with a call of Stream's in it, and what a test of it needs: who joins, what was told, what was stored.
import { createEmulator, type Emulator, type World } from '../emulator/index.ts'
import { type MediaFacts, probe } from '../emulator/media/probe.ts'
import type { EmulatorOptions } from '../emulator/options.ts'
import { events } from '../emulator/services/stream/webhooks/model.ts'
import { type StreamAnswer, streamClient, type StreamClient } from './stream-client.ts'

/** What an event, or a part of an answer, looks like; tests compare parts of it. */
export type Json = Record<string, unknown>

export interface StreamDouble extends AsyncDisposable {
  emulator: Emulator
  world: World
  server: StreamClient
  /** Of the call `default:demo-1`, whose creator is john. */
  call: string
  /** By that user's token. */
  as: (userId: string) => Promise<StreamClient>
  join: (userId?: string, call?: string) => Promise<StreamAnswer>
  /** By the control API: media servers know when a client is gone. */
  leave: (userId?: string) => Promise<number>
  /** Jobs that fall due in so many ms run. */
  wait: (ms: number) => Promise<unknown>
  /** Types of all events so far; of some, when a pattern is given. */
  told: (pattern?: RegExp) => string[]
  /** The events of a type, as webhooks get them. */
  events: (type: string) => Json[]
  /** Keys of objects in a bucket. */
  keys: (bucket?: string, prefix?: string) => Promise<string[]>
  text: (bucket: string, key: string) => Promise<string>
  bytes: (bucket: string, key: string) => Promise<Uint8Array>
  facts: (bucket: string, key: string) => Promise<MediaFacts | undefined>
}

export const seconds = 1000
export const minutes = 60 * seconds
export const hours = 60 * minutes

/** John, Mary and Sue are there, and a storage `mine` in `my-bucket/films/`. */
export async function streamDouble(options: EmulatorOptions = {}): Promise<StreamDouble> {
  const problems: string[] = []
  const onProblem = (message: string, error?: unknown) =>
    void problems.push(`${message}: ${error instanceof Error ? error.stack : String(error)}`)
  const emulator = await createEmulator({ onProblem, ...options })
  const world = emulator.worlds.main
  const server = await streamClient(emulator, world)
  const call = '/api/v2/video/call/default/demo-1'
  await server.post('/api/v2/users', { users: { john: { id: 'john' }, mary: { id: 'mary' }, sue: { id: 'sue' } } })
  await server.post('/api/v2/external_storage', storage('mine', 'films/'))
  await server.post(call, { data: { created_by_id: 'john' } })
  const as = (userId: string) => streamClient(emulator, world, userId)
  const bytes = async (bucket: string, key: string) =>
    new Uint8Array(await new Response((await world.objects.get(bucket, key)).body).arrayBuffer())
  return {
    emulator,
    world,
    server,
    call,
    as,
    join: async (userId = 'john', path = call) => (await as(userId)).post(`${path}/join`, { location: 'AMS' }),
    async leave(userId = 'john') {
      const url = `${emulator.url}/_stuntdouble/stream/calls/default/demo-1/participants/${userId}`
      return (await emulator.fetch(new Request(url, { method: 'DELETE' }))).status
    },
    wait: (ms) => world.jobs.advanceTo(world.clock.now() + ms),
    told: (pattern = /./) => happened(world, ({ type }) => pattern.test(type)).map(({ type }) => type),
    events: (type) => happened(world, (event) => event.type === type).map(({ body }) => JSON.parse(body) as Json),
    keys: async (bucket = 'my-bucket', prefix = 'films/') =>
      (await world.objects.list(bucket, { prefix })).objects.map(({ key }) => key),
    text: async (bucket, key) => new TextDecoder().decode(await bytes(bucket, key)),
    bytes,
    async facts(bucket, key) {
      const { size } = await world.objects.head(bucket, key)
      return probe({ size, read: (from, to) => world.objects.readRange(bucket, key, from, to) })
    },
    async [Symbol.asyncDispose]() {
      await emulator.close()
      if (problems.length > 0) throw new Error(`The double itself had problems: ${problems.join('; ')}`)
    },
  }
}

/** What creates a storage in a bucket of the world. */
export function storage(name: string, path: string, bucket = 'my-bucket'): Json {
  const aws = { s3_region: 'us-east-1', s3_api_key: 'my-access-key', s3_secret: 'my-secret' }
  return { name, storage_type: 's3', bucket, path, aws_s3: aws }
}

function happened(world: World, wanted: (event: { type: string }) => boolean): { type: string; body: string }[] {
  return world.state.table(events).list({ orderBy: 'number' }).filter(wanted)
}
