// What happens in one world, as it is counted.
import type { StoredFault } from '../faults/model.ts'
import type { Recorded } from '../journal.ts'
import type { Metrics } from './metrics.ts'
import { type Durations, type Labelled, observe, other } from './series.ts'

/** Others are words that a client made up. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

type Kind = Pick<Recorded, 'service' | 'method' | 'status'>

/** Where requests of one kind are counted: a series stays for as long as its metric. */
interface Counted extends Kind {
  requests: Labelled<number>
  durations: Labelled<Durations>
}

/** Operations that are known; names of tasks are a client's. */
const mostKnown = 256

export class Meter {
  readonly #world: string
  /** By operation, the kind that came last: to find a series by its labels costs more than to count. */
  readonly #known = new Map<string, Counted>()
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
    const known = this.#known.get(operation)
    const isSame = known?.status === status && known.method === method && known.service === service
    const counted = isSame ? known : this.#count({ service, operation, method, status })
    counted.requests.value += 1
    observe(counted.durations.value, durationMs / 1000)
    if (status < 400) return
    const { refusals } = this.#metrics
    if (diagnosis)
      for (const { code } of diagnosis.mistakes.length > 0 ? diagnosis.mistakes : [{ code: 'unexplained' }])
        refusals.add([this.#world, service, code])
    else if (status === 401 || status === 403) refusals.add([this.#world, service, 'undiagnosed'])
  }

  #count({ service, operation, method, status }: Kind & { operation: string }): Counted {
    const { durations, requests } = this.#metrics
    const verb = methods.has(method) ? method : other
    const counted = {
      service,
      method,
      status,
      requests: requests.of([this.#world, service, operation, verb, classOf(status)]),
      durations: durations.of([service, operation]),
    }
    if (this.#known.size >= mostKnown) this.#known.clear()
    this.#known.set(operation, counted)
    return counted
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
