// What an emulator can be told, with its defaults; the CLI's options are these.
import { scenarioNames } from '../fixtures/scenarios/index.ts'
import type { GivenScenario } from '../fixtures/scenarios/plan.ts'
import { readScenarioName } from '../fixtures/scenarios/scenario-name.ts'
import type { JournalLimits } from './journal.ts'
import { suggestion } from './nearest.ts'
import type { S3StoreOptions } from './objects/external-store.ts'
import type { Transport } from './outbound/transport.ts'
import type { ClockMode } from './time/clock.ts'
import type { GivenTracer } from './tracing/tracing.ts'

export interface TelestreamSettings {
  /** How old a signature may be, in ms (§2.1). Default 5 minutes; POST /videos.json 30 minutes. `false` switches the check off. */
  signatureWindow: { default: number; createVideo: number } | false
  /** Refuses the signature of a POST that was seen before, as the V2 documents say. Default false: SDK suites freeze their clocks. */
  rejectReplays: boolean
  /** The largest file, in bytes; a larger one is answered 413. Default 5 GiB. */
  fileSizeLimit: number
  /** How long fetching a source URL may take, in ms of real time. Default 60 s. */
  sourceTimeout: number
  /**
   * World time that an encoding takes, in ms; but ffmpeg takes what it takes while time is real. Default 12 s: polls see it progress, and one
   * progress event is told.
   */
  encodingTime: number
}

export interface DuraCloudSettings {
  /** The releases whose tasks there are: `wiki` for 5.0 to 6.2, `8` for 7.1 and later. Default `all` of both. */
  profile: 'all' | 'wiki' | '8'
  /** World time that the bridge takes for each step of a snapshot or a restore, in ms. Default 1 minute. */
  bridgeStepTime: number
}

export interface StreamSettings {
  /** Requests a minute that each operation takes on each platform, by OpenAPI's operationId, `*` for all others; more are 429/9 (§5.1). Default: nobody is refused. */
  rateLimits: Readonly<Record<string, number>>
  /** What becomes of the name of a storage that is not there, in a call type or a start (§8.3): default `refuse`, because a silent fallback hides mistakes. */
  unknownStorage: 'refuse' | 'accept'
  /** Dates in webhooks (§6.3): default `rfc3339`, as production sends them; typed parsers of Go and Python take `nanoseconds` only. */
  webhookDates: 'rfc3339' | 'nanoseconds'
  /** Compresses long answers for clients that ask for it. Default false: who calls `fetch` in-process gets what is on the wire. */
  gzip: boolean
  /** Where Google Cloud Storage's API is spoken: `http://127.0.0.1:4443` of an emulator. Default: storages of that type are buckets of the world. */
  gcsEndpoint: string | undefined
  /** Where Azure's blobs are, path-style: `https://127.0.0.1:10000` of Azurite. Default: storages of that type are buckets of the world. */
  azureEndpoint: string | undefined
  /** Who issues tokens for that endpoint; by default the double makes one, which Azurite's basic check believes. */
  azureAuthority: string | undefined
  /** The service principal that the buckets of the world open for; by default any that is well-formed. */
  azure: { account: string; tenant: string; clientId: string; clientSecret: string } | undefined
}

export interface EmulatorOptions {
  /** Default 127.0.0.1. */
  host?: string
  /** Of the vendors' APIs; default 4600, 0 takes a free one. */
  port?: number
  /** Of the buckets; default 4601, 0 takes a free one. */
  s3Port?: number
  /** State and bytes survive in this directory; without it everything is in memory. */
  data?: string
  /** Default: `directory` with `data`, else `memory`. */
  objectStore?: 'memory' | 'directory' | 's3'
  /** Of the S3, when that is the object store. */
  s3Store?: S3StoreOptions
  /** Of `main`: `real`, `frozen`, or an ISO instant to be frozen at. Default `frozen`; the CLI's default is `real`. */
  clock?: string
  /** Default 1. */
  seed?: number
  /** What `main` begins with: a name, `large:100k`, or one of your own (see `stuntdouble/scenario`). Default `default`. */
  scenario?: GivenScenario
  /** Lets requests out to addresses that are neither loopback nor private. */
  allowOutbound?: boolean
  /** How outbound requests leave; by default the platform's sockets. */
  outbound?: Transport
  /** Hosts, beside loopback names and IP literals, that may be named to reach the control API. */
  controlHosts?: readonly string[]
  journal?: JournalLimits
  telestream?: Partial<TelestreamSettings>
  duracloud?: Partial<DuraCloudSettings>
  stream?: Partial<StreamSettings>
  /** `simulated`: small real media of the right container, at once and everywhere the same; `ffmpeg` really transcodes. Default `simulated`. */
  encoder?: 'simulated' | 'ffmpeg'
  /** The ffmpeg to use: a program, or a name that is looked for on PATH. Default `ffmpeg`. */
  ffmpegPath?: string
  /** Encodings that ffmpeg works at, at once; the others queue, each world in its turn. Default one for two cores. */
  encoderConcurrency?: number
  /** ms of real time that ffmpeg may work at one encoding. Default 1 hour. */
  encodingTimeLimit?: number
  /** Where clients reach the APIs, when that differs from where they listen: what webhooks say of files begins so. `http://localhost:9000`. */
  publicUrl?: string
  /** Where clients reach the S3 port, when that differs from where it listens: `http://localhost:9000`. */
  s3PublicUrl?: string
  /**
   * https on both ports, with a certificate by an authority of the double's own, for the vendors' names, `localhost`, this machine's
   * addresses and `names`. Default false.
   */
  tls?: boolean | { names?: readonly string[] }
  /** A tracer of OpenTelemetry's, for spans of requests, jobs and deliveries. `@opentelemetry/api` has to be installed. */
  tracer?: GivenTracer
  /** The same with the provider that the program has registered. Default false. */
  otel?: boolean
  /** Told what an operator should know: a job that failed, an answer that should not have been 500. */
  onProblem?: (message: string, error?: unknown) => void
}

export interface EmulatorSettings {
  host: string
  port: number
  s3Port: number
  data: string | undefined
  clock: ClockMode | number
  seed: number
  scenario: GivenScenario
  allowOutbound: boolean
  controlHosts: readonly string[]
  journal: JournalLimits
  telestream: TelestreamSettings
  duracloud: DuraCloudSettings
  stream: StreamSettings
  encoder: 'simulated' | 'ffmpeg'
  ffmpegPath: string | undefined
  encoderConcurrency: number | undefined
  encodingTimeLimit: number
  publicUrl: string | undefined
  s3PublicUrl: string | undefined
  tls: { names: readonly string[] } | undefined
}

/** Fills in the defaults. @throws {RangeError} for a clock that is no instant, a port or a scenario that is none */
export function completeOptions(options: EmulatorOptions): EmulatorSettings {
  return {
    host: options.host ?? '127.0.0.1',
    port: port('port', options.port ?? 4600),
    s3Port: port('s3Port', options.s3Port ?? 4601),
    data: options.data,
    clock: parseClock(options.clock ?? 'frozen'),
    seed: options.seed ?? 1,
    scenario: typeof options.scenario === 'object' ? options.scenario : parseScenario(options.scenario ?? 'default'),
    allowOutbound: options.allowOutbound ?? false,
    controlHosts: options.controlHosts ?? [],
    journal: options.journal ?? {},
    telestream: {
      signatureWindow: { default: 5 * 60_000, createVideo: 30 * 60_000 },
      rejectReplays: false,
      fileSizeLimit: 5 * 1024 ** 3,
      sourceTimeout: 60_000,
      encodingTime: 12_000,
      ...options.telestream,
    },
    duracloud: {
      bridgeStepTime: 60_000,
      ...options.duracloud,
      profile: parseDuraCloudProfile(options.duracloud?.profile ?? 'all'),
    },
    stream: {
      gzip: false,
      gcsEndpoint: undefined,
      azureEndpoint: undefined,
      azureAuthority: undefined,
      azure: undefined,
      ...options.stream,
      rateLimits: checkRateLimits(options.stream?.rateLimits ?? {}),
      unknownStorage: oneOf('stream.unknownStorage', options.stream?.unknownStorage ?? 'refuse', ['refuse', 'accept']),
      webhookDates: oneOf('stream.webhookDates', options.stream?.webhookDates ?? 'rfc3339', ['rfc3339', 'nanoseconds']),
    },
    encoder: parseEncoder(options.encoder ?? 'simulated'),
    ffmpegPath: options.ffmpegPath,
    encoderConcurrency:
      options.encoderConcurrency === undefined
        ? undefined
        : atLeastOne('encoderConcurrency', options.encoderConcurrency),
    encodingTimeLimit: atLeastOne('encodingTimeLimit', options.encodingTimeLimit ?? 60 * 60_000),
    publicUrl: options.publicUrl,
    s3PublicUrl: options.s3PublicUrl,
    tls: completeTls(options.tls ?? false),
  }
}

/** @throws {RangeError} for any other word */
export function parseEncoder(encoder: string): 'simulated' | 'ffmpeg' {
  if (encoder === 'simulated' || encoder === 'ffmpeg') return encoder
  throw new RangeError(`encoder: there is no "${encoder}"${suggestion(encoder, ['simulated', 'ffmpeg'])}`)
}

/** @throws {RangeError} for any other word */
export function parseDuraCloudProfile(profile: string): DuraCloudSettings['profile'] {
  if (profile === 'all' || profile === 'wiki' || profile === '8') return profile
  throw new RangeError(`duracloud.profile: there is no "${profile}"${suggestion(profile, ['all', 'wiki', '8'])}`)
}

/** `real`, `frozen`, or an ISO instant. @throws {RangeError} otherwise */
export function parseClock(clock: string): ClockMode | number {
  if (clock === 'real' || clock === 'frozen') return clock
  const instant = /^\d{4}-\d\d-\d\d(T|$)/.test(clock) ? Date.parse(clock) : Number.NaN
  if (Number.isNaN(instant))
    throw new RangeError(`clock: "${clock}" is none of real, frozen and an ISO instant such as 2026-01-01T00:00:00Z`)
  return instant
}

/** The name of a scenario, with its size where it has one. @throws {ScenarioRefused} when there is none of that name, or not in that size */
export function parseScenario(text: string): string {
  const { name, size } = readScenarioName(text, scenarioNames)
  return size === undefined ? name : `${name}:${size}`
}

function completeTls(tls: NonNullable<EmulatorOptions['tls']>): EmulatorSettings['tls'] {
  if (typeof tls === 'boolean') return tls ? { names: [] } : undefined
  return { names: tls.names ?? [] }
}

function checkRateLimits(limits: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  for (const [operation, limit] of Object.entries(limits)) atLeastOne(`stream.rateLimits.${operation}`, limit)
  return limits
}

function oneOf<W extends string>(name: string, word: W, words: readonly W[]): W {
  if (words.includes(word)) return word
  throw new RangeError(`${name}: there is no "${word}"${suggestion(word, words)}`)
}

function atLeastOne(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${name}: ${value} is not a whole number from 1`)
  return value
}

function port(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new RangeError(`${name}: ${value} is not a port; it takes 0 to 65535`)
  return value
}
