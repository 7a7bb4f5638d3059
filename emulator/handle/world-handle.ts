// A world as its user holds it: what points an app at it, its time, what happened in it, and what is in it.
import type { Credentials } from '../credentials.ts'
import { type Environment, environmentOf } from '../environment.ts'
import type { Job } from '../time/jobs.ts'
import type { World } from '../world.ts'
import {
  duraCloudBuilders,
  type DuraCloudBuilders,
  streamBuilders,
  type StreamBuilders,
  telestreamBuilders,
  type TelestreamBuilders,
} from './builders.ts'
import { clockHandle, type WorldClock } from './clock-handle.ts'
import { faultsHandle, type WorldFaults } from './faults-handle.ts'
import { journalHandle, type WorldJournal } from './journal-handle.ts'
import { objectsHandle, type WorldObjects } from './objects-handle.ts'
import { type ForkOptions, snapshotHandle, type SnapshotHost, type WorldSnapshot } from './snapshot-handle.ts'
import { until, type UntilOptions } from './until.ts'

export interface WorldJobs {
  /** What will happen, those due first in front; then what has failed for good. */
  list: () => Job[]
  /** Makes a job happen now, also one that failed; the clock stays where it is. Answers false when there is none of that id. */
  run: (id: string) => Promise<boolean>
}

/** One isolated universe. `await using` deletes it at the end of the block. */
export interface WorldHandle extends AsyncDisposable {
  readonly name: string
  /** Of every service; they select this world, whichever host a client calls. */
  readonly credentials: Credentials
  /** The base URL of the vendors' APIs in this world: `http://127.0.0.1:4600/w/world-1`. */
  readonly url: string
  /** The base URL of its buckets, as an endpoint for S3 clients with path style. */
  readonly s3Url: string
  /** The environment variables by which an app is pointed at it, as `stuntdouble env` prints them. */
  readonly env: Environment
  readonly clock: WorldClock
  readonly journal: WorldJournal
  /** What is made to go wrong in it. */
  readonly faults: WorldFaults
  readonly objects: WorldObjects
  readonly jobs: WorldJobs
  /** Arranges what Telestream knows. */
  readonly telestream: TelestreamBuilders
  /** Arranges what DuraCloud knows. */
  readonly duracloud: DuraCloudBuilders
  /** Arranges what Stream knows. */
  readonly stream: StreamBuilders
  /**
   * A `fetch` that reaches this world and nothing else, without a port. A path goes to the world's base URL; any host of the vendors is
   * answered as well: `world.fetch('https://api.cloud.telestream.net/v3.0/videos.json?…')`.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** Whether `fetch` answers a request to this URL as a vendor would; what it does not answer is none of the double's business. */
  readonly serves: (url: string) => boolean
  /**
   * Moves the clock from job to job until the predicate answers something that is true, and answers that.
   * @throws {NeverHappened} with the end of the journal, when nothing is left that could happen, or the time is over
   */
  readonly until: <T>(
    predicate: () => T | Promise<T>,
    options?: UntilOptions,
  ) => Promise<Exclude<T, false | 0 | '' | null | undefined>>
  /** Back to the scenario that the world began with; the credentials stay. */
  readonly reset: () => Promise<void>
  /** Keeps the world as it is: state, jobs, clock and objects, whose bytes are shared and not copied. */
  readonly snapshot: (name?: string) => Promise<WorldSnapshot>
  /**
   * Takes the file of a snapshot, of whichever world and double; `restore()` of it makes the world so.
   * @throws {ArchiveRefused} when it is none, or damaged; nothing is changed then
   */
  readonly load: (file: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>) => Promise<WorldSnapshot>
  /** Another world that is as this one is now, with credentials of its own. */
  readonly fork: (options?: ForkOptions) => Promise<WorldHandle>
}

/** What a handle needs of the emulator that holds its world. */
export interface HandleHost extends SnapshotHost {
  url: string
  s3Url: string
  /** Answers a request in this world, whatever it presents. */
  answer: (request: Request, world: World) => Promise<Response>
  serves: (url: string) => boolean
  /** Lets go of the world. */
  dispose: (world: World) => Promise<void>
}

export function worldHandle(world: World, host: HandleHost): WorldHandle {
  const env = () => environmentOf(world, { url: host.url, s3Url: host.s3Url })
  return {
    name: world.name,
    credentials: world.credentials,
    get url() {
      return env().STUNTDOUBLE_URL
    },
    get s3Url() {
      return world.s3Url
    },
    get env() {
      return env()
    },
    clock: clockHandle(world),
    journal: journalHandle(world),
    faults: faultsHandle(world),
    objects: objectsHandle(world),
    jobs: { list: () => world.jobs.list(), run: (id) => world.jobs.run(id) },
    telestream: telestreamBuilders(world),
    duracloud: duraCloudBuilders(world),
    stream: streamBuilders(world),
    fetch: async (input, init) =>
      host.answer(
        requestOf(input, init, () => env().STUNTDOUBLE_URL),
        world,
      ),
    serves: (url) => host.serves(url),
    until: (predicate, options) => until(world, predicate, options),
    reset: () => world.reset(),
    snapshot: async (name) => snapshotHandle(world, await host.snapshots.take(world, name), host),
    async load(file) {
      const body = file instanceof Uint8Array ? new Blob([file]).stream() : file
      return snapshotHandle(world, await host.snapshots.load(world, body), host)
    },
    fork: (options) => host.createWorld({ ...options, from: world.name }),
    [Symbol.asyncDispose]: () => host.dispose(world),
  }
}

/** As a client would send it that knows the world's base URL. */
function requestOf(input: string | URL | Request, init: RequestInit | undefined, base: () => string): Request {
  if (input instanceof Request) return init === undefined ? input : new Request(input, init)
  const url = String(input)
  return new Request(url.startsWith('/') ? base() + url : url, init)
}
