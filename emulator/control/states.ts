// POST /states: a world becomes as a pact's provider state says. The states themselves are loaded by the first that is asked for.
import { z } from 'zod'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'
import { strict } from './schema.ts'

export const states = [
  defineRoute({
    method: 'POST',
    path: '/states',
    operationId: 'setUpState',
    summary: 'Sets up a provider state',
    description:
      'What Pact’s verifiers post before they replay an interaction, in every language: `docs/provider-states.md` lists the states with their parameters. The answer is what they inject into the request: ids, and the credentials of the service. A `teardown` does nothing: what a state made goes with its world.',
    scope: 'world',
    body: strict({
      state: z.string().describe('In plain words: `a video exists`.'),
      params: z.record(z.string(), z.unknown()).nullish().describe('What the state takes.'),
      action: z.enum(['setup', 'teardown']).optional().describe('Default `setup`.'),
      consumer: z.string().nullish().describe('Who asks; it makes no difference.'),
    }),
    answers: {
      200: {
        description: 'The world is so. These values are injected where the pact says so.',
        schema: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      },
    },
    errors: {
      'invalid-input': 'There is no such state, or it does not take these parameters; the message names the nearest.',
    },
    async handle({ body }, { world, origin }) {
      if (body.action === 'teardown') return { status: 200, body: {} }
      const { setUp, StateRefused } = await import('../../contracts/states/index.ts')
      try {
        return { status: 200, body: await setUp(world, origin, body.state, body.params ?? {}) }
      } catch (error) {
        if (error instanceof StateRefused) throw new ControlError('invalid-input', error.message)
        throw error
      }
    },
  }),
]
