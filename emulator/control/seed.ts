// POST /seed: a world begins anew with another scenario, and whoever waits hears how far it is.
import { z } from 'zod'
import type { Plan } from '../../fixtures/scenarios/plan.ts'
import { ScenarioRefused, type SeedingProgress } from '../../fixtures/scenarios/scenario.ts'
import { parseScenario } from '../options.ts'
import { services } from '../service.ts'
import type { World } from '../world.ts'
import { ControlError } from './errors.ts'
import { type ControlContext, defineRoute } from './route.ts'
import { strict } from './schema.ts'

/** A name, or a plan; what a plan says is checked when it is read, so that what is wrong is named by its path. */
export const scenarioInput = z
  .union([z.string(), z.looseObject({ things: z.array(z.unknown()) })], {
    error: 'Expected a name such as `default` or `large:100k`, or a scenario: an object with `things`',
  })
  .describe('A name such as `default` or `large:100k`, or a scenario of your own: `{description?, begins?, things}`.')

export const seededSchema = z.object({
  world: z.string(),
  scenario: z.string().describe('Its name, or the description of your own.'),
})

export const seed = [
  defineRoute({
    method: 'POST',
    path: '/seed',
    operationId: 'seedWorld',
    summary: 'Begins anew with a scenario',
    description:
      'As `POST /reset`, but with another scenario, which the world begins with from now on. When it cannot be put in place, the world begins anew with the one that it had. With `?progress=true` the answer is lines of JSON: `{service, done, total}` while it takes, and at last `{world, scenario}` or `{error}`.',
    scope: 'world',
    query: strict({ progress: z.enum(['true', 'false']).optional() }),
    body: strict({ scenario: scenarioInput }),
    answers: { 200: { description: 'The scenario is in place.', schema: seededSchema } },
    async handle({ body, query }, context) {
      const scenario = await readScenario(body.scenario, context.world.beginning.seed)
      if (query.progress !== 'true') {
        await begin(context.world, scenario).catch(refuse)
        return { status: 200, body: told(context.world) }
      }
      return { status: 200, body: linesOf(context, scenario), type: 'application/x-ndjson' }
    },
  }),
]

/** @param seed of the world. @throws {ControlError} */
export async function readScenario(given: z.output<typeof scenarioInput>, seed: number): Promise<string | Plan> {
  try {
    if (typeof given === 'string') return parseScenario(given)
    const { planOf } = await import('../../fixtures/scenarios/planned.ts')
    return await planOf(given, seed)
  } catch (error) {
    return refuse(error)
  }
}

/** All services at once, so that what is wrong with any of them is known now. */
async function begin(world: World, scenario: string | Plan): Promise<void> {
  const before = world.beginning.scenario
  await world.reset(scenario)
  world.traffic.enter()
  let failed: unknown
  try {
    await Promise.all(services.map(async ({ name }) => world.prepare(name)))
    return
  } catch (error) {
    failed = error
  } finally {
    world.traffic.leave()
  }
  await world.reset(before)
  throw failed
}

function told({ name, beginning }: World): z.output<typeof seededSchema> {
  const { scenario } = beginning
  return { world: name, scenario: typeof scenario === 'string' ? scenario : scenario.description }
}

function linesOf({ emulator, world }: ControlContext, scenario: string | Plan): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let stop: () => void = () => undefined
  return new ReadableStream({
    async start(controller) {
      const line = (value: unknown) => controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
      stop = emulator.onSeeding((seeded, progress: SeedingProgress) => {
        if (seeded === world) line(progress)
      })
      try {
        await begin(world, scenario)
        line(told(world))
      } catch (error) {
        if (!(error instanceof ScenarioRefused)) throw error
        line({ error: { code: 'invalid-input', message: error.message } })
      } finally {
        stop()
      }
      controller.close()
    },
    // Nobody listens any more; what was begun is finished.
    cancel: () => stop(),
  })
}

function refuse(error: unknown): never {
  if (error instanceof ScenarioRefused) throw new ControlError('invalid-input', error.message)
  throw error
}
