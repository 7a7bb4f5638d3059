// GET /state, GET /state/TABLE: what a world keeps, for somebody who looks.
import { z } from 'zod'
import { listRows, listTables } from '../console/state-rows.ts'
import { ControlError } from './errors.ts'
import { defineRoute } from './route.ts'
import { strict } from './schema.ts'

const whole = z.coerce.number({ error: 'Expected a whole number' }).int('Expected a whole number')

export const state = [
  defineRoute({
    method: 'GET',
    path: '/state',
    operationId: 'listTables',
    summary: 'The tables of the world’s state',
    description:
      'The scenario is put in place first, where it is not yet. Names and rows are the double’s own: they may change.',
    scope: 'world',
    answers: {
      200: {
        description: 'All of them, by name.',
        schema: z.object({
          tables: z.array(
            z.object({
              name: z.string(),
              group: z.string().describe('A service, `buckets`, or `world` for what all share.'),
              rows: z.int(),
            }),
          ),
        }),
      },
    },
    async handle(_, { world }) {
      await world.prepare('s3')
      return { status: 200, body: { tables: listTables(world) } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/state/{table}',
    operationId: 'listRows',
    summary: 'Rows of a table, newest first',
    description: 'Secrets are redacted, and long texts are cut.',
    scope: 'world',
    params: strict({ table: z.string() }),
    query: strict({
      after: whole.min(0).optional().describe('Continue after this row: `next` of the page before.'),
      limit: whole.min(1).max(200).optional().describe('Default 50.'),
      text: z.string().max(200).optional().describe('Only rows that hold this text.'),
    }),
    answers: {
      200: {
        description: 'One page.',
        schema: z.object({
          rows: z.array(z.object({ seq: z.int().describe('Greater for what is newer.'), row: z.unknown() })),
          next: z.int().optional().describe('There when there are older ones.'),
          total: z.int(),
        }),
      },
    },
    errors: { 'not-found': 'There is no such table.' },
    async handle({ params: { table }, query }, { world }) {
      await world.prepare('s3')
      const page = listRows(world, table, query)
      if (!page) throw new ControlError('not-found', `The world ${world.name} has no table ${table}`)
      return { status: 200, body: page }
    },
  }),
]
