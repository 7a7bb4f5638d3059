// What an app is set to.
import type { World } from '../../../world.ts'

/** Kept in the vendor's words: what the double does not know of, clients get back as they gave it. */
export type EventHook = Readonly<Record<string, unknown>>

export interface AppSettings {
  /** ms; tokens of users that were issued before are no good. */
  revokeTokensIssuedBefore?: number
  webhookUrl: string
  /** Names of events; empty means all. */
  webhookEvents: string[]
  eventHooks: EventHook[]
  /** `enable_hook_payload_compression` */
  compressHooks: boolean
  /** Everything else that was set, in the vendor's words. */
  other: Record<string, unknown>
}

const key = 'stream/app'
const initial: AppSettings = { webhookUrl: '', webhookEvents: [], eventHooks: [], compressHooks: false, other: {} }

export function readAppSettings(world: World): AppSettings {
  return world.state.read<AppSettings>(key) ?? initial
}

export function writeAppSettings(world: World, settings: AppSettings): void {
  world.state.write(key, settings)
}
