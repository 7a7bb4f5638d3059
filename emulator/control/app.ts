// The control API as a Hono app over its routes; loaded by the first request that is no probe.
import { Hono } from 'hono'
import type { Context } from 'hono'
import { deepestJson } from '../body/is-deeper.ts'
import { parseJson } from '../body/parse-json.ts'
import type { Emulator } from '../emulator.ts'
import { FaultRefused } from '../faults/refused.ts'
import { ObjectStoreUnavailable } from '../objects/errors.ts'
import { ArchiveRefused } from '../snapshots/archive/refused.ts'
import { WorldRefused } from '../worlds.ts'
import { addresses } from './addresses.ts'
import { ca } from './ca.ts'
import { clock } from './clock.ts'
import { duracloudKeyPair } from './duracloud-key-pair.ts'
import { consolePage } from './console.ts'
import { faults } from './faults.ts'
import { ControlError } from './errors.ts'
import { health } from './health.ts'
import { jobs } from './jobs.ts'
import { journal } from './journal.ts'
import { journalLines } from './journal-lines.ts'
import { objects } from './objects.ts'
import { metrics } from './metrics.ts'
import { noWorldPage } from './no-world-page.ts'
import { openapi } from './openapi.ts'
import { readText } from './read-text.ts'
import { wantsPage } from './page.ts'
import { controlPath } from './path.ts'
import { replays } from './replay.ts'
import type { Route } from './route.ts'
import { archiveType, snapshots } from './snapshots.ts'
import { seed } from './seed.ts'
import { states } from './states.ts'
import { state } from './state.ts'
import { streamParticipants } from './stream-participants.ts'
import { telestreamEgress } from './telestream-egress.ts'
import { worlds } from './worlds.ts'

interface Bindings {
  emulator: Emulator
  origin: string
  /** Below `controlPath`, without a slash at the end. */
  path: string
  /** NAME of `/w/NAME`. */
  world: string | undefined
}

type ControlRequest = Context<{ Bindings: Bindings }>

/** Bytes. */
const maxBody = 1024 * 1024

export const routes: readonly Route[] = [
  ...health,
  ...consolePage,
  ...addresses,
  ...worlds,
  ...seed,
  ...states,
  ...snapshots,
  ...clock,
  ...journalLines,
  ...journal,
  ...replays,
  ...jobs,
  ...faults,
  ...state,
  ...objects,
  ...telestreamEgress,
  ...duracloudKeyPair,
  ...streamParticipants,
  ...metrics,
  ...ca,
  openapi(() => routes),
]

export const app = new Hono<{ Bindings: Bindings }>({
  getPath: (_, options) => (options?.env as Bindings | undefined)?.path ?? '/',
})

for (const route of routes) {
  const path = route.path.replace(/\{(\w+)\}/g, ':$1')
  app.on(route.method, path, (c) => answer(route, c))
}
for (const [path, methods] of Map.groupBy(routes, (route) => route.path.replace(/\{(\w+)\}/g, ':$1'))) {
  const allow = methods.map(({ method }) => method).join(', ')
  app.all(path, (c) => {
    throw new ControlError('method-not-allowed', `${c.req.method} is not for ${c.env.path}; it takes ${allow}`, {
      headers: { allow },
    })
  })
}
app.notFound((c) => {
  const known = [...new Set(routes.map((route) => `${controlPath}${route.path}`))].join(', ')
  throw new ControlError('not-found', `There is no ${controlPath}${c.env.path}; there is ${known}`)
})
app.onError((error) => {
  if (error instanceof ControlError) return error.answer()
  if (error instanceof FaultRefused) return new ControlError('invalid-input', error.message).answer()
  if (error instanceof WorldRefused) return refusal(error).answer()
  if (error instanceof ArchiveRefused) return new ControlError(error.code, error.message).answer()
  if (error instanceof ObjectStoreUnavailable)
    return new ControlError('object-store-unavailable', error.message).answer()
  // Its message names files of this machine, which stand in the log alone.
  if (error.name === 'DataDirectoryUnusable')
    return new ControlError('object-store-unavailable', 'The data directory cannot be written').answer()
  throw error
})

async function answer(route: Route, c: ControlRequest): Promise<Response> {
  const { emulator, origin, world: name = 'main' } = c.env
  const world = emulator.worlds.get(name)
  if (!world) {
    if (route.path === '/' && wantsPage(c.req.raw.headers))
      return noWorldPage(
        name,
        emulator.worlds.list().map((known) => known.name),
      )
    throw new ControlError('not-found', `There is no world ${name}`)
  }
  const archive = archiveOf(route, c)
  const body = archive ? {} : await readBody(c)
  if (route.scope === 'world') {
    while (world.traffic.halted) await world.traffic.halted
    if (world.closed) throw new ControlError('not-found', `There is no world ${name} any more`)
  }
  const input = { params: c.req.param(), query: c.req.query(), body, archive }
  const {
    status,
    body: answered,
    type,
    headers,
  } = await route.run(input, { emulator, world, origin, headers: c.req.raw.headers })
  if (type !== undefined) {
    const sent = answered instanceof ReadableStream || isBytes(answered) ? answered : String(answered)
    return new Response(sent, { status, headers: { 'content-type': type, ...headers } })
  }
  return answered === undefined ? new Response(null, { status }) : Response.json(answered, { status })
}

function isBytes(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer
}

/** A file as it arrives, for a route that takes one. */
function archiveOf({ archive }: Route, c: ControlRequest): ReadableStream<Uint8Array> | undefined {
  const isFile = archive === true && (c.req.header('content-type') ?? '').toLowerCase().startsWith(archiveType)
  return isFile ? (c.req.raw.body ?? new ReadableStream({ start: (controller) => controller.close() })) : undefined
}

/** JSON that is declared as such: a form of a foreign page could declare anything else without being asked first. */
async function readBody(c: ControlRequest): Promise<unknown> {
  const { text, isDeeper } = await readText(c.req.raw, maxBody)
  if (text === '') return {}
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new ControlError(
      'unsupported-media-type',
      `The body is ${type === '' ? 'of no declared type' : type}; send JSON with content-type application/json`,
    )
  }
  if (isDeeper)
    throw new ControlError('invalid-json', `The body is nested deeper than ${deepestJson}, which nobody means`)
  try {
    return await parseJson(text)
  } catch (error) {
    throw new ControlError(
      'invalid-json',
      `The body is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function refusal({ status, message }: WorldRefused): ControlError {
  return new ControlError(status === 400 ? 'invalid-input' : status === 404 ? 'not-found' : 'conflict', message)
}
