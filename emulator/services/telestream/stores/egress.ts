// What leaves a region because a job runs elsewhere than its source is: told in the journal, and kept for `/_stuntdouble/telestream/egress`.
import { defineTable } from '../../../state/table.ts'
import type { World } from '../../../world.ts'
import { egressRates, rateOf } from './egress-rates.ts'
import { family, isSameRegion, type Place } from './places.ts'

export interface Egress {
  id: string
  /** ms of the world's clock. */
  at: number
  /** The job that asked for it. */
  job: { service: string; id: string }
  source: string
  bytes: number
  from: Place
  to: Place
  /** USD; null where the source is with no provider that has a list price. */
  ratePerGb: number | null
  estimatedCost: number | null
}

export const egresses = defineTable<Egress>('telestream_egress')

/**
 * Notes that the bytes of a source go to where its job runs: the place of the output store (the documents: "Provider and Region").
 * Within one region nothing is noted. To be called in the transaction that keeps the job's state.
 */
export function noteEgress(world: World, given: Pick<Egress, 'job' | 'source' | 'bytes' | 'from' | 'to'>): void {
  const { from, to, bytes } = given
  if (isSameRegion(from, to)) return
  const rate = from.provider === null ? undefined : rateOf(from.provider)
  const ratePerGb =
    rate === undefined ? null : family(from.provider) === family(to.provider) ? rate.otherRegion : rate.internet
  const estimatedCost = ratePerGb === null ? null : (bytes / egressRates.bytesPerGb) * ratePerGb
  const at = world.clock.now()
  const egress = { id: world.ids.hex('egress'), at, ...given, ratePerGb, estimatedCost }
  world.state.table(egresses).insert(egress)
  world.state.afterCommit(() => tell(world, egress))
}

function tell(world: World, { at, job, source, bytes, from, to, ratePerGb, estimatedCost }: Egress): void {
  const said = {
    job,
    bytes,
    from,
    to,
    rate_per_gb: ratePerGb,
    estimated_cost: estimatedCost,
    currency: egressRates.currency,
    rates_as_of: egressRates.asOf,
  }
  world.journal.record({
    at,
    service: 'telestream',
    operation: 'egress',
    direction: 'out',
    method: 'GET',
    url: source,
    status: 200,
    requestHeaders: [],
    responseHeaders: [['content-type', 'application/json']],
    responseBody: JSON.stringify(said),
    durationMs: 0,
  })
}
