// The double as a whole: its worlds, its sockets, and what a request that reaches it is for.
import { asResponse, listen, openTls } from '#platform'
import type { SeedingProgress } from '../fixtures/scenarios/scenario.ts'
import { isControl } from './control/path.ts'
import { addressesBy } from './environment.ts'
import { createExchange, splitUrl, splitWhole, type UrlParts } from './exchange.ts'
import type { WorldHandle } from './handle/world-handle.ts'
import { hostKey, serviceHost } from './hosts.ts'
import type { JournalEntry } from './journal.ts'
import { listeningUrl } from './listening-url.ts'
import { referencedBlobs } from './objects/pieces.ts'
import { completeOptions, type EmulatorOptions, type EmulatorSettings } from './options.ts'
import { createWorldOutbound } from './outbound/world-outbound.ts'
import { createPassage } from './passage.ts'
import { inProcess, type Peer } from './peer.ts'
import type { Listener, Tls } from './platform/platform.ts'
import { sentUrl } from './sent-url.ts'
import { s3, s3Elsewhere, type ServiceDefinition, serviceOf, services } from './service.ts'
import { openStorage } from './storage.ts'
import { stopwatch } from './time/stopwatch.ts'
import type { Tracing } from './tracing/tracing.ts'
import { openTranscoder } from './transcoder.ts'
import { isForBuckets, notServed, welcome } from './unserved.ts'
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
      return pass(definition, createExchange(request, splitWhole(request.url), { host, peer, world }), elapsed)
    }
    if (isControl(parts.path)) return control(request, bound ? { ...parts, prefix: parts.prefix ?? bound.name } : parts)
    const definition = serviceOf(parts.path)
    if (!definition)
      return parts.path === '/' && !isForBuckets(request)
        ? welcome(request)
        : notServed(worlds, request, parts, elapsed)
    const exchange = createExchange(request, parts, { host: undefined, peer, world: bound ?? worlds.main })
    return pass(definition, exchange, elapsed, bound !== undefined)
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

  async function fetchS3(request: Request, peer: Peer = inProcess): Promise<Response> {
    return asResponse(await answerS3(request, peer))
  }

  function answerS3(request: Request, peer: Peer, bound?: World): Response | Promise<Response> {
    const elapsed = stopwatch()
    const whose = { host: undefined, peer, world: bound ?? worlds.main }
    const exchange = createExchange(request, splitUrl(sentUrl(request)), whose)
    return pass(external ? s3Elsewhere : s3, exchange, elapsed, bound !== undefined)
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

  const pass = createPassage({ worlds, tracing, problem })

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

/** As it stands in the URLs of requests: without the port that goes without saying; every interface is reached by the loopback one. */
function originOf({ host, tls }: Pick<EmulatorSettings, 'host' | 'tls'>, port: number): string {
  return new URL(listeningUrl({ host, tls: tls !== undefined }, port)).origin
}

/** Empty where it is none. */
function hostOf(origin: string): string {
  return URL.parse(origin)?.hostname ?? ''
}
