// The faults of a world: kept in its state, chosen by what happens, counted.
import { isBucketCall, losesPart, outageOf } from './storage.ts'
import type { ObjectStore } from '../objects/object-store.ts'
import type { World } from '../world.ts'
import { isDue, matcherOf } from './matching.ts'
import { type FiredFault, faults, isOver, isUsedUp, type NewFault, type Occurrence, type StoredFault } from './model.ts'
import { FaultRefused } from './refused.ts'
import type { FaultInput } from './input.ts'
import { Waiting } from './waiting.ts'

/** More would be a mistake: each request is held against all of them. */
const mostFaults = 100

/** One that can still happen, as requests are held against it. */
interface Live {
  fault: StoredFault
  isAbout: (occurrence: Occurrence) => boolean
}

export class Faults {
  /** Whether anything can happen; the hot path looks here, and nowhere else. */
  armed = false
  /** Whether some are about the object store. */
  storageArmed = false
  /** Whether some are about who asks. */
  asksForCredentials = false
  /** Who waits because of a fault. */
  readonly waiting: Waiting
  readonly #world: World
  readonly #wrapped = new WeakMap<ObjectStore, ObjectStore>()
  /** As the state has them; undefined when it has to be asked. */
  #live: readonly Live[] | undefined

  constructor(world: World) {
    this.#world = world
    this.waiting = new Waiting(world)
    this.refresh()
  }

  /** To be called when the state is another: a reset, a snapshot that was restored. */
  refresh(): void {
    this.#live = undefined
    const live = this.#readLive()
    this.armed = live.length > 0
    this.storageArmed = live.some(({ fault }) => fault.kind === 'storage')
    this.asksForCredentials = live.some(({ fault }) => fault.credential !== undefined)
  }

  /**
   * Adds a fault, or those of a preset.
   * @throws {FaultRefused} for an unknown name, an effect that the service has not, or when there are 100 already
   */
  async add(input: FaultInput): Promise<StoredFault[]> {
    const { readFaults } = await import('./input.ts')
    const world = this.#world
    // Those that the scenario begins with come first.
    await world.prepare('faults')
    return this.insert(await readFaults(input, world.clock.now()))
  }

  /** Adds what has been understood. @throws {FaultRefused} when there are 100 already that are not over */
  insert(read: readonly NewFault[]): StoredFault[] {
    const { clock, ids, name, state } = this.#world
    const now = clock.now()
    return state.transaction(() => {
      const table = state.table(faults)
      const known = this.list()
      const over = known.filter((fault) => isOver(fault, now))
      if (known.length - over.length + read.length > mostFaults)
        throw new FaultRefused(`There are ${mostFaults} faults in ${name} already; DELETE those that are done with`)
      for (const { id } of over.slice(0, Math.max(0, known.length + read.length - mostFaults))) {
        table.delete(id)
        this.waiting.forget(id)
      }
      state.write('faults', true)
      this.#changed()
      return read.map((fault) =>
        table.insert({ ...fault, id: ids.hex('fault', 12), matched: 0, fired: 0, createdAt: now }),
      )
    })
  }

  /** In the order in which they were added; those that are over are listed as long as there is room. */
  list(): StoredFault[] {
    const { state } = this.#world
    return state.read<boolean>('faults') === true ? state.table(faults).list() : []
  }

  get(id: string): StoredFault | undefined {
    return this.list().find((fault) => fault.id === id)
  }

  /** Takes a fault back, and lets go whoever waits because of it. */
  remove(id: string): boolean {
    if (this.get(id) === undefined) return false
    this.#world.state.table(faults).delete(id)
    this.#changed()
    this.waiting.letGo(id)
    return true
  }

  clear(): void {
    const table = this.#world.state.table(faults)
    const known = this.list()
    for (const { id } of known) table.delete(id)
    this.#changed()
    for (const { id } of known) this.waiting.letGo(id)
  }

  /**
   * What happens to something: in the order of the faults, and at most one of those that end it. Each that matches is counted, and so
   * a fault knows which one is its third.
   */
  strike(occurrence: Occurrence): StoredFault[] {
    const { clock, state } = this.#world
    const now = clock.now()
    const fired: StoredFault[] = []
    const counts = new Map<StoredFault, StoredFault>()
    const live = this.#live ?? this.#readLive()
    for (const { fault, isAbout } of live) {
      if (!isDue(fault, now) || !isAbout(occurrence)) continue
      if (ends(fault) && fired.some(ends)) continue
      const counted = this.#count(fault, now)
      state.table(faults).put(counted)
      counts.set(fault, counted)
      if (counted.fired > fault.fired) this.#world.meter.faultFired(counted)
      if (counted.fired > fault.fired || fault.effect.kind === 'rate-limit') fired.push(counted)
    }
    if (counts.size > 0) this.#counted(live, counts)
    return fired
  }

  /**
   * What a service does by itself, and whether it fails: the fault, noted in the journal.
   * @param event as the service's catalogue names it
   * @param path what `path` of a fault is held against: a file's name, an id
   */
  happens(service: 'telestream' | 'duracloud' | 'stream', event: string, path: string): StoredFault | undefined {
    if (!this.armed) return undefined
    const [fault] = this.strike({ kind: 'event', service, event, path })
    if (fault) this.#tell(service, event, path, fault)
    return fault
  }

  /** In the journal, where no request is that could. */
  #tell(service: string, event: string, path: string, fault: StoredFault): void {
    this.#world.journal.record({
      at: this.#world.clock.now(),
      service,
      operation: event,
      direction: 'out',
      method: 'FAULT',
      url: `${service}:${event}/${path}`,
      status: 0,
      requestHeaders: [],
      responseHeaders: [],
      durationMs: 0,
      fault: firedAs(fault),
    })
  }

  /** The object store as faults leave it. */
  outage<S extends ObjectStore>(store: S): S {
    const known = this.#wrapped.get(store)
    // It was made of this very store.
    if (known) return known as S
    const wrapped = outageOf(store, (operation, path) => {
      if (!isBucketCall(operation)) return undefined
      const [fault] = this.strike({ kind: 'storage', service: 'storage', operation, path })
      // Whoever brings the part hears that it was taken.
      if (fault && losesPart(fault, operation)) this.#tell('s3', 'part-lost', path.slice(1), fault)
      return fault
    })
    this.#wrapped.set(store, wrapped)
    return wrapped
  }

  #readLive(): readonly Live[] {
    const live = this.list()
      .filter((fault) => !isUsedUp(fault))
      .map((fault) => ({ fault, isAbout: matcherOf(fault) }))
    // Within a transaction it is not known yet whether the state will have them.
    this.#world.state.afterCommit(() => (this.#live = live))
    return live
  }

  /** What was counted in a transaction that is undone was not: until it is done, the state is asked. */
  #counted(live: readonly Live[], counts: ReadonlyMap<StoredFault, StoredFault>): void {
    if ([...counts.values()].some(isUsedUp)) return this.#changed()
    const next = live.map((one) => ({ ...one, fault: counts.get(one.fault) ?? one.fault }))
    this.#live = undefined
    this.#world.state.afterCommit(() => (this.#live = next))
  }

  #changed(): void {
    this.#live = undefined
    this.#world.state.afterCommit(() => this.refresh())
  }

  #count(fault: StoredFault, now: number): StoredFault {
    const { effect, nth = 1, probability = 1 } = fault
    const matched = fault.matched + 1
    if (effect.kind === 'rate-limit') return countInWindow({ ...fault, matched }, effect, now)
    const isTurn = matched >= nth && (probability >= 1 || this.#world.ids.fraction(`fault/${fault.id}`) < probability)
    return isTurn ? { ...fault, matched, fired: fault.fired + 1, lastFiredAt: now } : { ...fault, matched }
  }
}

/** After these nothing else can happen to a request. */
function ends({ effect }: StoredFault): boolean {
  return effect.kind !== 'latency' && effect.kind !== 'slow' && effect.kind !== 'truncate'
}

function countInWindow(
  fault: StoredFault,
  { limit, windowMs }: { limit: number; windowMs: number },
  now: number,
): StoredFault {
  const number = Math.floor(now / windowMs)
  const count = (fault.window?.number === number ? fault.window.count : 0) + 1
  const window = { number, count }
  return count > limit ? { ...fault, window, fired: fault.fired + 1, lastFiredAt: now } : { ...fault, window }
}

export function firedAs({ id, name }: StoredFault): FiredFault {
  return { id, name }
}
