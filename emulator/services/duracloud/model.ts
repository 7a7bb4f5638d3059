// What DuraStore keeps, in our names. Bytes and properties of content live in the world's buckets, one a space.
import { defineTable } from '../../state/table.ts'

export type StoreType = 'AMAZON_S3' | 'CHRONOPOLIS' | 'AMAZON_GLACIER'

export interface Store {
  id: string
  type: StoreType
  primary: boolean
}

/** The storage provider accounts of the one DuraCloud account that a world has. */
export const stores: readonly Store[] = [
  { id: '1', type: 'AMAZON_S3', primary: true },
  { id: '2', type: 'CHRONOPOLIS', primary: false },
  { id: '3', type: 'AMAZON_GLACIER', primary: false },
]

export type Access = 'READ' | 'WRITE'

/** Bytes and items of a space at the end of a day; kept for the reports. */
export interface Usage {
  bytes: number
  items: number
}

export interface Space {
  /** `STORE/SPACE`; one in the making of another store may have the same name. */
  id: string
  storeId: string
  spaceId: string
  /** Where its content is. */
  bucket: string
  createdAt: number
  /** As they are answered, without `space-created` and `space-count`, which are known otherwise. */
  properties: Record<string, string>
  /** By name as it stands behind `acl-`: `jane`, `group-curators`, `group-public`. */
  acls: Record<string, Access>
  usage: Usage
  /** HLS: pages of which origins may load what is in the bucket (§2.5). */
  corsOrigins?: string[]
  /** The policy of the bucket, which both kinds of streaming give and take. */
  cloudFrontMayRead?: boolean
  /** Of set-storage-policy, in their order: each until the next. */
  storagePolicies?: readonly StoragePolicy[]
  /** Content goes when it is so many days old: set by cleanup-snapshot and complete-restore, at an instant. */
  expiration?: { days: number; since: number }
}

/** Moves content that is so many days old to another storage class. */
export interface StoragePolicy {
  storageClass: string
  days: number
  since: number
}

export const spaces = defineTable<Space>('duracloud_spaces', {
  unique: [['storeId', 'spaceId'], ['bucket']],
  counted: [['storeId']],
})

/** The last of a day that something changed on. */
export interface DayOfUse extends Usage {
  /** `STORE/SPACE/DAY` */
  id: string
  storeId: string
  spaceId: string
  /** Days since 1970. */
  day: number
}

export const daysOfUse = defineTable<DayOfUse>('duracloud_usage', {
  indexes: [
    ['storeId', 'spaceId', 'day'],
    ['storeId', 'day'],
  ],
})

export type AuditAction =
  | 'CREATE_SPACE'
  | 'DELETE_SPACE'
  | 'UPDATE_SPACE_ACLS'
  | 'ADD_CONTENT'
  | 'COPY_CONTENT'
  | 'UPDATE_CONTENT_PROPERTIES'
  | 'DELETE_CONTENT'

/** A line of the audit log (§3.8). */
export interface AuditEntry {
  id: string
  number: number
  storeId: string
  spaceId: string
  contentId?: string
  md5?: string
  size?: number
  mimeType?: string
  properties?: Record<string, string>
  acls?: Record<string, Access>
  sourceSpaceId?: string
  sourceContentId?: string
  at: number
  action: AuditAction
  username: string
}

export const auditLog = defineTable<AuditEntry>('duracloud_audit', { indexes: [['storeId', 'spaceId', 'number']] })
