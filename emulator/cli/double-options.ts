// The options of every command that starts a double, each with its environment variable.
import type { Option } from 'commander'
import { scenarioNames } from '../../fixtures/scenarios/index.ts'
import { defined } from '../defined.ts'
import type { EmulatorOptions } from '../options.ts'
import { externalStoreOf, externalStoreOptions } from './external-store-options.ts'
import { flag, option } from './option.ts'
import * as parse from './parse.ts'

export interface DoubleOptions {
  host: string
  port: number
  s3Port: number
  data?: string
  objectStore?: 'memory' | 'directory' | 's3'
  s3Endpoint?: string
  s3PublicEndpoint?: string
  s3Region: string
  s3PathStyle: boolean
  s3BucketPrefix: string
  s3AccessKeyId?: string
  s3SecretAccessKey?: string
  clock: string
  seed: number
  scenario: string
  scenarioSize?: string
  allowOutbound: boolean
  log: 'pretty' | 'json' | 'silent'
  controlHost: string[]
  signatureWindow: number | false
  rejectReplays: boolean
  fileSizeLimit: number
  encoder: 'simulated' | 'ffmpeg'
  ffmpeg?: string
  encoderConcurrency?: number
  encodingTime: number
  encodingTimeLimit: number
  publicUrl?: string
  s3PublicUrl?: string
  otel: boolean
  tls: boolean
  tlsName: string[]
  duracloudProfile: 'all' | 'wiki' | '8'
  streamRateLimits: Record<string, number>
  streamUnknownStorage: 'refuse' | 'accept'
  streamWebhookDates: 'rfc3339' | 'nanoseconds'
  streamGzip: boolean
  streamGcsEndpoint?: string
  streamAzureEndpoint?: string
  streamAzureAuthority?: string
}

const minutes = 60_000

/** @param defaults where a command differs from `start` */
export function doubleOptions(defaults: Partial<Pick<DoubleOptions, 'port' | 's3Port' | 'log'>> = {}): Option[] {
  return [
    ...under('Where it listens', [
      option('--host <address>', 'where to listen', '127.0.0.1', parse.notEmpty),
      option('--port <number>', 'of the vendors’ APIs; 0 takes a free one', defaults.port ?? 4600, parse.port),
      option('--s3-port <number>', 'of the buckets; 0 takes a free one', defaults.s3Port ?? 4601, parse.port),
      option(
        '--public-url <url>',
        'where clients reach the APIs, when that is not where they listen',
        undefined,
        parse.origin,
      ),
      option(
        '--s3-public-url <url>',
        'where clients reach the buckets, when that is not where they listen',
        undefined,
        parse.origin,
      ),
      flag('--tls', 'https on both ports, with a certificate for the vendors’ names, localhost and this machine'),
      option(
        '--tls-name <name>',
        'a further name or address for that certificate, such as *.example.test; may be repeated',
        [],
        parse.certificateNames,
        'none',
      ),
      option(
        '--control-host <name>',
        'a name by which the control API may be reached; may be repeated',
        [],
        parse.hostNames,
        'none',
      ),
    ]),
    ...under('What the world main begins with', [
      option(
        '--scenario <name or file>',
        `what the world main begins with: ${scenarioNames.join(', ')}; or a file of your own, ./mine.ts`,
        'default',
        parse.scenario,
      ),
      option('--scenario-size <entities>', 'of the scenario large: 100000, 100k or 1m', undefined, parse.scenarioSize),
      option(
        '--clock <clock>',
        'of the world main: real, frozen, or an ISO instant to be frozen at',
        'real',
        parse.clock,
      ),
      option('--seed <number>', 'of the ids that the world main issues', 1, parse.seed),
    ]),
    ...under('Where it keeps things', [
      option(
        '--data <directory>',
        'state and bytes survive in this directory; default: everything is in memory',
        undefined,
        parse.notEmpty,
      ),
      option('--object-store <kind>', 'where objects are kept; default: directory with --data, else memory').choices([
        'memory',
        'directory',
        's3',
      ]),
      ...externalStoreOptions(),
    ]),
    ...under('What it tells and whom it asks', [
      option(
        '--log <format>',
        'of the log',
        // People read terminals, programs read what is not one.
        defaults.log ?? (process.stdout.isTTY ? 'pretty' : 'json'),
        undefined,
        defaults.log ?? 'pretty on a terminal, else json',
      ).choices(['pretty', 'json', 'silent']),
      flag('--otel', 'trace with OpenTelemetry, whose packages and set-up you bring (NODE_OPTIONS=--import …)'),
      flag('--allow-outbound', 'let source URLs and webhooks reach public addresses'),
    ]),
    ...under('Encodings', [
      option('--encoder <kind>', 'simulated, or ffmpeg, which really transcodes', 'simulated').choices([
        'simulated',
        'ffmpeg',
      ]),
      option('--encoding-time <seconds>', 'world time that a simulated encoding takes', 12_000, parse.seconds, '12'),
      option('--ffmpeg <program>', 'the ffmpeg to use; default: that on PATH', undefined, parse.notEmpty),
      option(
        '--encoder-concurrency <number>',
        'encodings that ffmpeg works at, at once; default: one for two cores',
        undefined,
        parse.concurrency,
      ),
      option(
        '--encoding-time-limit <seconds>',
        'how long ffmpeg may work at one encoding',
        60 * minutes,
        parse.seconds,
        '3600',
      ),
    ]),
    ...under('Telestream Cloud', [
      option(
        '--signature-window <seconds>',
        'how old a signature may be, or off',
        5 * minutes,
        parse.signatureWindow,
        '300',
      ),
      flag('--reject-replays', 'refuse the signature of a POST that was seen before'),
      option('--file-size-limit <bytes>', 'the largest file that may be uploaded', 5 * 1024 ** 3, parse.bytes, '5 GiB'),
    ]),
    ...under('DuraCloud', [
      option(
        '--duracloud-profile <releases>',
        'whose tasks there are: wiki (5.0 to 6.2), 8 (7.1 and later), or all',
        'all',
      ).choices(['all', 'wiki', '8']),
    ]),
    ...under('Stream', [
      option(
        '--stream-rate-limits <limits>',
        'requests a minute that Stream takes of each operation, or of those that are named: 1000, or QueryCalls=60,*=1000',
        {},
        parse.rateLimits,
        'nobody is refused',
      ),
      option(
        '--stream-unknown-storage <what>',
        'what becomes of a storage’s name that Stream does not know: refuse or accept',
        'refuse',
      ).choices(['refuse', 'accept']),
      option(
        '--stream-webhook-dates <format>',
        'of dates in Stream’s webhooks: rfc3339, or nanoseconds, which typed parsers of Go and Python need',
        'rfc3339',
      ).choices(['rfc3339', 'nanoseconds']),
      flag('--stream-gzip', 'compress Stream’s long answers for clients that ask for it'),
      option(
        '--stream-gcs-endpoint <url>',
        'an emulator of Google Cloud Storage for Stream’s storages; default: buckets of the world',
        undefined,
        parse.origin,
      ),
      option(
        '--stream-azure-endpoint <url>',
        'an emulator of Azure’s blobs for Stream’s storages; default: buckets of the world',
        undefined,
        parse.origin,
      ),
      option('--stream-azure-authority <url>', 'who issues tokens for that endpoint', undefined, parse.origin),
    ]),
  ]
}

/** So many options are looked through by what they are about. */
function under(heading: string, options: readonly Option[]): Option[] {
  return options.map((one) => one.helpGroup(`${heading}:`))
}

/** As `createEmulator` takes them. */
export function emulatorOptions(options: DoubleOptions): Omit<EmulatorOptions, 'scenario'> {
  const { data, encoderConcurrency, ffmpeg, objectStore, publicUrl, s3PublicUrl, signatureWindow } = options
  const s3Store = externalStoreOf(options)
  return {
    host: options.host,
    port: options.port,
    s3Port: options.s3Port,
    clock: options.clock,
    seed: options.seed,
    encoder: options.encoder,
    encodingTimeLimit: options.encodingTimeLimit,
    allowOutbound: options.allowOutbound,
    controlHosts: options.controlHost,
    telestream: {
      // POST /videos.json has half an hour (§2.1), and never less than the others.
      signatureWindow: signatureWindow !== false && {
        default: signatureWindow,
        createVideo: Math.max(signatureWindow, 30 * minutes),
      },
      rejectReplays: options.rejectReplays,
      fileSizeLimit: options.fileSizeLimit,
      encodingTime: options.encodingTime,
    },
    duracloud: { profile: options.duracloudProfile },
    stream: defined({
      rateLimits: options.streamRateLimits,
      unknownStorage: options.streamUnknownStorage,
      webhookDates: options.streamWebhookDates,
      gzip: options.streamGzip,
      gcsEndpoint: options.streamGcsEndpoint,
      azureEndpoint: options.streamAzureEndpoint,
      azureAuthority: options.streamAzureAuthority,
    }),
    otel: options.otel,
    tls: options.tls && { names: options.tlsName },
    ...(data !== undefined && { data }),
    ...(objectStore !== undefined && { objectStore }),
    ...(s3Store && { s3Store }),
    ...(ffmpeg !== undefined && { ffmpegPath: ffmpeg }),
    ...(encoderConcurrency !== undefined && { encoderConcurrency }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(s3PublicUrl !== undefined && { s3PublicUrl }),
  }
}
