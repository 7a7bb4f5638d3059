// GET /telestream/egress.
import { z } from 'zod'
import { type Egress, egresses } from '../services/telestream/stores/egress.ts'
import { egressRates } from '../services/telestream/stores/egress-rates.ts'
import type { Place } from '../services/telestream/stores/places.ts'
import { defineRoute } from './route.ts'
import { answeredInstant, strict } from './schema.ts'

const place = z.object({
  provider: z.string().nullable().describe('Null for a web server somewhere.'),
  region: z.string().nullable(),
  bucket: z.string().optional(),
  storeId: z.string().optional(),
  host: z.string().optional(),
})

const cost = z.number().nullable().describe('USD; null where the source is with no provider that has a list price.')

export const egressSchema = z.object({
  id: z.string(),
  at: answeredInstant.describe('In the world’s time.'),
  job: z.object({ service: z.string(), id: z.string() }),
  source: z.string(),
  bytes: z.int(),
  from: place,
  to: place,
  ratePerGb: cost,
  estimatedCost: cost,
})

const rates = z
  .object({
    asOf: z.string(),
    currency: z.string(),
    bytesPerGb: z.int(),
    sources: z.record(z.string(), z.string()),
    perGb: z.record(z.string(), z.object({ otherRegion: z.number(), internet: z.number() })),
  })
  .describe('The table that the estimates are made by: list prices, kept in the double.')

export const telestreamEgress = [
  defineRoute({
    method: 'GET',
    path: '/telestream/egress',
    operationId: 'listTelestreamEgress',
    summary: 'What Telestream’s jobs brought from one provider or region to another, and what that would cost',
    description:
      'A job runs at the provider and in the region of its output store. A source that is elsewhere has to leave its region: each is listed, newest first, with an estimate.',
    scope: 'world',
    query: strict({ job: z.string().optional().describe('Only of this job or video.') }),
    answers: {
      200: {
        description: 'All of them, their sum, and the prices.',
        schema: z.object({
          egress: z.array(egressSchema),
          total: z.object({ bytes: z.int(), estimatedCost: z.number() }),
          rates,
        }),
      },
    },
    async handle({ query }, { world }) {
      await world.jobs.settle()
      const found = world.state
        .table(egresses)
        .list({ direction: 'desc' })
        .filter(({ job }) => query.job === undefined || job.id === query.job)
      const total = {
        bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
        estimatedCost: found.reduce((sum, { estimatedCost }) => sum + (estimatedCost ?? 0), 0),
      }
      return { status: 200, body: { egress: found.map(describeEgress), total, rates: egressRates } }
    },
  }),
]

function describeEgress(egress: Egress): z.output<typeof egressSchema> {
  const { id, at, job, source, bytes, from, to, ratePerGb, estimatedCost } = egress
  return {
    id,
    at: new Date(at).toISOString(),
    job,
    source,
    bytes,
    from: describePlace(from),
    to: describePlace(to),
    ratePerGb,
    estimatedCost,
  }
}

function describePlace({ provider, region, bucket, storeId, host }: Place): z.output<typeof place> {
  return {
    provider,
    region,
    ...(bucket !== undefined && { bucket }),
    ...(storeId !== undefined && { storeId }),
    ...(host !== undefined && { host }),
  }
}
