// What the wire of the buckets needs beyond an object store: versions, tags, checksums, settings. The embedded store has it; an S3
// elsewhere has a wire of its own.
import type { BucketSettings, SettingsPatch, Tag } from './bucket-settings.ts'
import type {
  Bucket,
  CopyOptions,
  ObjectAddress,
  ObjectHead,
  ObjectProperties,
  ObjectStore,
  Part,
  PartOptions,
  PutOptions,
  Upload,
  WriteConditions,
} from './object-store.ts'

/** Base64, by algorithm: `CRC32`, `SHA256`, … */
export type ChecksumValues = Readonly<Record<string, string>>

export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE'

/** What S3 keeps with an object beyond what every store does. */
export interface ObjectExtras {
  tags?: Tag[]
  checksums?: ChecksumValues
  /** Default `FULL_OBJECT`. */
  checksumType?: ChecksumType
  /** Default `STANDARD`. It has no effect. */
  storageClass?: string
  websiteRedirectLocation?: string
}

export interface VersionHead extends ObjectHead, ObjectExtras {
  /** `null` for what was written without versioning; missing in a bucket that was never versioned. */
  versionId?: string
  /** Of an object that was uploaded in parts. */
  partsCount?: number
}

/** Missing version: the current one. */
export interface VersionAddress extends ObjectAddress {
  versionId?: string | undefined
}

export interface DeleteMarker {
  bucket: string
  key: string
  versionId: string
  /** ms of the world's clock. */
  lastModified: number
}

/** A line of a list of versions. */
export type VersionEntry = { latest: boolean } & ({ object: VersionHead } | { marker: DeleteMarker })

/** As it comes, at once, or at once when it is asked for: small bytes, which a stream would cost more than. */
export type Body = ReadableStream<Uint8Array> | Uint8Array | (() => Promise<Uint8Array>)

/** Asked when all of the body has arrived; when it throws, nothing is stored. */
export type Finish<R> = () => R | Promise<R>

export interface PutVersionOptions extends PutOptions, ObjectExtras {
  finish?: Finish<ObjectExtras>
}

export interface CopyVersionOptions extends CopyOptions, ObjectExtras {
  /** Judges the source before anything is written: throw to refuse it. */
  admit?: (source: VersionHead) => void
  /** Takes the place of the source's tags; by default they are copied. */
  replaceTags?: Tag[]
}

export interface UploadChecksum {
  algorithm: string
  type: ChecksumType
}

export interface VersionUpload extends Upload, ObjectExtras {
  checksum?: UploadChecksum
}

export interface VersionUploadOptions extends ObjectProperties, ObjectExtras {
  publicRead?: boolean
  checksum?: UploadChecksum
}

export interface PutPartOptions extends PartOptions {
  finish?: Finish<ChecksumValues | undefined>
}

export interface VersionPart extends Part {
  checksums?: ChecksumValues
}

export interface CompleteOptions extends WriteConditions {
  /** Judges the parts that the object is to be made of, and says what is to be kept with it. */
  verify?: (parts: readonly VersionPart[], upload: VersionUpload) => ObjectExtras
}

/** The bytes of one part within its object. */
export interface ObjectPart {
  number: number
  start: number
  size: number
  checksums?: ChecksumValues
}

export interface ListVersionsOptions {
  prefix?: string
  delimiter?: string
  /** Only what comes after the versions of this key, or, with a version, after that one. */
  after?: { key: string; versionId?: string | undefined }
  limit?: number
}

export interface VersionListing {
  /** By key, and the newest version first. */
  versions: VersionEntry[]
  prefixes: string[]
  /** Missing when this is the last page; without a version when a prefix came last. */
  next?: { key: string; versionId?: string }
}

export interface ListUploadsOptions {
  prefix?: string
  delimiter?: string
  after?: { key: string; uploadId?: string | undefined }
  limit?: number
}

export interface UploadListing {
  /** By key, and the one that began first in front. */
  uploads: VersionUpload[]
  prefixes: string[]
  next?: { key: string; uploadId?: string }
}

export interface ReadVersion<Plan> {
  head: VersionHead
  plan: Plan
  /** Small ones at once. Undefined when no bytes were asked for. */
  body?: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
}

/** `versionId` of what was removed, or of the marker that was set. */
export interface Deleted {
  versionId?: string
  /** Whether a marker was set, or removed. */
  marker: boolean
}

/** Refusals are `ObjectStoreError`s here too. */
export interface VersionedStore extends ObjectStore {
  /** At once. @throws NoSuchBucket */
  bucket(name: string): Bucket
  /** At once. @throws NoSuchBucket */
  settings(bucket: string): BucketSettings
  /** @throws NoSuchBucket */
  changeSettings(bucket: string, patch: SettingsPatch): Promise<void>

  put(bucket: string, key: string, body: Body, options?: PutVersionOptions): Promise<VersionHead>
  /**
   * Finds a version, and reads of it what `plan` says, in one step: nothing can come between the two.
   * @throws NoSuchBucket, NoSuchKey, NoSuchVersion, IsDeleteMarker
   */
  read<Plan extends { start: number; end: number } | undefined>(
    address: VersionAddress,
    plan: (head: VersionHead) => Plan,
  ): Promise<ReadVersion<Plan>>
  /** @throws NoSuchBucket, NoSuchKey, NoSuchVersion, IsDeleteMarker */
  headVersion(address: VersionAddress): VersionHead
  /** The parts of an object that was uploaded in parts, by number. */
  partsOf(address: VersionAddress, options?: { after?: number; limit?: number }): ObjectPart[]
  copy(from: VersionAddress, to: ObjectAddress, options?: CopyVersionOptions): Promise<VersionHead>
  /** Changes what is said of a version, and nothing else. Of `lastModified`, in ms, only what arranges a world's past does. */
  retouch(
    address: VersionAddress,
    patch: { tags?: Tag[]; publicRead?: boolean; lastModified?: number },
  ): Promise<VersionHead>
  /** Without a version, as S3 deletes: a versioned bucket gets a marker. @throws NoSuchBucket, NoSuchKey and PreconditionFailed for `ifMatch` */
  deleteVersion(address: VersionAddress, options?: { ifMatch?: string | undefined }): Promise<Deleted>
  /** @throws NoSuchBucket */
  listVersions(bucket: string, options?: ListVersionsOptions): Promise<VersionListing>

  createUpload(bucket: string, key: string, options?: VersionUploadOptions): Promise<VersionUpload>
  /** @throws NoSuchUpload */
  headUpload(upload: Pick<Upload, 'id' | 'bucket' | 'key'>): VersionUpload
  putPart(
    upload: Pick<Upload, 'id' | 'bucket' | 'key'>,
    number: number,
    body: Body,
    options?: PutPartOptions,
  ): Promise<VersionPart>
  listParts(
    upload: Pick<Upload, 'id' | 'bucket' | 'key'>,
    options?: { after?: number; limit?: number },
  ): Promise<{ parts: VersionPart[]; next?: number }>
  completeUpload(
    upload: Pick<Upload, 'id' | 'bucket' | 'key'>,
    parts: readonly Pick<Part, 'number' | 'etag'>[],
    options?: CompleteOptions,
  ): Promise<VersionHead>
  /** @throws NoSuchBucket */
  listUploads(bucket: string, options?: ListUploadsOptions): Promise<UploadListing>
}
