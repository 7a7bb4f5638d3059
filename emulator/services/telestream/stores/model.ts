// What the Stores API keeps: stores, what uses them, and the rules by which their buckets are watched. Ours in names; wire.ts has the vendor's.
import { defineTable } from '../../../state/table.ts'
import type { Provider } from './providers.ts'

export interface Store {
  id: string
  name: string
  provider: Provider
  /** One of the world's buckets, whatever the provider is. */
  bucket: string
  region: string
  privateAccess: boolean
  /** Never told to anybody. */
  accessKey: string
  secretKey: string
  /** As they were sent: host, port, cache_control, … */
  settings: Record<string, unknown>
  inputStore: boolean
  /** Minutes; null when it was not set. */
  watchInterval: number | null
  baseUploadUrl: string | null
  createdAt: number
  updatedAt: number
}

/** That a resource of a service uses a store. */
export interface StoreLink {
  /** `STORE/SERVICE/RESOURCE` */
  id: string
  storeId: string
  serviceName: string
  serviceId: string
}

export interface WatchRule {
  id: string
  storeId: string
  /** Who gets what is new in the store: `flip` and a factory, `vantage-cloud-port` and a workflow. */
  serviceName: string
  serviceId: string
  /** As it was sent; see watch-filter.ts. */
  filters: unknown
  enabled: boolean
  /** Whether all that the store held was looked at, since that was asked for. */
  synced: boolean
  /** ms; when that was asked for. */
  syncScheduledAt: number | null
  createdAt: number
  updatedAt: number
}

/** That a rule submits a version of an object, so that it never does again. */
export interface WatchSubmission {
  /** `RULE/ETAG/KEY` */
  id: string
  ruleId: string
  /** The video or job that is made of it; its id is given before, so that what was begun can be ended after a crash. */
  resultId: string
  done: boolean
  at: number
}

export const stores = defineTable<Store>('telestream_stores', { indexes: [['bucket'], ['provider']] })
export const storeLinks = defineTable<StoreLink>('telestream_store_links', {
  indexes: [['storeId'], ['serviceName', 'serviceId']],
})
export const watchRules = defineTable<WatchRule>('telestream_watch_rules', { indexes: [['storeId'], ['serviceId']] })
export const watchSubmissions = defineTable<WatchSubmission>('telestream_watch_submissions', { indexes: [['ruleId']] })
