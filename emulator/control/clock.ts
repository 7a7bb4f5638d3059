// GET and PUT /clock, POST /clock/advance.
import { z } from 'zod'
import { setClock } from '../time/set-clock.ts'
import type { World } from '../world.ts'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'
import { answeredInstant, instant, strict } from './schema.ts'

const mode = z.enum(['real', 'frozen'])

export const clockSchema = z.object({ mode, now: answeredInstant.describe('The instant that it is in the world.') })

/** The last instant that a `Date` can hold, in ms. */
const endOfTime = 8.64e15

export function describeClock({ clock }: World): z.output<typeof clockSchema> {
  return { mode: clock.mode, now: iso(clock.now()) }
}

export const clock = [
  defineRoute({
    method: 'GET',
    path: '/clock',
    operationId: 'getClock',
    summary: 'What time it is in the world',
    scope: 'world',
    answers: { 200: { description: 'The clock.', schema: clockSchema } },
    handle: (_, { world }) => ({ status: 200, body: describeClock(world) }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/clock',
    operationId: 'setClock',
    summary: 'Sets the clock',
    description:
      'Freezes it, lets it run, or moves it to any instant, also back. When it moves forward, jobs that fall due on the way run in their order before the answer.',
    scope: 'world',
    body: strict({
      mode: mode
        .optional()
        .describe('`real` runs on from `now`; `frozen` stands still until it is moved. Default: as it is.'),
      now: instant.optional().describe('Default: as it is.'),
    }).refine((body) => body.mode !== undefined || body.now !== undefined, { error: 'Expected mode, now, or both' }),
    answers: { 200: { description: 'The clock as it is now.', schema: clockSchema } },
    async handle({ body }, { world }) {
      await setClock(world, { mode: body.mode, now: body.now === undefined ? undefined : Date.parse(body.now) })
      return { status: 200, body: describeClock(world) }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/clock/advance',
    operationId: 'advanceClock',
    summary: 'Moves the clock forward',
    description:
      'By some time, to an instant, or until no job waits. Jobs that fall due on the way run in their order, each at its own time, before the answer.',
    scope: 'world',
    body: strict({
      ms: z.number().min(0).optional().describe('Milliseconds.'),
      to: instant.optional().describe('Not before the instant that it is.'),
      until: z.enum(['idle']).optional().describe('`idle`: until no job waits but housekeeping.'),
    }).refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, {
      error: 'Expected one of ms, to and until',
    }),
    answers: {
      200: {
        description: 'The clock as it is now, and how many jobs ran.',
        schema: clockSchema.extend({ ran: z.int().min(0) }),
      },
    },
    async handle({ body }, { world }) {
      const { clock, jobs } = world
      const now = clock.now()
      if (body.until !== undefined)
        return { status: 200, body: { ran: await jobs.advanceUntilIdle(), ...describeClock(world) } }
      const target = body.to === undefined ? now + (body.ms ?? 0) : Date.parse(body.to)
      if (target > endOfTime) throw new ControlError('invalid-input', 'ms: That is after the end of time, 275760-09-13')
      if (target < now)
        throw new ControlError(
          'invalid-input',
          `to: It is ${iso(now)} in ${world.name} already, and a clock is advanced forward only; PUT /clock sets any instant`,
        )
      const ran = await jobs.advanceTo(target)
      return { status: 200, body: { ran, ...describeClock(world) } }
    },
  }),
]

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
