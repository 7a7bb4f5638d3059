// Where bytes live: buckets of objects, as S3 has them. Embedded stores and a real S3 both speak this interface.
import type { Blob } from './blobs.ts'

export interface BucketOptions {
  /** Default `us-east-1`. */
  region?: string
  /** Whether anybody may list the bucket and read all of its objects. Default false. */
  publicRead?: boolean
}

export interface Bucket {
  name: string
  region: string
  publicRead: boolean
  /** ms of the world's clock. */
  createdAt: number
}

/** What is told about an object when it is stored, and kept with it. */
export interface ObjectProperties {
  /** Default `binary/octet-stream`, as S3's is. */
  contentType?: string
  /** The owner's own pairs; names are kept in lower case. */
  metadata?: Record<string, string>
  cacheControl?: string
  contentDisposition?: string
  contentEncoding?: string
  contentLanguage?: string
  expires?: string
}

/** An object without its bytes. */
export interface ObjectHead extends ObjectProperties {
  bucket: string
  key: string
  /** Bytes. */
  size: number
  /** Without quotes. The MD5 of a plain object; `MD5-N` of one that was put together from N parts. */
  etag: string
  /** Lower-case hex, where the store knows it. */
  md5?: string
  /** Lower-case hex, where the store knows it. */
  sha256?: string
  contentType: string
  metadata: Record<string, string>
  /** ms of the world's clock. */
  lastModified: number
  /** Whether anybody may read this object, whatever its bucket says. */
  publicRead: boolean
}

/** Conditions on what is stored under the key now; PreconditionFailed when they do not hold. */
export interface WriteConditions {
  /** Only when there is no object of that key. */
  ifNoneMatch?: '*'
  /** Only when the object has this ETag (without quotes), or, for `*`, when there is one. */
  ifMatch?: string
}

export interface AssembleOptions extends ObjectProperties, WriteConditions {
  /** Default false. */
  publicRead?: boolean
}

export interface PutOptions extends AssembleOptions {
  /** Hex; DigestMismatch when the body has another. */
  expectMd5?: string
  /** Bytes; SizeMismatch when the body has more or fewer. */
  expectSize?: number
  /** EntityTooLarge as soon as the body has more. Default: no limit. */
  maxBytes?: number
}

/** From `start`, by default 0, up to and without `end`, by default the last byte; what lies behind the object is left out. */
export interface ByteRange {
  start?: number
  end?: number
}

export interface GetOptions {
  /** InvalidRange when it holds no byte of the object. */
  range?: ByteRange
  /** PreconditionFailed when the object has another ETag. */
  ifMatch?: string
}

export interface GotObject {
  head: ObjectHead
  /** What the body holds, with numbers filled in: all of the object, or the asked range cut to it. */
  range: { start: number; end: number }
  /** Read it to the end or cancel it: it holds the bytes until then, also when the object is deleted. */
  body: ReadableStream<Uint8Array>
}

export interface ListOptions {
  /** Only keys that begin with this. */
  prefix?: string
  /** Keys that have this after the prefix are answered as one prefix, up to and with it. */
  delimiter?: string
  /** Only what comes after this key; a prefix that is given here is not answered again. */
  after?: string
  /** Objects and prefixes together. Default 1000. */
  limit?: number
}

export interface Listing {
  /** By the UTF-8 bytes of their keys. */
  objects: ObjectHead[]
  prefixes: string[]
  /** The `after` of the next page; missing when this is the last. */
  next?: string
}

export interface ObjectAddress {
  bucket: string
  key: string
}

export interface CopyOptions extends WriteConditions {
  /** Takes the place of all properties of the source; by default they are copied. */
  replace?: ObjectProperties
  /** Default false: a copy does not inherit it. */
  publicRead?: boolean
  /** PreconditionFailed when the source has another ETag. */
  sourceIfMatch?: string
}

export interface Upload {
  id: string
  bucket: string
  key: string
  /** ms of the world's clock. */
  startedAt: number
}

export interface PartOptions {
  /** Hex; DigestMismatch when the body has another. */
  expectMd5?: string
  /** Bytes; SizeMismatch when the body has more or fewer. */
  expectSize?: number
  /** EntityTooLarge as soon as the body has more. */
  maxBytes?: number
}

export interface Part {
  /** From 1. */
  number: number
  /** Without quotes. */
  etag: string
  /** Bytes. */
  size: number
  /** ms of the world's clock. */
  lastModified: number
}

/**
 * Buckets of objects. Every refusal is an `ObjectStoreError` and changes nothing; every promise that resolves has stored
 * what it says. A key has 1 to 1024 bytes of UTF-8. Of two writers of one key, the one that ends last wins as a whole.
 */
export interface ObjectStore {
  /** @throws BucketAlreadyExists, InvalidBucketName */
  createBucket(name: string, options?: BucketOptions): Promise<Bucket>
  /** @throws NoSuchBucket */
  headBucket(name: string): Promise<Bucket>
  /** By name. */
  listBuckets(): Promise<Bucket[]>
  /** @throws NoSuchBucket */
  updateBucket(name: string, options: BucketOptions): Promise<Bucket>
  /** Uploads that were not completed go with it. @throws NoSuchBucket, BucketNotEmpty */
  deleteBucket(name: string): Promise<void>

  /** When the body fails, its error is thrown and nothing is stored. */
  put(
    bucket: string,
    key: string,
    body: ReadableStream<Uint8Array> | Uint8Array,
    options?: PutOptions,
  ): Promise<ObjectHead>
  /**
   * An object made of blobs that are stored already, in that order, without copying a byte. Takes over the caller's
   * reference to each; when it throws, they stay the caller's.
   */
  assemble(bucket: string, key: string, blobs: readonly Blob[], options?: AssembleOptions): Promise<ObjectHead>
  /** @throws NoSuchBucket, NoSuchKey, InvalidRange, PreconditionFailed */
  get(bucket: string, key: string, options?: GetOptions): Promise<GotObject>
  /** The bytes from `start` up to, and without, `end`, as far as the object has them; for small ranges. @throws NoSuchKey */
  readRange(bucket: string, key: string, start: number, end: number): Promise<Uint8Array>
  /** @throws NoSuchBucket, NoSuchKey */
  head(bucket: string, key: string): Promise<ObjectHead>
  /** @throws NoSuchBucket */
  list(bucket: string, options?: ListOptions): Promise<Listing>
  /** Answers whether there was one. @throws NoSuchBucket */
  delete(bucket: string, key: string): Promise<boolean>
  /** All in one step; keys without an object are passed over. @throws NoSuchBucket */
  deleteMany(bucket: string, keys: readonly string[]): Promise<void>
  /** Also onto itself, to change the properties. @throws NoSuchBucket, NoSuchKey, PreconditionFailed */
  copy(from: ObjectAddress, to: ObjectAddress, options?: CopyOptions): Promise<ObjectHead>

  createUpload(bucket: string, key: string, options?: ObjectProperties & { publicRead?: boolean }): Promise<Upload>
  /** A part of that number that is there already is replaced. @throws NoSuchUpload, InvalidPart */
  putPart(
    upload: Pick<Upload, 'id' | 'bucket' | 'key'>,
    number: number,
    body: ReadableStream<Uint8Array> | Uint8Array,
    options?: PartOptions,
  ): Promise<Part>
  /** By number. */
  listParts(
    upload: Pick<Upload, 'id' | 'bucket' | 'key'>,
    options?: { after?: number; limit?: number },
  ): Promise<{ parts: Part[]; next?: number }>
  /**
   * Makes the object of the parts that are named, and lets the others go.
   * @throws NoSuchUpload, InvalidPart (none given, unknown number or other ETag), InvalidPartOrder, EntityTooSmall, PreconditionFailed
   */
  completeUpload(
    upload: Pick<Upload, 'id' | 'bucket' | 'key'>,
    parts: readonly Pick<Part, 'number' | 'etag'>[],
    conditions?: WriteConditions,
  ): Promise<ObjectHead>
  /** @throws NoSuchUpload */
  abortUpload(upload: Pick<Upload, 'id' | 'bucket' | 'key'>): Promise<void>
}
