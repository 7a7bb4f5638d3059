// What happens in one world, as it is counted.
import type { StoredFault } from '../faults/model.ts'
import type { Recorded } from '../journal.ts'
import type { Metrics } from './metrics.ts'
import { other } from './series.ts'

/** Others are words that a client made up. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export class Meter {
  readonly #world: string
  readonly #metrics: Metrics

  /** @param world as it is labelled */
  constructor(world: string, metrics: Metrics) {
    this.#world = world
    this.#metrics = metrics
  }

  /** A request, or a delivery: whatever the journal hears of. */
  recorded(recorded: Recorded): void {
    if (recorded.direction === 'in') this.#came(recorded)
    // What a service did by itself, and was made to fail at, is counted as a fault.
    else if (recorded.method !== 'FAULT') this.#went(recorded)
  }

  /** @param outcome `retried`: it failed, and will be done again */
  jobEnded(kind: string, outcome: 'done' | 'retried' | 'failed'): void {
    this.#metrics.jobs.add([this.#world, kind, outcome])
  }

  faultFired({ service, effect }: StoredFault): void {
    this.#metrics.faults.add([this.#world, service, effect.kind, effect.kind === 'error' ? effect.error : ''])
  }

  #came({ service, operation = '', method, status, durationMs, diagnosis }: Recorded): void {
    const { durations, refusals, requests } = this.#metrics
    const verb = methods.has(method) ? method : other
    requests.add([this.#world, service, operation, verb, classOf(status)])
    durations.observe([service, operation], durationMs / 1000)
    if (status < 400) return
    if (diagnosis)
      for (const { code } of diagnosis.mistakes.length > 0 ? diagnosis.mistakes : [{ code: 'unexplained' }])
        refusals.add([this.#world, service, code])
    else if (status === 401 || status === 403) refusals.add([this.#world, service, 'undiagnosed'])
  }

  #went({ service, operation = '', status, fate }: Recorded): void {
    const { deliveries, outbound } = this.#metrics
    if (operation !== 'webhook') return outbound.add([this.#world, service, operation, classOf(status)])
    const outcome = fate ?? (status === 0 ? 'failed' : status < 300 ? 'delivered' : 'rejected')
    deliveries.add([this.#world, service, outcome])
  }
}

/** `2xx`; `none` where there was no answer. */
function classOf(status: number): string {
  return status === 0 ? 'none' : `${Math.floor(status / 100)}xx`
}
