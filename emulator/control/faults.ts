// GET, POST, DELETE /faults, DELETE /faults/ID, and what there is: GET /faults/catalogue, GET /faults/presets.
import { z } from 'zod'
import { entriesOf } from '../faults/catalogue.ts'
import { describeFault } from '../faults/describe.ts'
import { faultInputSchema } from '../faults/input.ts'
import { faultServices, type StoredFault } from '../faults/model.ts'
import { presets } from '../faults/presets.ts'
import type { World } from '../world.ts'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'
import { answeredInstant, strict } from './schema.ts'

const details = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

export const faultSchema = z.object({
  id: z.string(),
  name: z.string().describe('As the journal calls it.'),
  service: z.enum(faultServices),
  state: z
    .enum(['active', 'waiting', 'over'])
    .describe('`over`: it can happen no more. `waiting`: its time has not come.'),
  event: z.string().optional(),
  vendor: z.string().optional(),
  operation: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  credential: z.string().optional(),
  probability: z.number().optional(),
  nth: z.int().optional(),
  times: z.int().optional(),
  from: answeredInstant.optional(),
  until: answeredInstant.optional(),
  effect: z.record(z.string(), z.unknown()).describe('What it does, in the words of the request.'),
  matched: z.int().describe('How many it was about so far.'),
  fired: z.int().describe('To how many of them it has happened.'),
  lastFiredAt: answeredInstant.optional().describe('In the world’s time.'),
  createdAt: answeredInstant.describe('In the world’s time.'),
})

const list = z.object({ faults: z.array(faultSchema) })

export const faults = [
  defineRoute({
    method: 'GET',
    path: '/faults',
    operationId: 'listFaults',
    summary: 'What is made to go wrong in the world',
    description: 'In the order in which it was added; also what is over, as long as there is room.',
    scope: 'world',
    answers: { 200: { description: 'All of them.', schema: list } },
    async handle(_, { world }) {
      await world.prepare('faults')
      return { status: 200, body: { faults: described(world, world.faults.list()) } }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/faults',
    operationId: 'addFault',
    summary: 'Makes something go wrong',
    description:
      'A service, what is meant of it, and one effect: `error`, `latency`, `rateLimit`, `truncate`, `slow`, `reset`; of webhooks `error`, `lose`, `duplicate`, `disorder`; or a `preset`. It is kept with the world until it is deleted or the world is reset.',
    scope: 'world',
    body: faultInputSchema,
    answers: { 201: { description: 'What was added; a preset may be several.', schema: list } },
    async handle({ body }, { world }) {
      return { status: 201, body: { faults: described(world, await world.faults.add(body)) } }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/faults',
    operationId: 'clearFaults',
    summary: 'Takes back all faults',
    description: 'Also those that the scenario began with; a reset brings these back.',
    scope: 'world',
    answers: { 204: { description: 'There are none.' } },
    async handle(_, { world }) {
      await world.prepare('faults')
      world.faults.clear()
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/faults/catalogue',
    operationId: 'getFaultCatalogue',
    summary: 'The names of `error`, for each service',
    scope: 'emulator',
    answers: {
      200: {
        description: 'By service.',
        schema: z.record(
          z.string(),
          z.array(
            z.object({
              name: z.string(),
              kind: z.enum(['request', 'event', 'outbound', 'storage']),
              summary: z.string(),
              status: z.int().optional(),
              event: z.string().optional(),
              details: details.optional().describe('What it takes, with the defaults.'),
            }),
          ),
        ),
      },
    },
    async handle() {
      const entries = faultServices.map(async (service) => [service, await entriesOf(service)] as const)
      return { status: 200, body: Object.fromEntries(await Promise.all(entries)) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/faults/presets',
    operationId: 'listFaultPresets',
    summary: 'Faults that can be asked for by a name',
    scope: 'emulator',
    answers: {
      200: {
        description: 'All of them.',
        schema: z.object({
          presets: z.array(
            z.object({ name: z.string(), summary: z.string(), faults: z.array(z.record(z.string(), z.unknown())) }),
          ),
        }),
      },
    },
    handle: () => ({
      status: 200,
      body: { presets: Object.entries(presets).map(([name, preset]) => ({ name, ...preset })) },
    }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/faults/{id}',
    operationId: 'deleteFault',
    summary: 'Takes back a fault',
    scope: 'world',
    params: strict({ id: z.string() }),
    answers: { 204: { description: 'It is gone.' } },
    errors: { 'not-found': 'There is no such fault.' },
    handle({ params: { id } }, { world }) {
      if (!world.faults.remove(id)) throw new ControlError('not-found', `The world ${world.name} has no fault ${id}`)
      return { status: 204 }
    },
  }),
]

function described(world: World, list: readonly StoredFault[]) {
  return list.map((fault) => describeFault(fault, world.clock.now()))
}
