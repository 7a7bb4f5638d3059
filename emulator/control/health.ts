// GET /health and GET /ready as the OpenAPI document describes them; probes.ts answers them.
import { z } from 'zod'
import { defineRoute } from './route.ts'

/** Never called: probes.ts comes first. */
const answeredBefore = () => ({ status: 404 })

export const health = [
  defineRoute({
    method: 'GET',
    path: '/health',
    operationId: 'getHealth',
    summary: 'Is it alive?',
    scope: 'emulator',
    answers: { 200: { description: 'It is.', schema: z.object({ status: z.literal('ok'), version: z.string() }) } },
    handle: answeredBefore,
  }),
  defineRoute({
    method: 'GET',
    path: '/ready',
    operationId: 'getReady',
    summary: 'Is it able to answer?',
    description: 'It is when the object store can be reached and the world `main` holds its scenario.',
    scope: 'emulator',
    answers: {
      200: { description: 'It is.', schema: z.object({ ready: z.literal(true) }) },
      503: { description: 'It is not, or not yet.', schema: z.object({ ready: z.literal(false), reason: z.string() }) },
    },
    handle: answeredBefore,
  }),
]
