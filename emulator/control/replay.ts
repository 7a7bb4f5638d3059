// POST /journal/ID/replay.
import { z } from 'zod'
import { CannotReplay, replay } from '../console/replay.ts'
import { ControlError } from './errors.ts'
import { entrySchema } from './journal.ts'
import { defineRoute } from './route.ts'
import { strict } from './schema.ts'

export const replays = [
  defineRoute({
    method: 'POST',
    path: '/journal/{id}/replay',
    operationId: 'replayJournalEntry',
    summary: 'Sends a request again, as it came',
    description:
      'With the same credential, date and body: a signature that is too old by now is refused. A body that was stored as it came, or is longer than the journal keeps, is not there any more, and its request cannot be sent again.',
    scope: 'world',
    params: strict({ id: z.string() }),
    answers: { 200: { description: 'The entry that tells what became of it.', schema: entrySchema } },
    errors: {
      'not-found': 'There is no such entry, or no longer.',
      conflict: 'It cannot be sent again; the message says why.',
    },
    async handle({ params: { id } }, { emulator, world }) {
      const recorded = world.journal.recorded(Number(id))
      if (!recorded)
        throw new ControlError('not-found', `The journal of ${world.name} has no entry ${id}, or no longer`)
      try {
        return { status: 200, body: await replay(emulator, world, recorded) }
      } catch (error) {
        if (error instanceof CannotReplay) throw new ControlError('conflict', error.message)
        throw error
      }
    },
  }),
]
