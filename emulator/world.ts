// One isolated universe: its credentials, state, clock, ids, jobs, journal and buckets.
import type { Plan } from '../fixtures/scenarios/plan.ts'
import type { SeedingProgress } from '../fixtures/scenarios/scenario.ts'
import { completeCredentials, credentialKeys, type Credentials, type GivenCredentials } from './credentials.ts'
import { Ids } from './ids.ts'
import { Journal, type JournalEntry, type JournalLimits } from './journal.ts'
import { Faults } from './faults/faults.ts'
import type { Meter } from './metrics/meter.ts'
import type { Blobs } from './objects/blobs.ts'
import { createEmbeddedStore } from './objects/embedded-store.ts'
import type { ExternalBuckets, ExternalStore, SignedUrlOptions } from './objects/external-store.ts'
import { noteOutage } from './objects/note-outage.ts'
import type { ObjectAddress, ObjectHead, ObjectStore } from './objects/object-store.ts'
import { Pieces, referencedBlobs } from './objects/pieces.ts'
import type { VersionedStore } from './objects/versioned-store.ts'
import { Watches } from './objects/watches.ts'
import type { EmulatorSettings } from './options.ts'
import type { WorldOutbound } from './outbound/world-outbound.ts'
import { loadService, s3, services } from './service.ts'
import { adopt, forgetFormer, formerCredentials } from './snapshots/adopt.ts'
import type { AddressedDatabase } from './state/databases.ts'
import type { State } from './state/state.ts'
import { defineTable } from './state/table.ts'
import { Clock, type ClockMode } from './time/clock.ts'
import { Jobs } from './time/jobs.ts'
import { within } from './time/patience.ts'
import type { Tracing } from './tracing/tracing.ts'
import { Traffic } from './traffic.ts'
import type { Transcoder } from './transcoder.ts'
import { WorldRefused } from './world-refused.ts'

/** What a world is begun with, and what `reset` brings it back to. */
export interface Beginning {
  /** By name, or what a user's own came to. */
  scenario: string | Plan
  seed: number
  /** `real`, `frozen`, or the instant (ms) to be frozen at. */
  clock: ClockMode | number
  credentials: GivenCredentials
}

/** What a world needs of the emulator that holds it. */
export interface WorldHost {
  settings: EmulatorSettings
  blobs: Blobs
  /** Where the worlds' buckets are, when they are not embedded. */
  external?: ExternalStore | undefined
  /** Where the vendors' APIs are reached: `http://127.0.0.1:4600`. */
  url: () => string
  /** Where the S3 port is reached: `http://127.0.0.1:4601`. */
  s3Url: (origin?: string) => string
  createOutbound: (world: World) => WorldOutbound
  tracing?: Tracing | undefined
  transcoder?: Transcoder | undefined
  /** Makes what a client may present select this world; false when another world has it. */
  claim: (key: string, world: World) => boolean
  unclaim: (key: string, world: World) => void
  /** Every world there is, in the order of creation. */
  all: () => Iterable<World>
  /** What counts for a world of that name. */
  meterOf: (world: string) => Meter
  journalLimits: JournalLimits
  onEntry: (entry: () => JournalEntry) => void
  onJobFailure: (world: World, kind: string, error: unknown) => void
  onProblem?: (message: string, error: unknown) => void
  onSeeding?: (world: World, progress: SeedingProgress) => void
}

export interface RestoreOptions {
  /** Of the snapshot. */
  id: string
  /** Where the buckets are in an S3: brings its objects back there, and answers what the state has to be told of them. */
  copyBuckets?: (() => Promise<(state: State) => void>) | undefined
}

/** How long a world that ends waits for the object store, in ms of real time. */
const dropPatience = 15_000

const claims = defineTable<{ id: string }>('claims')

export class World {
  readonly name: string
  readonly state: State
  readonly clock: Clock
  readonly ids: Ids
  readonly jobs: Jobs
  readonly journal: Journal
  /** Counts what happens in it; nothing in the world can see that. */
  readonly meter: Meter
  /** What is to go wrong in it. */
  readonly faults: Faults
  /** Its buckets in an S3 elsewhere; undefined when they are embedded. */
  readonly external: ExternalBuckets | undefined
  /** Who hears of objects that are written. */
  readonly watches: Watches
  /** Stored bytes on their way to become objects: the parts of uploads. */
  readonly pieces: Pieces
  readonly outbound: WorldOutbound
  readonly credentials: Credentials
  beginning: Beginning
  /** The requests that are under way in it. */
  readonly traffic = new Traffic()
  readonly #host: WorldHost
  readonly #objects: ObjectStore
  readonly #versioned: VersionedStore
  /** Services whose scenario is being put in place: their buckets are there whatever is to go wrong later. */
  #underSeed = 0
  readonly #seeding = new Map<string, Promise<void>>()
  /** Services that are ready in this world; the hot path looks here. */
  #ready = new Set<string>()
  #closed = false

  /**
   * @param state new, or that of a world that was closed; what it holds wins over `beginning`
   */
  constructor(host: WorldHost, name: string, state: State, beginning: Beginning) {
    this.#host = host
    this.name = name
    this.state = state
    this.beginning = state.read<Beginning>('beginning') ?? beginning
    this.clock = new Clock(state, this.beginning.clock)
    this.ids = new Ids(state, this.beginning.seed)
    this.meter = host.meterOf(name)
    this.journal = new Journal(name, host.journalLimits, (recorded) => this.meter.recorded(recorded))
    this.journal.subscribe(host.onEntry)
    const now = () => this.clock.now()
    this.watches = new Watches({ state, now, schedule: (job) => void this.jobs.schedule(job) })
    const { blobs } = host
    const ids = (kind: string) => this.ids.hex(kind)
    const written = (head: ObjectHead) => this.watches.notice(head)
    const unreadable = (error: unknown) =>
      host.onProblem?.(`Stored bytes of the world ${this.name} cannot be read`, error)
    this.#versioned = createEmbeddedStore({ state, blobs, now, ids, written, unreadable })
    this.external = host.external?.bucketsOf({ world: name, state, blobs, now, ids, written })
    this.#objects = this.external?.store ?? this.#versioned
    this.pieces = new Pieces(state, host.blobs)
    this.jobs = new Jobs({
      state,
      clock: this.clock,
      newId: () => this.ids.hex('job'),
      handlerOf: async (kind) => {
        if (kind.startsWith('faults.')) {
          const held = (await import('./faults/jobs.ts')).faultJobs[kind]
          return held && ((job) => held(job, this))
        }
        const definition = [...services, s3].find((service) => kind.startsWith(`${service.name}.`))
        const handler = definition && (await loadService(definition)).jobs[kind]
        if (!handler || !host.tracing) return handler && ((job, signal) => handler(job, this, signal))
        const { tracing } = host
        return (job, signal) => tracing.job(name, job, () => handler(job, this, signal))
      },
      onScheduled: (job) => host.tracing?.scheduled(name, job),
      onDone: ({ kind }) => this.meter.jobEnded(kind, 'done'),
      onFailure: (job, error) => {
        this.meter.jobEnded(job.kind, job.status === 'failed' ? 'failed' : 'retried')
        noteOutage(this, job, error)
        host.onJobFailure(this, job.kind, error)
      },
    })
    this.faults = new Faults(this)
    this.outbound = host.createOutbound(this)
    this.credentials = this.#begin()
  }

  /** Its buckets. */
  get objects(): ObjectStore {
    return this.faults.storageArmed && this.#underSeed === 0 ? this.faults.outage(this.#objects) : this.#objects
  }

  /** The same for somebody who only looks: nothing goes wrong for them, and no fault is used up by it. */
  get browsed(): ObjectStore {
    return this.#objects
  }

  /** The same with what only the wire of the buckets needs: versions, tags, settings. */
  get versioned(): VersionedStore {
    return this.faults.storageArmed && this.#underSeed === 0 ? this.faults.outage(this.#versioned) : this.#versioned
  }

  /** Options that services look up: sizes, windows, the encoder. */
  get settings(): EmulatorSettings {
    return this.#host.settings
  }

  get blobs(): Blobs {
    return this.#host.blobs
  }

  /** What really encodes; undefined when that is simulated. */
  get transcoder(): Transcoder | undefined {
    return this.#host.transcoder
  }

  /** The other worlds: whose credentials a client may have taken for this one's. */
  *neighbours(): Generator<World> {
    for (const world of this.#host.all()) if (world !== this) yield world
  }

  /** When the world began, in ms of its own time; what a scenario holds was made then. */
  get bornAt(): number {
    return this.state.read<number>('bornAt') ?? 0
  }

  /** Where the vendors' APIs are reached, for URLs that are handed out when no client is there to say by which name it came. */
  get url(): string {
    return this.#host.url()
  }

  /** The base URL of this world's buckets, without a slash at the end. */
  get s3Url(): string {
    return this.s3UrlBy()
  }

  /** The same as a client sees it that came by `origin`: a container is reached by its service's name. */
  s3UrlBy(origin?: string): string {
    const url = this.#host.s3Url(origin)
    return this.name === 'main' ? url : `${url}/w/${this.name}`
  }

  /** Where a client that came by `origin` finds a bucket; without a slash at the end. */
  bucketUrl(bucket: string, origin?: string): string {
    return this.external?.bucketUrl(bucket) ?? `${this.s3UrlBy(origin)}/${bucket}`
  }

  /** A URL that lets its bearer `GET` an object for a while. An S3 elsewhere measures that by the system's clock, not by the world's. */
  async signedUrl({
    region,
    origin,
    ...options
  }: SignedUrlOptions & { region?: string; origin?: string }): Promise<string> {
    if (this.external) return this.external.signedUrl(options)
    const { presign } = await import('./s3/presign.ts')
    return presign({
      ...options,
      s3Url: this.s3UrlBy(origin),
      credentials: this.credentials.s3,
      now: this.clock.now(),
      ...(region !== undefined && { region }),
    })
  }

  /** Which of its objects a URL of the buckets means, as a client was handed it; undefined when it leads elsewhere. */
  addressOf(url: URL): ObjectAddress | undefined {
    if (this.external) return this.external.addressOf(url)
    const own = new URL(this.s3Url)
    const base = own.pathname.replace(/\/$/, '')
    const path = decode(url.pathname)
    if (url.host !== own.host || !path.startsWith(`${base}/`)) return undefined
    const [, bucket = '', ...key] = path.slice(base.length).split('/')
    return { bucket, key: key.join('/') }
  }

  /** Makes what a client may present select this world, also after a restart; false when another world has it. */
  claim(key: string): boolean {
    if (!this.#host.claim(key, this)) return false
    this.state.table(claims).put({ id: key })
    return true
  }

  /** Takes back a claim, when what it stands for is gone. */
  unclaim(key: string): void {
    this.#host.unclaim(key, this)
    this.state.table(claims).delete(key)
  }

  /** The keys of its credentials, which no other world may have. */
  credentialKeys(): string[] {
    return credentialKeys(this.credentials)
  }

  /** Makes what it issued before select it again. What another world has by now selects that one: the state may be a copy of its. */
  reclaim(): void {
    const table = this.state.table(claims)
    for (const { id } of table.list()) if (!this.#host.claim(id, this)) table.delete(id)
  }

  /**
   * A URL with an id that this world issued. It selects the world by itself where no other world issued the same
   * (worlds may be given the same seed); else the world's name is in it.
   */
  issue(origin: string, key: string, path: string): string {
    return this.claim(key) ? `${origin}${path}` : `${origin}/w/${this.name}${path}`
  }

  /** True once the world is gone, or its program is stopping. */
  get closed(): boolean {
    return this.#closed
  }

  /** Undefined once the service's scenario is in place; a promise the first time. */
  prepare(service: string): Promise<void> | undefined {
    if (this.#ready.has(service)) return undefined
    let seeding = this.#seeding.get(service)
    if (!seeding) {
      seeding = this.#seed(service)
      this.#seeding.set(service, seeding)
      // Tried again by the next request; this one hears of it.
      seeding.catch(() => this.#seeding.delete(service))
    }
    return seeding
  }

  /** Tells whoever waits how far its scenario is in place. */
  tellSeeding(progress: SeedingProgress): void {
    this.#host.onSeeding?.(this, progress)
  }

  /**
   * Back to the scenario that the world began with: state, objects, ids, clock, journal. Requests under way finish before, those that
   * arrive meanwhile see the new beginning, and a job under way has no effect any more.
   * @param scenario with which it begins from now on, instead of its own
   */
  async reset(scenario = this.beginning.scenario): Promise<void> {
    this.faults.waiting.end()
    await this.traffic.halt(async () => {
      if (this.#closed) return
      // When the S3 cannot be reached, all stays as it is.
      await this.external?.drop()
      const references = [...referencedBlobs(this.state)]
      for (const { id } of this.state.table(claims).list()) this.#host.unclaim(id, this)
      this.jobs.forget()
      this.state.clear()
      this.#ready = new Set()
      this.#seeding.clear()
      this.journal.clear()
      this.beginning = { ...this.beginning, scenario }
      this.clock.restart(this.beginning.clock)
      this.ids.restart(this.beginning.seed)
      this.#begin()
      this.faults.refresh()
      this.state.write('opened', true)
      for (const [hash, count] of references) this.blobs.release(hash, count)
      this.jobs.wake()
    })
  }

  /**
   * Becomes what a snapshot holds: state, jobs, clock and objects, all of it or nothing. Its credentials stay, and its journal begins anew.
   * Requests under way finish before, those that arrive meanwhile see the restored world, and a job under way has no effect any more.
   */
  async restore(snapshot: AddressedDatabase, { id, copyBuckets }: RestoreOptions): Promise<void> {
    this.faults.waiting.end()
    await this.traffic.halt(async () => {
      if (this.#closed) throw new WorldRefused(404, `There is no world ${this.name} any more`)
      // Objects elsewhere come back one by one: a program that is killed meanwhile goes on when it starts again.
      if (copyBuckets) this.state.write('restoring', id)
      const noteCopies = await copyBuckets?.().catch((error: unknown) => {
        this.state.forget('restoring')
        throw error
      })
      const references = [...referencedBlobs(this.state)]
      const issued = this.state.table(claims).list()
      this.state.replaceWith(snapshot, () => {
        adopt(this.state, this)
        noteCopies?.(this.state)
      })
      this.jobs.forget()
      for (const claim of issued) this.#host.unclaim(claim.id, this)
      this.reclaim()
      this.#ready = new Set()
      this.#seeding.clear()
      this.journal.clear()
      this.clock.restart(this.beginning.clock)
      this.ids.restart(this.beginning.seed)
      this.faults.refresh()
      for (const [hash, count] of referencedBlobs(this.state)) this.blobs.retain(hash, count)
      for (const [hash, count] of references) this.blobs.release(hash, count)
      this.jobs.wake()
    })
  }

  /** The snapshot that was being restored when the program ended; undefined almost always. */
  get restoring(): string | undefined {
    return this.state.read<string>('restoring')
  }

  /** To be called when it has been opened: a new world begins without the objects that one of its name may have left. */
  async open(): Promise<void> {
    if (this.state.read('opened') === true) return
    await this.external?.drop()
    this.state.write('opened', true)
  }

  /** Lets requests under way finish, stops its jobs and closes its state. With `forget`, its objects go too. */
  async close({ forget = false } = {}): Promise<void> {
    this.#closed = true
    this.faults.waiting.end()
    this.journal.end()
    await this.traffic.halt(() => this.jobs.close())
    if (forget) for (const [hash, count] of referencedBlobs(this.state)) this.blobs.release(hash, count)
    if (forget && this.external) await this.#abandon(this.external)
    this.state.close()
  }

  /** What cannot be deleted now is when a world of that name begins. */
  async #abandon({ drop }: ExternalBuckets): Promise<void> {
    const dropping = drop().catch((error: unknown) =>
      this.#host.onProblem?.(`Objects of the world ${this.name} are left in the object store`, error),
    )
    await within(dropPatience, dropping)
  }

  #begin(): Credentials {
    const saved = this.state.read<Credentials>('credentials')
    if (saved) {
      const objects = this.state.read<string>('objects') ?? 'embedded'
      if (objects !== (this.external ? 's3' : 'embedded'))
        throw new RangeError(
          `objectStore: the data has the objects of ${this.name} in ${objects === 's3' ? 'an S3' : 'its own directory'}; start it with the same store, or with other data`,
        )
      return saved
    }
    return this.state.transaction(() => {
      const credentials = completeCredentials(this.beginning.credentials, this.name, this.ids)
      this.state.write('beginning', this.beginning)
      this.state.write('credentials', credentials)
      this.state.write('bornAt', this.clock.now())
      this.state.write('objects', this.external ? 's3' : 'embedded')
      return credentials
    })
  }

  async #seed(name: string): Promise<void> {
    const ready = this.#ready
    // Whoever asks for a bucket expects those of every service.
    if (name === 's3') await Promise.all(services.map((service) => this.prepare(service.name)))
    const definition = services.find((service) => service.name === name)
    if (definition && this.state.read(`seeded/${name}`) !== true) {
      this.#underSeed += 1
      try {
        await definition.seed?.(this)
      } finally {
        this.#underSeed -= 1
      }
      this.state.write(`seeded/${name}`, true)
    }
    const former = definition && formerCredentials(this.state, name)
    if (former) {
      const { adopt } = await loadService(definition)
      this.state.transaction(() => {
        adopt?.(this, former)
        forgetFormer(this.state, name)
      })
    }
    if (name === 'faults') await (await import('./faults/seed.ts')).seedFaults(this)
    else await this.prepare('faults')
    ready.add(name)
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Not percent-encoded: then it is what it is, and no object has that key.
    return path
  }
}
