// GET and POST /snapshots, GET and DELETE /snapshots/ID, POST /snapshots/ID/restore, GET /snapshots/ID/archive.
import { z } from 'zod'
import type { Snapshot } from '../snapshots/snapshot.ts'
import { ControlError } from './errors.ts'
import { type ControlContext, defineRoute } from './route.ts'
import { answeredInstant, strict } from './schema.ts'
import { describeWorld, worldSchema } from './worlds.ts'

export const archiveType = 'application/x-tar'

export const snapshotSchema = z.object({
  id: z.string().describe('`WORLD@NUMBER`.'),
  world: z.string().describe('Who holds it: it goes with that world.'),
  origin: z.string().optional().describe('The world that it was taken of, when it came as a file.'),
  name: z.string().optional(),
  at: answeredInstant.describe('In the world’s time.'),
  sizes: z.object({
    entities: z.int().describe('Rows of all tables: videos, jobs, objects and whatever else a world keeps.'),
    jobs: z.int(),
    blobs: z.int().describe('Bytes are kept once, however many objects, worlds and snapshots hold them.'),
    bytes: z.int().describe('Of the blobs.'),
  }),
})

const params = strict({ id: z.string() })
const name = z.string().min(1).max(200).optional()
const noSuch = { 'not-found': 'The world has no snapshot of that id.' }

export const snapshots = [
  defineRoute({
    method: 'GET',
    path: '/snapshots',
    operationId: 'listSnapshots',
    summary: 'The snapshots of the world, the oldest first',
    scope: 'world',
    answers: { 200: { description: 'All of them.', schema: z.object({ snapshots: z.array(snapshotSchema) }) } },
    handle: (_, { emulator, world }) => ({
      status: 200,
      body: { snapshots: emulator.worlds.snapshots.list(world.name).map(describe) },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/snapshots',
    operationId: 'takeSnapshot',
    summary: 'Keeps the world as it is',
    description:
      'State, jobs, clock and objects, whose bytes are shared and not copied; between two requests. With the file of a snapshot as the body (`application/x-tar`), that becomes one of this world; a file that is damaged, cut off or of something else is refused as a whole.',
    scope: 'world',
    query: strict({ name }),
    body: strict({ name }),
    archive: true,
    answers: { 201: { description: 'The snapshot.', schema: snapshotSchema } },
    errors: {
      'invalid-archive': 'The file is no snapshot, is damaged, or was written by a newer double.',
      'too-large': 'A double in memory takes 2 GiB.',
    },
    async handle({ query, body, archive }, { emulator, world }) {
      const { snapshots } = emulator.worlds
      const called = body.name ?? query.name
      const snapshot = await (archive ? snapshots.load(world, archive, called) : snapshots.take(world, called))
      return { status: 201, body: describe(snapshot) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/snapshots/{id}',
    operationId: 'getSnapshot',
    summary: 'A snapshot',
    scope: 'world',
    params,
    answers: { 200: { description: 'The snapshot.', schema: snapshotSchema } },
    errors: noSuch,
    handle: ({ params }, context) => ({ status: 200, body: describe(find(params.id, context)) }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/snapshots/{id}',
    operationId: 'deleteSnapshot',
    summary: 'Deletes a snapshot',
    description: 'Bytes that nobody else holds go with it. Worlds that were forked from it stay.',
    scope: 'world',
    params,
    answers: { 204: { description: 'It is gone.' } },
    errors: noSuch,
    async handle({ params }, context) {
      await context.emulator.worlds.snapshots.delete(find(params.id, context).id)
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/snapshots/{id}/restore',
    operationId: 'restoreSnapshot',
    summary: 'Brings the world back to a snapshot',
    description:
      'State, jobs, clock and objects are as they were; a real clock goes on with the system’s. The credentials stay, and the journal begins anew. Requests under way finish before.',
    scope: 'world',
    params,
    answers: { 200: { description: 'The world as it is now.', schema: worldSchema } },
    errors: noSuch,
    async handle({ params }, context) {
      await context.emulator.worlds.snapshots.restore(context.world, find(params.id, context).id)
      return { status: 200, body: describeWorld(context.world, context) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/snapshots/{id}/archive',
    operationId: 'saveSnapshot',
    summary: 'A snapshot as one file',
    description:
      'A tar with its manifest first, the state as lines of JSON, and the bytes of the objects by their SHA-256. It holds the credentials of the world, which open nothing but a double.',
    scope: 'world',
    params,
    answers: { 200: { description: 'The file.', type: archiveType } },
    errors: noSuch,
    async handle({ params }, context) {
      const { id } = find(params.id, context)
      const { body, size } = await context.emulator.worlds.snapshots.save(id)
      const headers = {
        'content-disposition': `attachment; filename="${id.replace('@', '-')}.tar"`,
        ...(size !== undefined && { 'content-length': String(size) }),
      }
      return { status: 200, body, type: archiveType, headers }
    },
  }),
]

function find(id: string, { emulator, world }: ControlContext): Snapshot {
  const snapshot = emulator.worlds.snapshots.get(id)
  if (snapshot?.world !== world.name)
    throw new ControlError('not-found', `The world ${world.name} has no snapshot ${id}`)
  return snapshot
}

function describe({ at, ...snapshot }: Snapshot): z.output<typeof snapshotSchema> {
  return { ...snapshot, at: new Date(at).toISOString() }
}
