// Where the worlds' buckets are when they are not embedded: an S3 elsewhere, as the emulator and its worlds see it.
import type { State } from '../state/state.ts'
import type { EmbeddedStoreOptions } from './embedded-store.ts'
import type { ObjectAddress, ObjectProperties, ObjectStore } from './object-store.ts'

export interface S3StoreOptions {
  /** Where the double reaches the S3: `http://minio:9000`. */
  endpoint: string
  /** Where clients reach it; begins the URLs that they are handed. Default: `endpoint`. */
  publicEndpoint?: string
  /** Default `us-east-1`. */
  region?: string
  /** Buckets are in the path of URLs, not in their host. Default true: what MinIO and its like need. */
  pathStyle?: boolean
  /**
   * Begins the names of the buckets: `<prefix><world>--<bucket>`. With an empty one, those of `main` have their own names.
   * Default `stuntdouble-`. All buckets that have such a name belong to the double, and are emptied when a world begins.
   */
  bucketPrefix?: string
  /** Default: what the AWS SDK finds, in `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` first. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
}

export interface SignedUrlOptions extends ObjectAddress {
  /** Seconds, 1 to 604800. */
  expiresIn: number
}

export type BucketEnvironment = {
  AWS_ENDPOINT_URL_S3: string
  AWS_ACCESS_KEY_ID?: string
  AWS_SECRET_ACCESS_KEY?: string
  AWS_REGION: string
  S3_BUCKET_PREFIX: string
}

/** The buckets of one world. */
export interface ExternalBuckets {
  store: ObjectStore
  /** Variables that point a client's S3 SDK at the buckets. Keys are among them when the double was given them as its own. */
  environment: BucketEnvironment
  /** Where clients find a bucket; without a slash at the end. */
  bucketUrl: (bucket: string) => string
  /** Lets its bearer `GET` the object; by the system's clock, as it is the other S3 that looks at it. */
  signedUrl: (options: SignedUrlOptions) => Promise<string>
  /** What a URL of the S3 means in this world. */
  addressOf: (url: URL) => ObjectAddress | undefined
  /** Deletes them with what is in them. @throws ObjectStoreUnavailable */
  drop: () => Promise<void>
}

export interface WorldContext extends EmbeddedStoreOptions {
  world: string
  state: State
}

/** An object on its way out of an S3, or into one. */
export interface CarriedObject extends ObjectAddress {
  /** What the S3 called it. */
  etag: string
  properties: ObjectProperties
  publicRead: boolean
}

export interface CarriedBody extends CarriedObject {
  body: ReadableStream<Uint8Array>
}

export interface CopyBucketsOptions {
  from: string
  to: string
  /** What is known of the buckets of `from`. */
  rows: State
  /** What is known of those of `to`, when there are such already. */
  replaced?: State | undefined
}

export interface ExternalStore {
  /** The origin of the URLs that clients are handed. */
  publicUrl: string
  bucketsOf: (context: WorldContext) => ExternalBuckets
  /**
   * Copies the buckets of a world, or of a snapshot, within the S3: afterwards those of `to` have the same objects and no others.
   * Answers how the state that belongs to the copies is told what the S3 calls them.
   * @throws ObjectStoreUnavailable; what is copied by then stays
   */
  copyBuckets: (options: CopyBucketsOptions) => Promise<(copy: State) => void>
  /** All that is in the buckets of a world or snapshot, with the bytes; each is to be read before the next. @throws ObjectStoreUnavailable */
  readBuckets: (name: string, rows: State) => AsyncIterable<CarriedBody>
  /** The opposite, into buckets of which there are none yet. Answers what `copyBuckets` does. @throws ObjectStoreUnavailable */
  writeBuckets: (
    name: string,
    rows: State,
    objects: Iterable<CarriedObject>,
    bodyOf: (object: CarriedObject) => ReadableStream<Uint8Array>,
  ) => Promise<(copy: State) => void>
  /** Deletes such copies. @throws ObjectStoreUnavailable */
  dropCopies: (name: string) => Promise<void>
  /** Whether a URL leads to the S3, as clients write it. */
  owns: (url: URL) => boolean
  /** Does a request to such a URL from where the double is. */
  fetch: (request: Request) => Promise<Response>
  /** @throws ObjectStoreUnavailable when it does not answer in a few seconds */
  check: () => Promise<void>
  close: () => void
}
