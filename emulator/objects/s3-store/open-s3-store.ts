// Opens an S3 as the store of all worlds.
import type { S3Client } from '@aws-sdk/client-s3'
import { within } from '../../time/patience.ts'
import { realTime } from '../../time/real-time.ts'
import { ObjectStoreUnavailable } from '../errors.ts'
import type { ExternalStore, S3StoreOptions } from '../external-store.ts'
import { BackingBuckets } from './backing-buckets.ts'
import { readBuckets, writeBuckets } from './carry-buckets.ts'
import { clearByName, clearByNotes } from './clearing.ts'
import { copyBuckets } from './copy-buckets.ts'
import { hasPlainNames, namesBegin } from './names.ts'
import { ObjectFacts } from './object-facts.ts'
import { fetchInside } from './fetch-inside.ts'
import { Turnstile } from './turnstile.ts'
import { refusalOf } from './refusals.ts'
import { createS3Store } from './s3-store.ts'
import { loadSdk, type Sdk } from './sdk.ts'
import { completeS3Options, type S3StoreSettings } from './settings.ts'
import { encodeKey, placeOfUrl, presignUrl, type UrlStyle, urlOfBucket } from './urls.ts'

/** ms. A hanging S3 fails a request; three attempts are made. */
const connectionTimeout = 3_000
const requestTimeout = 20_000
/** Of a connection on which nothing passes, in ms: a client may read slowly. */
const socketTimeout = 120_000
/** Requests under way. */
const mostAtOnce = 64
/** How long a probe waits, in ms. */
const probePatience = 5_000

/**
 * @throws {RangeError} for an option that is none
 * @throws {ObjectStoreSdkMissing}
 * @throws {ObjectStoreUnavailable} when it does not answer, or not to these credentials
 */
export async function openS3Store(options: S3StoreOptions): Promise<ExternalStore> {
  const settings = completeS3Options(options)
  const sdk = await loadSdk()
  const client = clientOf(sdk, settings)
  const store = externalStore(sdk, client, settings)
  try {
    await store.check()
    return store
  } catch (error) {
    store.close()
    throw error
  }
}

function clientOf(sdk: Sdk, { endpoint, region, pathStyle, credentials }: S3StoreSettings): S3Client {
  const client = new sdk.S3Client({
    endpoint,
    region,
    forcePathStyle: pathStyle,
    ...(credentials && { credentials }),
    // The double compares the digests of what it was sent; many an S3 knows no other checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A socket is taken for as long as somebody reads an object; new requests do not wait for such.
    requestHandler: {
      connectionTimeout,
      requestTimeout,
      throwOnRequestTimeout: true,
      socketTimeout,
      httpAgent: { maxSockets: Infinity },
      httpsAgent: { maxSockets: Infinity },
    },
  })
  // The SDK's timers run from when a request is made: it is made when there is a place for it.
  const turnstile = new Turnstile(mostAtOnce)
  client.middlewareStack.add((next) => async (args) => turnstile.within(() => next(args)), {
    step: 'deserialize',
    priority: 'low',
    name: 'stuntdoubleTurnstile',
  })
  return client
}

function externalStore(sdk: Sdk, client: S3Client, settings: S3StoreSettings): ExternalStore {
  const { bucketPrefix: prefix, credentials, endpoint, publicEndpoint, pathStyle, region } = settings
  const outside: UrlStyle = { origin: publicEndpoint, pathStyle, region }
  const inside: UrlStyle = { origin: endpoint, pathStyle, region }
  const keys = () => client.config.credentials()

  return {
    publicUrl: publicEndpoint,

    bucketsOf({ world, state, blobs, now, ids, written }) {
      const buckets = new BackingBuckets({ sdk, client, region, prefix, world, state, now })
      const facts = new ObjectFacts(state, written)
      const begin = namesBegin(prefix, world)
      return {
        store: createS3Store({ sdk, client, buckets, facts, state, blobs, now, ids }),
        environment: {
          AWS_ENDPOINT_URL_S3: publicEndpoint,
          ...(credentials && {
            AWS_ACCESS_KEY_ID: credentials.accessKeyId,
            AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          }),
          AWS_REGION: region,
          S3_BUCKET_PREFIX: begin,
        },
        bucketUrl: (bucket) => urlOfBucket(outside, buckets.nameFor(bucket)),
        async signedUrl({ bucket, key, expiresIn }) {
          const object = `${urlOfBucket(outside, buckets.nameFor(bucket))}/${encodeKey(key)}`
          return presignUrl(outside, object, await keys(), { expiresIn, now: realTime() })
        },
        addressOf(url) {
          const place = placeOfUrl(outside, url)
          const bucket = place && buckets.list().find(({ name }) => buckets.nameFor(name) === place.bucket)
          return bucket && { bucket: bucket.name, key: place.key }
        },
        drop: () =>
          hasPlainNames(prefix, world) ? clearByNotes(sdk, client, buckets, facts) : clearByName(sdk, client, begin),
      }
    },

    copyBuckets: (options) => copyBuckets({ sdk, client, prefix, region }, options),
    readBuckets: (name, rows) => readBuckets({ sdk, client, prefix, region }, name, rows),
    writeBuckets: (name, rows, objects, bodyOf) =>
      writeBuckets({ sdk, client, prefix, region }, name, rows, objects, bodyOf),
    dropCopies: (name) => clearByName(sdk, client, namesBegin(prefix, name)),

    owns: (url) => placeOfUrl(outside, url) !== undefined,
    fetch: (request) => fetchInside(request, { outside, inside, keys, now: realTime }),

    async check() {
      const controller = new AbortController()
      let answered = false
      let failure: unknown
      const probe = client.send(new sdk.ListBucketsCommand({}), { abortSignal: controller.signal }).then(
        () => (answered = true),
        (error: unknown) => (failure = error),
      )
      const inTime = await within(probePatience, probe)
      controller.abort()
      if (answered) return
      const reason = inTime
        ? refusalOf(failure, { bucket: '' }).message.replace(/^The object store /, 'it ')
        : `it does not answer within ${probePatience / 1000} s`
      throw new ObjectStoreUnavailable(`The object store at ${endpoint} cannot be used: ${reason}`, { cause: failure })
    },
    close: () => client.destroy(),
  }
}
