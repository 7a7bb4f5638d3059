// The worlds of an emulator, and which of them a request belongs to.
import type { GivenScenario, Plan } from '../fixtures/scenarios/plan.ts'
import { credentialKeys, type Credentials, type GivenCredentials } from './credentials.ts'
import { Metrics } from './metrics/metrics.ts'
import { parseClock, parseScenario } from './options.ts'
import { adopt } from './snapshots/adopt.ts'
import { type Fork, forkCredentials } from './snapshots/fork-credentials.ts'
import { Snapshots } from './snapshots/snapshots.ts'
import type { Databases } from './state/databases.ts'
import { State } from './state/state.ts'
import { startClock } from './time/clock.ts'
import { type Beginning, World, type WorldHost } from './world.ts'
import { WorldRefused } from './world-refused.ts'

export interface CreateWorldOptions {
  /** Letters, digits, `-` and `_`; default `world-N`. */
  name?: string | undefined
  /** A name, `large:100k`, or one of your own; default as `main` began. */
  scenario?: GivenScenario | undefined
  /** Default: made from the name, so that no two worlds issue the same ids by chance. */
  seed?: number | undefined
  /** `real`, `frozen` or an ISO instant; default as `main` began. */
  clock?: string | undefined
  /** Those that an app already has in its configuration. */
  credentials?: GivenCredentials | undefined
  /**
   * The name of a world, or the id of a snapshot, to be as: its state, jobs, clock and objects, whose bytes both share. Default: begin with
   * the scenario. The credentials are other ones; `clock` and `seed` are its own unless they are given here.
   */
  from?: string | undefined
}

export { WorldRefused }

/** What worlds begin with that are not told otherwise. */
export type Defaults = Omit<Beginning, 'scenario'> & { scenario: GivenScenario }

export class Worlds {
  readonly snapshots: Snapshots
  /** What is counted of all of them. */
  readonly metrics = new Metrics()
  readonly #worlds = new Map<string, World>()
  readonly #byKey = new Map<string, World>()
  readonly #databases: Databases
  readonly #defaults: Defaults
  readonly #host: WorldHost
  /** Names of worlds that are being opened, and of those that are being deleted. */
  readonly #opening = new Set<string>()
  readonly #leaving = new Map<string, Promise<void>>()
  #lastNumber = 0

  constructor(
    host: Omit<WorldHost, 'claim' | 'unclaim' | 'meterOf' | 'all'>,
    databases: Databases,
    defaults: Defaults,
  ) {
    const { blobs, external, onProblem, settings } = host
    // In memory there is an end to what can be taken.
    const maxBytes = settings.data === undefined ? 2 * 1024 ** 3 : undefined
    this.snapshots = new Snapshots({ databases, blobs, external, maxBytes, onProblem })
    this.#databases = databases
    this.#defaults = defaults
    this.#host = {
      ...host,
      meterOf: (name) => this.metrics.meter(name),
      claim: (key, world) => this.#claim(key, world),
      all: () => this.#worlds.values(),
      unclaim: (key, world) => {
        if (this.#byKey.get(key) === world) this.#byKey.delete(key)
      },
    }
  }

  get main(): World {
    const main = this.#worlds.get('main')
    if (!main) throw new Error('The emulator is not open')
    return main
  }

  get(name: string): World | undefined {
    return this.#worlds.get(name)
  }

  /** In the order of creation. */
  list(): World[] {
    return [...this.#worlds.values()]
  }

  /** The world that a credential or an issued id selects. */
  byKey(key: string): World | undefined {
    return this.#byKey.get(key)
  }

  /** Opens `main` and every world and snapshot that a data directory holds. */
  async open(): Promise<void> {
    await this.snapshots.open()
    const beginning = { ...this.#defaults, scenario: await planned(this.#defaults.scenario, this.#defaults.seed) }
    for (const name of new Set(['main', ...this.#databases.names()])) await this.#open(name, beginning)
  }

  /** To be called when it is known who holds which bytes: finishes what a killed process had begun. */
  async resume(): Promise<void> {
    for (const world of this.#worlds.values()) {
      const id = world.restoring
      if (id !== undefined) await this.snapshots.restore(world, id)
    }
  }

  /** @throws {WorldRefused} when the name or a credential is taken, or the name or clock is none, or there is nothing to fork by that name */
  async create(options: CreateWorldOptions = {}): Promise<World> {
    const name = options.name ?? this.#freeName()
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(name)) {
      throw new WorldRefused(400, `"${name}" is no name for a world: it takes up to 63 letters, digits, - and _`)
    }
    while (this.#leaving.has(name)) await this.#leaving.get(name)
    if (this.#worlds.has(name) || this.#opening.has(name))
      throw new WorldRefused(409, `The world ${name} exists already`)
    const { scenario = this.#defaults.scenario, seed = seedOf(name), clock, credentials = {}, from } = options
    this.#opening.add(name)
    try {
      if (from !== undefined) return await this.#fork(name, { ...options, from })
      const beginning: Beginning = {
        scenario: await planned(scenario, seed).catch(refuse),
        seed,
        clock: clock === undefined ? this.#defaults.clock : asked(() => parseClock(clock)),
        credentials,
      }
      this.#refuseTaken(credentials)
      return await this.#open(name, beginning, { isNew: true })
    } catch (error) {
      // What opening left behind; worlds of before are opened by `open`, which removes nothing.
      this.#databases.remove(name)
      throw error
    } finally {
      this.#opening.delete(name)
    }
  }

  async #fork(name: string, options: CreateWorldOptions & { from: string }): Promise<World> {
    const { clock, credentials = {}, from, scenario, seed } = options
    if (scenario !== undefined)
      throw new WorldRefused(400, `A fork begins as ${from} is, without a scenario; leave out from, or scenario`)
    const start = clock === undefined ? undefined : asked(() => parseClock(clock))
    const source = this.#worlds.get(from)
    if (!source) this.snapshots.require(from)
    this.#refuseTaken(credentials)
    const draft = await this.#databases.draft()
    try {
      const keep = (copy: State, original: string): Beginning => {
        const beginning = this.#adoptFork(copy, { from: original, name, given: credentials, seed })
        if (start !== undefined) startClock(copy, start)
        draft.keepAsWorld(name)
        return beginning
      }
      const beginning = await (source
        ? this.snapshots.copying(source, draft, name, (copy) => keep(copy, from))
        : this.snapshots.forking(from, draft, name, (copy, snapshot) => keep(copy, snapshot.origin ?? snapshot.world)))
      return await this.#open(name, beginning, { isNew: true })
    } catch (error) {
      draft.discard()
      throw error
    }
  }

  /** What the world begins with, should it be reset: the scenario of the original, with its own credentials. */
  #adoptFork(copy: State, fork: Omit<Fork, 'seed'> & { seed: number | undefined }): Beginning {
    const original = copy.read<Credentials>('credentials')
    const began = copy.read<Beginning>('beginning')
    if (!original || !began) throw new Error(`The copy of ${fork.from} is no world’s`)
    const seed = fork.seed ?? began.seed
    const credentials = forkCredentials(original, { ...fork, seed })
    this.#refuseTaken(credentials)
    const beginning = { ...began, seed, credentials }
    copy.transaction(() => adopt(copy, { beginning, credentials, seed: fork.seed }))
    return beginning
  }

  /** @throws {WorldRefused} for `main`, or when there is none of that name */
  async delete(name: string): Promise<void> {
    const world = this.#worlds.get(name)
    if (!world) throw new WorldRefused(404, `There is no world ${name}`)
    if (name === 'main')
      throw new WorldRefused(
        400,
        'The world main cannot be deleted; POST /_stuntdouble/reset brings it back to its beginning',
      )
    this.#worlds.delete(name)
    this.#release(world)
    const leaving = world
      .close({ forget: true })
      .then(() => this.#databases.remove(name))
      .then(() => this.snapshots.deleteAllOf(name))
    this.#leaving.set(
      name,
      leaving.finally(() => this.#leaving.delete(name)),
    )
    await leaving
  }

  /** @param options.forget whether the worlds' objects go too: when nothing is left that knows of them */
  async close({ forget = false } = {}): Promise<void> {
    for (const world of this.#worlds.values()) await world.close({ forget })
    await this.snapshots.close({ forget })
    this.#worlds.clear()
    this.#byKey.clear()
  }

  async #open(name: string, beginning: Beginning, { isNew = false } = {}): Promise<World> {
    const database = await this.#databases.open(name)
    let world: World
    try {
      world = new World(this.#host, name, new State(database), beginning)
    } catch (error) {
      database.close()
      throw error
    }
    for (const key of world.credentialKeys()) {
      if (this.#claim(key, world)) continue
      this.#release(world)
      await world.close({ forget: isNew })
      throw new WorldRefused(
        409,
        `Another world has the credential ${key.split('/').slice(0, 2).join(' ')} that ${name} asks for`,
      )
    }
    world.reclaim()
    try {
      await world.open()
    } catch (error) {
      this.#release(world)
      await world.close({ forget: isNew })
      throw error
    }
    this.#worlds.set(name, world)
    return world
  }

  #release(world: World): void {
    for (const [key, owner] of this.#byKey) if (owner === world) this.#byKey.delete(key)
  }

  #claim(key: string, world: World): boolean {
    const owner = this.#byKey.get(key)
    if (owner && owner !== world) return false
    this.#byKey.set(key, world)
    return true
  }

  #refuseTaken(given: GivenCredentials): void {
    for (const key of credentialKeys(given)) {
      const owner = this.#byKey.get(key)
      if (owner)
        throw new WorldRefused(
          409,
          `The world ${owner.name} already has the ${key.split('/').slice(0, 2).join(' ')} ${key.split('/').slice(2).join('/')}`,
        )
    }
  }

  #freeName(): string {
    do this.#lastNumber += 1
    while ([this.#worlds, this.#opening, this.#leaving].some((names) => names.has(`world-${this.#lastNumber}`)))
    return `world-${this.#lastNumber}`
  }
}

/** What was asked for, or a refusal in its words. */
function asked<V>(read: () => V): V {
  try {
    return read()
  } catch (error) {
    return refuse(error)
  }
}

function refuse(error: unknown): never {
  if (error instanceof RangeError) throw new WorldRefused(400, error.message)
  throw error
}

/** What a scenario comes to in a world of that seed. @throws {ScenarioRefused} */
export async function planned(scenario: GivenScenario, seed: number): Promise<string | Plan> {
  if (typeof scenario === 'string') return parseScenario(scenario)
  const { planOf } = await import('../fixtures/scenarios/planned.ts')
  return planOf(scenario, seed)
}

/** FNV-1a: a number from a name. */
function seedOf(name: string): number {
  let hash = 0x811c9dc5
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}
