// States of every service: what its consumers do wrong, and what it is made to do wrong itself.
import { z } from 'zod'
import { faultServices } from '../../emulator/faults/model.ts'
import { presetNames } from '../../emulator/faults/presets.ts'
import { FaultRefused } from '../../emulator/faults/refused.ts'
import { asWords, text, word } from './parameters.ts'
import { defineMisdeed, defineState } from './state.ts'
import { StateRefused } from './refused.ts'

export const anyStates = [
  defineMisdeed({
    name: 'the client has the wrong secret',
    description:
      'The request is signed, or its password is, with a secret that is none; the service refuses it. Whoever replays the request does so.',
    misdeed: () => ({ kind: 'wrong-secret' }),
  }),
  defineMisdeed({
    name: 'the clock of the client is wrong',
    description: 'The request is signed with a timestamp that is off. Whoever replays it does so.',
    parameters: {
      minutes: z
        .number({ error: 'Expected a number of minutes' })
        .min(-1e6)
        .max(1e6)
        .describe('How many it is fast; a number below 0: slow.'),
    },
    misdeed: ({ minutes }) => ({ kind: 'wrong-clock', minutes }),
  }),
  defineMisdeed({
    name: 'the token of the client has expired',
    description: 'Stream’s token was good until a minute ago. Whoever replays the request makes it so.',
    misdeed: () => ({ kind: 'expired-token' }),
  }),
  defineState({
    name: 'something goes wrong',
    description:
      'A fault of the double’s catalogue, as `POST /_stuntdouble/faults` takes it: an error by name, or one of its presets.',
    service: 'any',
    parameters: {
      service: word(faultServices)
        .optional()
        .describe(`One of ${faultServices.join(', ')}; not with a preset.`),
      error: text('A name of that service’s catalogue: `unavailable`.').optional(),
      operation: text('As the journal names it: `videos.*`. Default every one.').optional(),
      times: z.int({ error: 'Expected a whole number' }).min(1).optional().describe('How often. Default: always.'),
      preset: word(asWords(presetNames))
        .optional()
        .describe(`In place of service and error: ${presetNames.map((name) => `\`${name}\``).join(', ')}.`),
    },
    values: {},
    async setUp({ world }, fault) {
      await world.faults.add(fault).catch((error: unknown) => {
        if (error instanceof FaultRefused) throw new StateRefused('something goes wrong', error.message)
        throw error
      })
      return {}
    },
  }),
]
