// The double as a whole: its worlds, its sockets, and the way of a request through it.
import { asResponse, exchanges, listen, openDataDirectory, openDirectoryBlobs, openTls } from '#platform'
import type { SeedingProgress } from '../fixtures/scenarios/scenario.ts'
import { isControl } from './control/path.ts'
import { addressesBy } from './environment.ts'
import type { Exchange } from './exchange.ts'
import { answerJson, createExchange, headersOf, splitUrl, splitWhole, type UrlParts } from './exchange.ts'
import { ConnectionReset } from './faults/connection-reset.ts'
import type { meet as meetFaults } from './faults/meet.ts'
import type { WorldHandle } from './handle/world-handle.ts'
import { hostKey, serviceHost } from './hosts.ts'
import type { JournalEntry, Recorded } from './journal.ts'
import type { Blobs } from './objects/blobs.ts'
import { isObjectStoreError } from './objects/errors.ts'
import type { ExternalStore } from './objects/external-store.ts'
import { MemoryBlobs } from './objects/memory-blobs.ts'
import { referencedBlobs } from './objects/pieces.ts'
import { completeOptions, type EmulatorOptions, type EmulatorSettings } from './options.ts'
import { createWorldOutbound } from './outbound/world-outbound.ts'
import { inProcess, type Peer } from './peer.ts'
import type { Listener, Tls } from './platform/platform.ts'
import { loadService, s3, s3Elsewhere, type Service, type ServiceDefinition, serviceOf, services } from './service.ts'
import type { Databases } from './state/databases.ts'
import { MemoryDatabases } from './state/memory-databases.ts'
import { stopwatch } from './time/stopwatch.ts'
import type { Tracing } from './tracing/tracing.ts'
import { openTranscoder } from './transcoder.ts'
import { isBucketName, isVendorName } from './vendor-names.ts'
import type { World } from './world.ts'
import { type CreateWorldOptions, WorldRefused, Worlds } from './worlds.ts'

export interface Emulator extends AsyncDisposable {
  /** The vendors' APIs and the control API, without a port. `peer` is who asks; by default this machine. */
  fetch: (request: Request, peer?: Peer) => Promise<Response>
  /** The wire of the S3 port, without a port. `fetch` answers it too, for URLs that begin with `s3Url`. */
  fetchS3: (request: Request, peer?: Peer) => Promise<Response>
  /**
   * A world of its own, for as long as `await using` holds it: its credentials select it, whichever way a request comes.
   * @throws {WorldRefused} when the name or a credential is taken, or the name, scenario or clock is none
   */
  createWorld: (options?: CreateWorldOptions) => Promise<WorldHandle>
  /** A world that is there already; letting go of `main` resets it. @throws {WorldRefused} when there is none of that name */
  world: (name?: string) => Promise<WorldHandle>
  /**
   * Whether `fetch` answers a request to this URL as a vendor would: its host is a name of the vendors, or the double's own, and the path
   * is one of an API that the double stands in for. URLs of the buckets and of issued hosts are, whatever their path.
   */
  serves: (url: string) => boolean
  worlds: Worlds
  settings: EmulatorSettings
  /** The version of the ffmpeg that encodes; undefined when encodings are simulated. */
  readonly ffmpegVersion: string | undefined
  /** What clients have to trust where `tls` is asked for: an X.509 certificate in PEM, and the file that holds it when one does. */
  readonly ca: { certificate: string; file: string | undefined } | undefined
  /** Where the vendors' APIs are reached; before `listen`, where they would be. */
  readonly url: string
  readonly s3Url: string
  /** False until `main` is seeded, and while the object store cannot be reached. */
  ready: () => Promise<boolean>
  /** Hears of every request and delivery of every world. Answers how to stop. */
  onEntry: (listener: (entry: () => JournalEntry) => void) => () => void
  /** Hears how far the scenario of a world is in place, where that takes a while. Answers how to stop. */
  onSeeding: (listener: (world: World, progress: SeedingProgress) => void) => () => void
  /** Opens both ports. */
  listen: () => Promise<{ url: string; s3Url: string }>
  /** Waits for requests and jobs under way, then closes ports and worlds. */
  close: () => Promise<void>
}

/**
 * Makes a double; nothing listens until `listen()` is called.
 * @throws {RangeError} for an option that is out of range
 * @throws {NewerSchema} when the data directory was written by a newer program
 * @throws {FfmpegUnavailable} when `encoder` is `ffmpeg` and there is none
 * @throws {ObjectStoreUnavailable} when `objectStore` is `s3` and it does not answer
 * @throws {ObjectStoreSdkMissing} when its packages are not installed
 * @throws {OpenTelemetryMissing} when it is to trace, and OpenTelemetry's API is not installed
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = completeOptions(options)
  const problem = options.onProblem ?? (() => undefined)
  const tracing = await openTracingFor(options)
  const transcoder = await openTranscoder(settings)
  const {
    databases,
    blobs,
    external,
    close: closeStorage,
  } = await openStorage(settings, options).catch(async (error: unknown) => {
    await transcoder?.ffmpeg.close()
    throw error
  })
  const tls = await openTlsFor(settings).catch(async (error: unknown) => {
    await transcoder?.ffmpeg.close()
    await closeStorage()
    throw error
  })
  const listeners = new Set<(entry: () => JournalEntry) => void>()
  const seedingListeners = new Set<(world: World, progress: SeedingProgress) => void>()
  // Ports that are still to be taken have the names of the usual ones until then, so that the two can be told apart.
  const addresses = {
    url: originOf(settings, settings.port || 4600),
    s3Url: originOf(settings, settings.s3Port || 4601),
  }
  let sockets: Listener[] = []

  const worlds = new Worlds(
    {
      settings,
      blobs,
      external,
      url: () => settings.publicUrl ?? addresses.url,
      s3Url: (origin) =>
        origin === undefined || origin === addresses.url
          ? emulator.s3Url
          : addressesBy(origin, { s3Url: addresses.s3Url, publicS3Url: settings.s3PublicUrl }).s3Url,
      createOutbound: (world) =>
        createWorldOutbound(world, {
          allowOutbound: settings.allowOutbound,
          transport: options.outbound ?? tls?.transport,
          own: ownAnswer,
          tracing,
        }),
      tracing,
      transcoder,
      journalLimits: settings.journal,
      onEntry: (entry) => listeners.forEach((listener) => listener(entry)),
      onJobFailure: (world, kind, error) => problem(`A job of the world ${world.name} failed: ${kind}`, error),
      onProblem: problem,
      onSeeding: (world, progress) => seedingListeners.forEach((listener) => listener(world, progress)),
    },
    databases,
    { scenario: settings.scenario, seed: settings.seed, clock: settings.clock, credentials: {} },
  )

  /** URLs of the double itself are answered without a socket, so that they work in-process too. */
  function ownAnswer(url: URL): ((request: Request) => Promise<Response>) | undefined {
    if (url.origin === addresses.url || url.origin === settings.publicUrl || issuedHost(url.origin)) return fetch
    if (external?.owns(url)) return external.fetch
    return url.origin === addresses.s3Url || url.origin === settings.s3PublicUrl ? fetchS3 : undefined
  }

  /** A host that a world issued, with its service; it has selected the world then. */
  function issuedHost(origin: string): { definition: ServiceDefinition; host: string; world: World } | undefined {
    const found = serviceHost(origin)
    const world = found && worlds.byKey(hostKey(found.host))
    return found && world && { ...found, world }
  }

  /** Whether an origin is one of the buckets: by our own name, by S3's, or by the port, where a client knows the double by a vendor's name. */
  function ofBuckets(origin: string): boolean {
    if (origin === addresses.url) return false
    if (origin === addresses.s3Url || origin === settings.s3PublicUrl) return true
    const port = addresses.s3Url.slice(addresses.s3Url.lastIndexOf(':'))
    if (origin.endsWith(port)) return isVendorName(hostOf(origin))
    return origin.includes('.amazonaws.com') && isBucketName(hostOf(origin))
  }

  function serves(url: string): boolean {
    const { origin, path } = splitUrl(url)
    if (ofBuckets(origin) || issuedHost(origin)) return true
    if (origin === addresses.url || origin === settings.publicUrl) return true
    return serviceOf(path) !== undefined && isVendorName(hostOf(origin))
  }

  async function fetch(request: Request, peer: Peer = inProcess): Promise<Response> {
    return asResponse(await answer(request, peer))
  }

  /**
   * At once, where nothing has to be waited for.
   * @param bound the world that is meant, whatever the request presents
   */
  function answer(request: Request, peer: Peer, bound?: World): Response | Promise<Response> {
    const elapsed = stopwatch()
    const parts = splitUrl(request.url)
    if (ofBuckets(parts.origin)) return answerS3(request, peer, bound)
    const issued = parts.origin === addresses.url ? undefined : issuedHost(parts.origin)
    if (issued) {
      const { definition, host, world } = issued
      return exchangeWith(definition, createExchange(request, splitWhole(request.url), { host, peer, world }), elapsed)
    }
    if (isControl(parts.path)) return control(request, bound ? { ...parts, prefix: parts.prefix ?? bound.name } : parts)
    const definition = serviceOf(parts.path)
    if (!definition) return parts.path === '/' ? welcome(request) : notServed(request, parts, elapsed)
    const exchange = createExchange(request, parts, { host: undefined, peer, world: bound ?? worlds.main })
    return exchangeWith(definition, exchange, elapsed, bound)
  }

  async function control(request: Request, parts: UrlParts): Promise<Response> {
    const { handleControl } = await import('./control/index.ts')
    try {
      return await handleControl(request, parts, emulator)
    } catch (error) {
      problem(`The control API failed on ${request.method} ${parts.path}`, error)
      const message = 'stuntdouble failed; its log says why'
      return Response.json({ error: { code: 'internal', message } }, { status: 500 })
    }
  }

  /** Nobody's path, and in the journal all the same: a mistake in a client's base URL looks just like this. */
  function notServed(request: Request, { path, prefix }: UrlParts, elapsed: () => number): Response {
    const known = services.flatMap((service) => service.prefixes).join(', ')
    const message = `stuntdouble serves nothing at ${path}; it serves ${known} and /_stuntdouble`
    const response = Response.json({ error: 'NotFound', message }, { status: 404 })
    const world = (prefix !== undefined && worlds.get(prefix)) || worlds.main
    world.journal.record({
      at: world.clock.now(),
      service: 'none',
      direction: 'in',
      method: request.method,
      url: request.url,
      status: response.status,
      requestHeaders: request.headers,
      responseHeaders: response.headers,
      durationMs: elapsed(),
      error: message,
    })
    return response
  }

  async function fetchS3(request: Request, peer: Peer = inProcess): Promise<Response> {
    return asResponse(await answerS3(request, peer))
  }

  function answerS3(request: Request, peer: Peer, bound?: World): Response | Promise<Response> {
    const elapsed = stopwatch()
    const whose = { host: undefined, peer, world: bound ?? worlds.main }
    const exchange = createExchange(request, splitUrl(request.url), whose)
    return exchangeWith(external ? s3Elsewhere : s3, exchange, elapsed, bound)
  }

  async function handleOf(world: World): Promise<WorldHandle> {
    const { worldHandle } = await import('./handle/world-handle.ts')
    return worldHandle(world, {
      get url() {
        return emulator.url
      },
      get s3Url() {
        return emulator.s3Url
      },
      snapshots: worlds.snapshots,
      createWorld: emulator.createWorld,
      answer: async (request, bound) => asResponse(await answer(request, inProcess, bound)),
      serves,
      dispose: async (world) => {
        if (world.closed) return
        await (world.name === 'main' ? world.reset() : worlds.delete(world.name))
      },
    })
  }

  function exchangeWith(
    definition: ServiceDefinition,
    exchange: Exchange,
    elapsed: () => number,
    bound?: World,
  ): Response | Promise<Response> {
    if (!tracing) return pass(definition, exchange, elapsed, bound)
    return tracing.request(definition.name, exchange, async () => pass(definition, exchange, elapsed, bound))
  }

  /** The request path of the design, top to bottom: here to its world, below through it, and then into the journal. */
  function pass(
    definition: ServiceDefinition,
    exchange: Exchange,
    elapsed: () => number,
    bound?: World,
  ): Response | Promise<Response> {
    const service = ready.get(definition.name)
    if (!service) return load(definition).then(() => pass(definition, exchange, elapsed, bound))
    const { prefix } = exchange
    if (prefix !== undefined) {
      const world = worlds.get(prefix)
      if (!world) return noSuchWorld(prefix)
      exchange.world = world
    } else if (exchange.host === undefined && !bound) {
      const selected = service.select(exchange)
      if (selected instanceof Promise)
        return selected.then((key) => {
          choose(exchange, key)
          return enter(definition, service, exchange, elapsed)
        })
      choose(exchange, selected)
    }
    return enter(definition, service, exchange, elapsed)
  }

  function choose(exchange: Exchange, key: string | undefined): void {
    exchange.credential = key
    const world = key === undefined ? undefined : worlds.byKey(key)
    if (world) exchange.world = world
  }

  function enter(
    definition: ServiceDefinition,
    service: Service,
    exchange: Exchange,
    elapsed: () => number,
  ): Response | Promise<Response> {
    const { world } = exchange
    const { halted } = world.traffic
    if (halted) return halted.then(() => enter(definition, service, exchange, elapsed))
    if (world.closed) return noSuchWorld(world.name)
    world.traffic.enter()
    const leave = (response: Response): Response => {
      world.traffic.leave()
      record(definition, exchange, response, elapsed)
      return response
    }
    const fail = (error: unknown): Response => {
      world.traffic.leave()
      if (error instanceof ConnectionReset) {
        record(definition, exchange, Response.error(), elapsed, 'the connection was reset')
        throw error
      }
      if (world.closed) return noSuchWorld(world.name)
      const response = failed(definition, exchange, error)
      record(definition, exchange, response, elapsed)
      return response
    }
    let response: Response | Promise<Response>
    try {
      response = handle(definition, service, exchange)
    } catch (error) {
      return fail(error)
    }
    return response instanceof Promise ? response.then(leave, fail) : leave(response)
  }

  /** After what is due in the world, and through its faults. */
  function handle(definition: ServiceDefinition, service: Service, exchange: Exchange): Response | Promise<Response> {
    const { world } = exchange
    const waiting = world.prepare(definition.name) ?? world.jobs.settle()
    if (waiting)
      return waiting.then(async () => {
        await world.jobs.settle()
        return meetAndHandle(definition, service, exchange)
      })
    return meetAndHandle(definition, service, exchange)
  }

  function meetAndHandle(
    definition: ServiceDefinition,
    service: Service,
    exchange: Exchange,
  ): Response | Promise<Response> {
    if (!exchange.world.faults.armed) return service.handle(exchange)
    if (meet) return meet(exchange, definition, service)
    return import('./faults/meet.ts').then((loaded) => {
      ;({ meet } = loaded)
      return loaded.meet(exchange, definition, service)
    })
  }

  /** A service says in its vendor's words what goes wrong, unless it could not even begin. */
  function failed({ name }: ServiceDefinition, exchange: Exchange, error: unknown): Response {
    problem(`${name} failed on ${exchange.request.method} ${exchange.path}`, error)
    if (isObjectStoreError(error, 'ObjectStoreUnavailable'))
      return answerJson(exchange, 503, { error: error.code, message: error.message })
    const message = 'stuntdouble failed; its log says why'
    return answerJson(exchange, 500, { error: 'InternalError', message })
  }

  function record(
    { name }: ServiceDefinition,
    exchange: Exchange,
    response: Response,
    elapsed: () => number,
    error?: string,
  ): void {
    const { request, world } = exchange
    const recorded: Recorded = {
      at: world.clock.now(),
      service: name,
      operation: exchange.operation,
      direction: 'in',
      method: request.method,
      url: request.url,
      status: response.status,
      requestHeaders: request.headers,
      requestBody: exchange.requestBody,
      responseHeaders: headersOf(exchange, response),
      responseBody: exchange.responseBody,
      durationMs: elapsed(),
      diagnosis: exchange.diagnosis,
      fault: exchange.fault,
      error,
    }
    world.journal.record(recorded)
    if (exchanges.hasSubscribers) exchanges.publish(recorded)
  }

  /** Loaded by the first request to a world that has faults. */
  let meet: typeof meetFaults | undefined

  const ready = new Map<string, Service>()
  async function load(definition: ServiceDefinition): Promise<Service> {
    const service = await loadService(definition)
    ready.set(definition.name, service)
    return service
  }

  const emulator: Emulator = {
    fetch,
    fetchS3,
    createWorld: async (options) => handleOf(await worlds.create(options)),
    async world(name = 'main') {
      const world = worlds.get(name)
      if (!world) throw new WorldRefused(404, `There is no world ${name}`)
      return handleOf(world)
    },
    serves,
    worlds,
    settings,
    ffmpegVersion: transcoder?.ffmpeg.version,
    ca: tls && { certificate: tls.caCertificate, file: tls.caFile },
    get url() {
      return settings.publicUrl ?? addresses.url
    },
    get s3Url() {
      return settings.s3PublicUrl ?? addresses.s3Url
    },
    async ready() {
      const { main } = worlds
      while (main.traffic.halted) await main.traffic.halted
      main.traffic.enter()
      try {
        await external?.check()
        await Promise.all(services.map(async (service) => main.prepare(service.name)))
        await main.objects.listBuckets()
        return true
      } finally {
        main.traffic.leave()
      }
    },
    onEntry(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onSeeding(listener) {
      seedingListeners.add(listener)
      return () => seedingListeners.delete(listener)
    },
    async listen() {
      const { host } = settings
      const main = await listen({ host, port: settings.port, fetch: answer, tls, onMistake: problem })
      sockets = [main]
      try {
        sockets.push(await listen({ host, port: settings.s3Port, fetch: answerS3, tls, onMistake: problem }))
      } catch (error) {
        await main.close()
        sockets = []
        throw error
      }
      const [, buckets = main] = sockets
      addresses.url = originOf(settings, main.port)
      addresses.s3Url = originOf(settings, buckets.port)
      return { url: addresses.url, s3Url: emulator.s3Url }
    },
    async close() {
      // Whoever waits because of a fault would hold a port open.
      for (const world of worlds.list()) {
        world.faults.waiting.end()
        world.journal.end()
      }
      await Promise.all(sockets.map((socket) => socket.close()))
      sockets = []
      await worlds.close({ forget: external !== undefined && settings.data === undefined })
      await transcoder?.ffmpeg.close()
      await closeStorage()
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  }

  try {
    await worlds.open()
    const held = await worlds.snapshots.references()
    await blobs.sweep([...worlds.list().flatMap((world) => [...referencedBlobs(world.state)]), ...held])
    await worlds.resume()
  } catch (error) {
    await worlds.close()
    await transcoder?.ffmpeg.close()
    await closeStorage()
    throw error
  }
  for (const world of worlds.list()) world.jobs.wake()
  return emulator
}

async function openTracingFor({ otel = false, tracer }: EmulatorOptions): Promise<Tracing | undefined> {
  if (!otel && !tracer) return undefined
  const { openTracing } = await import('./tracing/open-tracing.ts')
  return openTracing(tracer)
}

async function openTlsFor({ data, tls, controlHosts }: EmulatorSettings): Promise<Tls | undefined> {
  return tls && openTls({ data, names: [...tls.names, ...controlHosts] })
}

interface Storage {
  databases: Databases
  blobs: Blobs
  external: ExternalStore | undefined
  close: () => Promise<void>
}

async function openStorage(
  settings: EmulatorSettings,
  { objectStore, s3Store }: Pick<EmulatorOptions, 'objectStore' | 's3Store'>,
): Promise<Storage> {
  const external = objectStore === 's3' ? await openExternal(s3Store) : undefined
  if (settings.data === undefined) {
    if (objectStore === 'directory')
      throw new RangeError('objectStore: `directory` needs `data`, the directory to keep the bytes in')
    const databases = new MemoryDatabases()
    return {
      databases,
      blobs: new MemoryBlobs(),
      external,
      async close() {
        databases.close()
        external?.close()
      },
    }
  }
  try {
    const directory = await openDataDirectory(settings.data)
    // Also before an S3: what is on its way there waits in the directory.
    const blobs = objectStore === 'memory' ? new MemoryBlobs() : await openDirectoryBlobs(directory.blobs)
    return {
      databases: directory,
      blobs,
      external,
      async close() {
        external?.close()
        await directory.close()
      },
    }
  } catch (error) {
    external?.close()
    throw error
  }
}

async function openExternal(options: EmulatorOptions['s3Store']): Promise<ExternalStore> {
  if (!options) throw new RangeError('objectStore: `s3` needs `s3Store`, with the endpoint of the S3')
  const { openS3Store } = await import('./objects/s3-store/open-s3-store.ts')
  return openS3Store(options)
}

/** As it stands in the URLs of requests: without the port that goes without saying; every interface is reached by the loopback one. */
function originOf({ host, tls }: Pick<EmulatorSettings, 'host' | 'tls'>, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  return new URL(
    `${tls ? 'https' : 'http'}://${everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`,
  ).origin
}

/** Empty where it is none. */
function hostOf(origin: string): string {
  return URL.parse(origin)?.hostname ?? ''
}

/** Who comes with a browser, comes to see. */
function welcome({ headers }: Request): Response {
  if (headers.get('accept')?.includes('text/html'))
    return new Response(null, { status: 302, headers: { location: '/_stuntdouble/' } })
  const apis = services.flatMap((service) => service.prefixes)
  return Response.json({
    stuntdouble: 'a local stand-in for media clouds',
    apis,
    console: '/_stuntdouble/',
    control: '/_stuntdouble/openapi.json',
    health: '/_stuntdouble/health',
  })
}

function noSuchWorld(name: string): Response {
  return Response.json(
    { error: 'NotFound', message: `There is no world ${name}; POST /_stuntdouble/worlds creates one` },
    { status: 404 },
  )
}
