// GET and DELETE /journal, GET /journal/ID.
import { z } from 'zod'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'
import { answeredInstant, instant, strict } from './schema.ts'

const message = z.object({
  method: z.string().optional(),
  url: z.string().optional(),
  status: z.int().optional().describe('0 when there was no answer.'),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional().describe('Text up to 64 KiB; what is longer or binary is described.'),
})

const canonicalRequest = z.string().optional().describe('Of S3: what the hash at the end of the string to sign is of.')

export const diagnosisSchema = z
  .object({
    mistakes: z.array(z.object({ code: z.string(), message: z.string(), hint: z.string() })),
    expected: z.object({ stringToSign: z.string(), canonicalRequest }).optional(),
    received: z.object({ stringToSign: z.string().optional(), canonicalRequest }).optional(),
    difference: z
      .object({ at: z.int(), expected: z.string(), received: z.string() })
      .optional()
      .describe('Where the two strings to sign part first, with a little of what stands around it.'),
    tried: z.array(z.object({ candidate: z.string(), host: z.string(), stringToSign: z.string() })).optional(),
  })
  .describe('Why a credential was refused: the mistakes under which it fits, and what was signed.')

export const entrySchema = z.object({
  id: z.string(),
  at: answeredInstant.describe('In the world’s time.'),
  world: z.string(),
  service: z.string(),
  operation: z.string().optional(),
  direction: z.enum(['in', 'out']).describe('`in`: a request to the double. `out`: a delivery or download by it.'),
  request: message,
  response: message,
  durationMs: z.number().describe('Real time.'),
  diagnosis: diagnosisSchema.optional(),
  fault: z.object({ id: z.string(), name: z.string() }).optional().describe('What was made to go wrong.'),
  error: z.string().optional(),
})

const archive = z
  .object({ log: z.record(z.string(), z.unknown()) })
  .describe('HTTP Archive 1.2; fields that begin with `_` are the double’s own: `_diagnosis`, `_fault`, `_operation`.')

const whole = z.coerce.number({ error: 'Expected a whole number' }).int('Expected a whole number')

const filter = {
  service: z.string().optional().describe('`telestream`, `s3`, …'),
  status: whole.min(0).max(599).optional(),
  path: z.string().optional().describe('Part of the URL.'),
  since: instant.optional().describe('Entries at or after it, in the world’s time.'),
  direction: z.enum(['in', 'out']).optional(),
}
const after = z
  .string()
  .regex(/^\d+$/, 'Expected what `next` said')
  .optional()
  .describe('Continue after this entry: `next` of the page before.')

export const journal = [
  defineRoute({
    method: 'GET',
    path: '/journal',
    operationId: 'listJournal',
    summary: 'What happened in the world, newest first',
    description:
      'Requests, deliveries and downloads, the refused ones with their diagnosis. Secrets are redacted; the oldest entries go when there are too many.',
    scope: 'world',
    query: strict({
      ...filter,
      limit: whole.min(1).max(1000).optional().describe('Default 100.'),
      after,
    }),
    answers: {
      200: {
        description: 'One page.',
        schema: z.object({
          entries: z.array(entrySchema),
          next: z.string().optional().describe('There when older entries match.'),
        }),
      },
    },
    handle: ({ query }, { world }) => ({ status: 200, body: world.journal.list(query) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/journal.har',
    operationId: 'exportJournal',
    summary: 'The journal as an HTTP Archive, oldest first, for developer tools and proxies',
    description: 'The same filters. Refused requests have their diagnosis in `_diagnosis`, and in words in `comment`.',
    scope: 'world',
    query: strict({ ...filter, limit: whole.min(1).optional().describe('Default: all that is kept.'), after }),
    answers: { 200: { description: 'The archive.', schema: archive } },
    async handle({ query }, { world }) {
      const { harOf } = await import('../har/har.ts')
      const har = harOf(world.journal.list({ ...query, limit: query.limit ?? Infinity }))
      const headers = { 'content-disposition': `attachment; filename="${world.name}.har"` }
      return { status: 200, body: JSON.stringify(har), type: 'application/json', headers }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/journal',
    operationId: 'clearJournal',
    summary: 'Empties the journal',
    scope: 'world',
    answers: { 204: { description: 'It is empty.' } },
    handle(_, { world }) {
      world.journal.clear()
      return { status: 204 }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/journal/{id}',
    operationId: 'getJournalEntry',
    summary: 'One entry',
    scope: 'world',
    params: strict({ id: z.string() }),
    answers: { 200: { description: 'The entry.', schema: entrySchema } },
    errors: { 'not-found': 'There is no such entry, or no longer.' },
    handle({ params }, { world }) {
      const entry = world.journal.get(params.id)
      if (!entry)
        throw new ControlError('not-found', `The journal of ${world.name} has no entry ${params.id}, or no longer`)
      return { status: 200, body: entry }
    },
  }),
]
