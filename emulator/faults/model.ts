// A fault as a world keeps it: what it is about, when it happens, what it does, and how often it has.
import { defineTable } from '../state/table.ts'

/**
 * What a fault is about.
 * - `request`: one that comes to a service
 * - `event`: what a service does by itself, by the name of the event: an encoding, a step of a snapshot
 * - `outbound`: a delivery or a download by the double
 * - `storage`: a call of the object store
 */
export type FaultKind = 'request' | 'event' | 'outbound' | 'storage'

/** Each service's own, and what all services share: `webhook` and `source` are requests of the double, `storage` is where the buckets are. */
export const faultServices = ['telestream', 'duracloud', 'stream', 's3', 'webhook', 'source', 'storage'] as const
export type FaultService = (typeof faultServices)[number]

export type FaultEffect =
  /** By name, from the catalogue of the service; `details` as that name takes them. */
  | { kind: 'error'; error: string; details: FaultDetails; after: boolean }
  | { kind: 'latency'; ms: number; clock: 'world' | 'real' }
  /** `windowMs` of world time. */
  | { kind: 'rate-limit'; limit: number; windowMs: number }
  | { kind: 'truncate'; bytes: number }
  | { kind: 'slow'; bytesPerSecond: number; clock: 'world' | 'real' }
  /** After so many bytes of the request's body; undefined: before any. `after`: when the request was done, in place of its answer. */
  | { kind: 'reset'; afterBytes: number | undefined; after: boolean }
  | { kind: 'lose' }
  | { kind: 'duplicate' }
  /** By so many ms of world time, or by chance up to `withinMs`. */
  | { kind: 'disorder'; byMs: number | undefined; withinMs: number }

export type FaultDetails = Readonly<Record<string, string | number | boolean>>

export interface StoredFault {
  id: string
  name: string
  kind: FaultKind
  service: FaultService
  /** Of an `event`: its name. */
  event?: string
  /** Of `webhook`, `source` and `storage`: only those of this service. */
  vendor?: string
  operation?: string
  method?: string
  path?: string
  credential?: string
  /** Default 1. */
  probability?: number
  /** The first matching one that it happens to. Default 1. */
  nth?: number
  /** To how many it happens. Default: all. */
  times?: number
  /** ms in world time. */
  from?: number
  until?: number
  effect: FaultEffect
  /** What has matched so far, and what it happened to. */
  matched: number
  fired: number
  /** ms in world time. */
  lastFiredAt?: number
  createdAt: number
  /** Of a limit: the window that is counted in, and what has come in it. */
  window?: { number: number; count: number }
}

/** As it is added. */
export type NewFault = Omit<StoredFault, 'id' | 'matched' | 'fired' | 'createdAt'>

export const faults = defineTable<StoredFault>('faults')

/** What happens, as faults are chosen by it. */
export interface Occurrence {
  kind: FaultKind
  service: FaultService
  event?: string
  vendor?: string
  operation?: string | undefined
  method?: string
  path?: string
  /** Keys by which whoever asks is known. */
  credentials?: readonly string[]
}

/** As the journal names it. */
export interface FiredFault {
  readonly id: string
  readonly name: string
}

/** It can happen no more. */
export function isUsedUp({ times, fired, effect }: StoredFault): boolean {
  // A limit is no number of failures: it holds for as long as it is there.
  return times !== undefined && fired >= times && effect.kind !== 'rate-limit'
}

export function isOver(fault: StoredFault, now: number): boolean {
  return isUsedUp(fault) || (fault.until !== undefined && fault.until <= now)
}
