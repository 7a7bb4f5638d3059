// GET /journal/lines, /journal/activity and /journal/stream: the journal as a list shows it, and as it is written.
import { z } from 'zod'
import { activityOf, listLines } from '../console/lines.ts'
import { liveLines } from '../console/live.ts'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'
import { answeredInstant, strict } from './schema.ts'

export const lineSchema = z.object({
  id: z.string(),
  at: answeredInstant.describe('In the world’s time.'),
  receivedAt: answeredInstant.describe('In real time.'),
  service: z.string(),
  operation: z.string().optional(),
  direction: z.enum(['in', 'out']),
  method: z.string(),
  url: z.string().describe('Up to 2,000 characters; secrets are redacted.'),
  status: z.int().describe('0 when there was no answer.'),
  durationMs: z.number().describe('Real time.'),
  mistakes: z.array(z.string()).optional().describe('Of a refused credential: the codes of its diagnosis.'),
  fault: z.string().optional().describe('What was made to go wrong.'),
  error: z.string().optional(),
})

const filter = {
  service: z.string().optional(),
  status: z
    .string()
    .regex(/^[0-5](\d\d|xx)$/, 'Expected a status such as 404, or a class such as 4xx')
    .optional(),
  text: z.string().max(500).optional().describe('Part of method, URL or operation, in any case.'),
  direction: z.enum(['in', 'out']).optional(),
  only: z
    .enum(['failed', 'refused', 'fault'])
    .optional()
    .describe('`failed`: 400 and above, or no answer. `refused`: with a diagnosis. `fault`: made to go wrong.'),
}

const id = z.string().regex(/^\d{1,15}$/, 'Expected the id of an entry')

export const journalLines = [
  defineRoute({
    method: 'GET',
    path: '/journal/lines',
    operationId: 'listJournalLines',
    summary: 'The journal in lines, newest first',
    description: 'What a list shows of each entry: no headers and no bodies. `GET /journal/ID` has the rest.',
    scope: 'world',
    query: strict({
      ...filter,
      after: id.optional().describe('Continue after this entry: `next` of the page before.'),
      limit: z.coerce.number().int().min(1).max(1000).optional().describe('Default 200.'),
    }),
    answers: {
      200: {
        description: 'One page.',
        schema: z.object({
          lines: z.array(lineSchema),
          next: z.string().optional().describe('There when older ones match.'),
          total: z.int().describe('How many match, on all pages.'),
          last: z.string().describe('The newest entry, whether it matches or not; 0 before the first.'),
        }),
      },
    },
    handle: ({ query: { after, ...query } }, { world }) => ({
      status: 200,
      body: listLines(world.journal, { ...query, after: after === undefined ? undefined : Number(after) }),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/journal/activity',
    operationId: 'getJournalActivity',
    summary: 'How much happened when',
    description: 'Counts of the entries that the journal has, in real time, in at most 60 bars.',
    scope: 'world',
    query: strict(filter),
    answers: {
      200: {
        description: 'The bars, the oldest first.',
        schema: z.object({
          from: answeredInstant.describe('When the first bar begins.'),
          stepMs: z.number().describe('What a bar stands for.'),
          bars: z.array(z.object({ requests: z.int(), failed: z.int(), faults: z.int() })),
        }),
      },
    },
    handle: ({ query }, { world }) => ({ status: 200, body: activityOf(world.journal, query) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/journal/stream',
    operationId: 'streamJournal',
    summary: 'The journal as it is written',
    description:
      'Server-sent events: `line` (as of `GET /journal/lines`; the event’s id is the entry’s), `cleared`, and `behind` when entries were dropped before they could be told. Whoever comes again with `Last-Event-ID` goes on where it was. A comment every 15 s shows that the connection lives.',
    scope: 'world',
    query: strict({
      ...filter,
      from: id.optional().describe('Go on behind this entry. Default: from now on.'),
    }),
    answers: { 200: { description: 'It goes on until the world ends.', type: 'text/event-stream' } },
    handle({ query: { from, ...query } }, { world, headers }) {
      const last = headers.get('last-event-id') ?? from
      if (last !== undefined && !/^\d{1,15}$/.test(last))
        throw new ControlError('invalid-input', 'Last-Event-ID: Expected the id of an entry')
      const body = liveLines(world.journal, { ...query, from: last === undefined ? undefined : Number(last) })
      return { status: 200, body, type: 'text/event-stream', headers: { 'cache-control': 'no-store' } }
    },
  }),
]
