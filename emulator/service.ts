// What a service is to the emulator: where it is mounted, how it finds the world of a request, and how it answers.
import type { Credentials } from './credentials.ts'
import type { Exchange } from './exchange.ts'
import type { ServiceFaults } from './faults/catalogue.ts'
import type { Effect, Job } from './time/jobs.ts'
import type { World } from './world.ts'

/** Known from the start; the service itself is loaded by the first request or job that needs it. */
export interface ServiceDefinition {
  name: string
  /** Path prefixes, without a slash at the end. */
  prefixes: readonly string[]
  /** Hosts below these domains are the service's, whatever the path, once a world has issued them (see `hosts.ts`). */
  domains?: readonly string[]
  load: () => Promise<Service>
  /**
   * Called once, before the first request to this service in a world: puts there what the scenario says that it begins with. By itself, because
   * a double is ready when all services are seeded, and few are asked for all of them.
   */
  seed?: (world: World) => Promise<void>
  /** How it fails when it is made to; loaded when a world has faults. */
  faults?: () => Promise<ServiceFaults>
}

export interface Service {
  /** The key (see `credentialKeys`) by which what the client presents selects a world; undefined when it presents nothing. */
  select: (exchange: Exchange) => string | undefined | Promise<string | undefined>
  /** Authenticates and answers. Never throws: what goes wrong is answered in the vendor's dialect. */
  handle: (exchange: Exchange) => Response | Promise<Response>
  /** How its jobs are done, by kind. */
  jobs: Readonly<
    Record<string, (job: Job, world: World, signal: AbortSignal) => void | Effect | Promise<void | Effect>>
  >
  /**
   * Called once, before the first request to this service in a world whose state is a copy: of another world's, or of its own of before.
   * Changes what rows keep of credentials and of claims (see `World.claim`) that another world has. Part of one transaction.
   * @param former the credentials that the rows speak of; they may be those of the world
   */
  adopt?: (world: World, former: Credentials) => void
}

/** The vendors' APIs, told apart by path. */
export const services: readonly ServiceDefinition[] = [
  {
    name: 'telestream',
    prefixes: [
      '/v2',
      '/v3.0',
      '/flip/3.1',
      '/api/flip/3.1',
      '/api/v3.1',
      '/stores/v1.1',
      '/vantage-cloud-port/v2.0',
      '/upload/session',
    ],
    load: async () => (await import('./services/telestream/index.ts')).telestream,
    seed: async (world) => (await import('./services/telestream/seed.ts')).seed(world),
    faults: async () => (await import('./services/telestream/faults.ts')).telestreamFaults,
  },
  {
    name: 'duracloud',
    prefixes: ['/durastore', '/bridge'],
    domains: ['cloudfront.net'],
    load: async () => (await import('./services/duracloud/index.ts')).duracloud,
    seed: async (world) => (await import('./services/duracloud/seed.ts')).seed(world),
    faults: async () => (await import('./services/duracloud/faults.ts')).duracloudFaults,
  },
  {
    name: 'stream',
    prefixes: ['/api/v2', '/video', '/external_storage', '/stream-io-cdn'],
    load: async () => (await import('./services/stream/index.ts')).stream,
    seed: async (world) => (await import('./services/stream/seed.ts')).seed(world),
    faults: async () => (await import('./services/stream/faults.ts')).streamFaults,
  },
]

/** The wire of the buckets; it has a port of its own, because S3 owns every path. */
export const s3: ServiceDefinition = {
  name: 's3',
  prefixes: [],
  load: async () => (await import('./s3/service.ts')).s3Service,
  faults: async () => (await import('./s3/faults.ts')).s3Faults,
}

/** The same port, where the buckets are in an S3 elsewhere. */
export const s3Elsewhere: ServiceDefinition = {
  name: 's3-elsewhere',
  prefixes: [],
  load: async () => (await import('./objects/s3-store/redirect.ts')).s3ElsewhereService,
}

const loaded = new Map<string, Promise<Service>>()

/** Loads a service once a process. */
export function loadService(definition: ServiceDefinition): Promise<Service> {
  let service = loaded.get(definition.name)
  if (!service) {
    service = definition.load()
    loaded.set(definition.name, service)
  }
  return service
}

/** The service that a path belongs to. */
export function serviceOf(path: string): ServiceDefinition | undefined {
  return services.find(({ prefixes }) =>
    prefixes.some(
      (prefix) => path.startsWith(prefix) && (path.length === prefix.length || path.charCodeAt(prefix.length) === 47),
    ),
  )
}
