// GET /metrics.
import { textType } from '../metrics/text.ts'
import { defineRoute } from './route.ts'

export const metrics = [
  defineRoute({
    method: 'GET',
    path: '/metrics',
    operationId: 'getMetrics',
    summary: 'What was counted since the start, and how much there is, for Prometheus',
    description:
      'Of all worlds. `main` and the first 19 worlds whose names somebody chose have a label of their own; all others are summed as `_other`.',
    scope: 'emulator',
    answers: { 200: { description: 'Prometheus’ text format, version 0.0.4.', type: textType } },
    async handle(_, { emulator }) {
      const { collect } = await import('../metrics/collect.ts')
      return { status: 200, body: await collect(emulator.worlds), type: textType }
    },
  }),
]
