// GET and POST /worlds, GET and DELETE /worlds/NAME, POST /reset.
import { z } from 'zod'
import { addressesBy, environmentOf } from '../environment.ts'
import type { World } from '../world.ts'
import { clockSchema, describeClock } from './clock.ts'
import { credentialsSchema, givenCredentials } from './credentials.ts'
import { ControlError } from './errors.ts'
import { type ControlContext, defineRoute } from './route.ts'
import { strict } from './schema.ts'
import { readScenario, scenarioInput } from './seed.ts'

export const worldSchema = z.object({
  name: z.string(),
  clock: clockSchema,
  credentials: credentialsSchema,
  env: z.record(z.string(), z.string()).describe('The environment variables by which an app is pointed at this world.'),
})

const params = strict({ name: z.string() })

export const worlds = [
  defineRoute({
    method: 'GET',
    path: '/worlds',
    operationId: 'listWorlds',
    summary: 'The worlds, in the order of creation',
    scope: 'emulator',
    answers: {
      200: { description: 'All of them; `main` is the first.', schema: z.object({ worlds: z.array(worldSchema) }) },
    },
    handle: (_, context) => ({
      status: 200,
      body: { worlds: context.emulator.worlds.list().map((world) => describeWorld(world, context)) },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/worlds',
    operationId: 'createWorld',
    summary: 'Creates a world',
    description:
      'A universe of its own, with credentials that select it. Those that an app already has in its configuration may be given; the rest is made up.',
    scope: 'emulator',
    body: strict({
      name: z.string().optional().describe('Up to 63 letters, digits, `-` and `_`. Default `world-N`.'),
      scenario: scenarioInput
        .optional()
        .meta({ description: 'What it begins with, by name or as your own; default as `main`.' }),
      seed: z
        .int()
        .optional()
        .describe('Of its ids. Default: made from the name, so that no two worlds issue the same.'),
      clock: z.string().optional().describe('`real`, `frozen`, or an ISO instant to be frozen at; default as `main`.'),
      credentials: givenCredentials.optional(),
      from: z
        .string()
        .optional()
        .describe(
          'The name of a world, or the id of a snapshot, to be as: its state, jobs, clock and objects, whose bytes are shared. Without a scenario then; seed and clock are the original’s unless they are given.',
        ),
    }),
    answers: { 201: { description: 'The world.', schema: worldSchema } },
    errors: {
      conflict: 'The name or one of the credentials is taken.',
      'not-found': 'There is no world and no snapshot of the name in `from`.',
    },
    async handle({ body }, context) {
      const { scenario: given, ...rest } = body
      const scenario = given === undefined ? undefined : await readScenario(given, body.seed ?? 0)
      const world = await context.emulator.worlds.create({ ...rest, scenario })
      return { status: 201, body: describeWorld(world, context) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/worlds/{name}',
    operationId: 'getWorld',
    summary: 'A world',
    scope: 'emulator',
    params,
    answers: { 200: { description: 'The world.', schema: worldSchema } },
    errors: { 'not-found': 'There is no world of that name.' },
    handle({ params }, context) {
      const world = context.emulator.worlds.get(params.name)
      if (!world) throw new ControlError('not-found', `There is no world ${params.name}`)
      return { status: 200, body: describeWorld(world, context) }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/worlds/{name}',
    operationId: 'deleteWorld',
    summary: 'Deletes a world, its state and its objects',
    description: 'Its credentials and URLs stop working at once; requests and jobs under way are waited for.',
    scope: 'emulator',
    params,
    answers: { 204: { description: 'It is gone.' } },
    errors: { 'not-found': 'There is no world of that name.' },
    async handle({ params }, { emulator }) {
      await emulator.worlds.delete(params.name)
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/reset',
    operationId: 'resetWorld',
    summary: 'Back to the scenario that the world began with',
    description:
      'State, objects, ids, clock, journal and faults begin anew; the credentials stay. Requests under way finish before.',
    scope: 'world',
    answers: { 200: { description: 'The world as it is now.', schema: worldSchema } },
    async handle(_, context) {
      await context.world.reset()
      return { status: 200, body: describeWorld(context.world, context) }
    },
  }),
]

export function describeWorld(world: World, { emulator, origin }: ControlContext): z.output<typeof worldSchema> {
  const addresses = addressesBy(origin, { s3Url: emulator.s3Url, publicS3Url: emulator.settings.s3PublicUrl })
  return {
    name: world.name,
    clock: describeClock(world),
    credentials: world.credentials,
    env: environmentOf(world, addresses),
  }
}
