// What the owner of a bucket has set for it. The store itself heeds `versioning`; the wire heeds the rest.

/** A bucket that has neither was never versioned. */
export type Versioning = 'Enabled' | 'Suspended'

export interface Tag {
  key: string
  value: string
}

export interface CorsRule {
  id?: string
  allowedMethods: string[]
  /** Each with at most one `*`. */
  allowedOrigins: string[]
  allowedHeaders: string[]
  exposeHeaders: string[]
  /** Seconds. */
  maxAge?: number
}

/** All that is given must hold. */
export interface LifecycleFilter {
  prefix?: string
  tags?: Tag[]
  /** Bytes; only objects that have more. */
  largerThan?: number
  /** Bytes; only objects that have fewer. */
  smallerThan?: number
}

export interface Transition {
  days?: number
  /** ms. */
  date?: number
  /** Of noncurrent versions: how many newer ones stay as they are. */
  keep?: number
  storageClass: string
}

export interface LifecycleRule {
  id: string
  enabled: boolean
  /** How the filter was written: the oldest rules have a prefix and no filter. */
  form: 'filter' | 'and' | 'prefix'
  filter: LifecycleFilter
  expiration?: { days?: number; date?: number; lonelyDeleteMarkers?: boolean }
  /** Days since another version took its place; so many newer ones are kept. */
  noncurrentExpiration?: { days: number; keep?: number }
  /** Days after an upload began. */
  abortUploadDays?: number
  /** Kept and told, without effect. */
  transitions: Transition[]
  noncurrentTransitions: Transition[]
}

/** In AWS's own names; single values are lists of one. */
export interface PolicyStatement {
  Effect: 'Allow' | 'Deny'
  Principal?: '*' | Record<string, string[]>
  NotPrincipal?: '*' | Record<string, string[]>
  Action?: string[]
  NotAction?: string[]
  Resource?: string[]
  NotResource?: string[]
  /** By operator, by key. */
  Condition?: Record<string, Record<string, string[]>>
}

export interface PublicAccessBlock {
  blockPublicAcls: boolean
  ignorePublicAcls: boolean
  blockPublicPolicy: boolean
  restrictPublicBuckets: boolean
}

export interface BucketSettings {
  versioning?: Versioning
  /** What `x-amz-acl: public-read` gives: anybody may list the bucket. */
  publicList?: boolean
  /** What `x-amz-acl: public-read-write` gives beyond it: anybody may put and delete objects. */
  publicWrite?: boolean
  cors?: CorsRule[]
  lifecycle?: LifecycleRule[]
  tags?: Tag[]
  /** As it was put, and as it was read. */
  policy?: { text: string; statements: PolicyStatement[] }
  publicAccessBlock?: PublicAccessBlock
}

/** Settings to be changed; `undefined` takes one away. */
export type SettingsPatch = { [K in keyof BucketSettings]: BucketSettings[K] | undefined }
