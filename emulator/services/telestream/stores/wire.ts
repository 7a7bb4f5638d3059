// The names, dates and bodies of the Stores API (§3.9); the only place where ours become theirs.
import type { Store, WatchRule } from './model.ts'

/** `2019-02-11T15:18:54Z` (§0 item 9). */
export function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** Without its credentials: nobody who reads a store needs them. */
export function storeBody(store: Store, accountId: string) {
  return {
    id: store.id,
    name: store.name,
    provider: store.provider,
    account_id: accountId,
    bucket_name: store.bucket,
    region: store.region,
    private_access: store.privateAccess,
    provider_specific_settings: settingsBody(store.settings),
    input_store: store.inputStore,
    ...(store.watchInterval === null ? {} : { watch_interval: store.watchInterval }),
    ...(store.baseUploadUrl === null ? {} : { base_upload_url: store.baseUploadUrl }),
    created_at: rfc3339(store.createdAt),
    updated_at: rfc3339(store.updatedAt),
  }
}

export function watchRuleBody(rule: WatchRule) {
  return {
    id: rule.id,
    store_id: rule.storeId,
    service_id: rule.serviceId,
    service_name: rule.serviceName,
    filters: rule.filters ?? null,
    // Never "" nor null: Go's SDK takes an instant or nothing.
    ...(rule.syncScheduledAt === null ? {} : { sync_scheduled_at: rfc3339(rule.syncScheduledAt) }),
    synced: rule.synced,
    enabled: rule.enabled,
  }
}

const textSettings = new Set([
  'host',
  'port',
  'cache_control',
  'metadata',
  'fasp_port',
  'ssh_port',
  'max_rate',
  'min_rate',
  'policy',
])

/** The documented ones are text, or the Go SDK cannot read the store; of others, none that may be a secret is told (FTP has a password). */
function settingsBody(settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([name]) => !/secret|password|token|_key$/i.test(name))
      .map(([name, value]) => [name, textSettings.has(name) ? asText(value) : value]),
  )
}

function asText(value: unknown): unknown {
  if (value === null || typeof value === 'string') return value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
