// What the control API answers, as far as the page reads it.
import type { JournalEntry } from '../../journal.ts'
import type { Credentials } from '../../credentials.ts'

export type { Activity, Line, LineFilter, Lines } from '../lines.ts'
export type { Credentials, JournalEntry }

export interface ClockState {
  mode: 'real' | 'frozen'
  now: string
}

export interface WorldState {
  name: string
  clock: ClockState
  credentials: Credentials
  env: Record<string, string>
}

export interface Job {
  id: string
  kind: string
  dueAt: string
  status: 'waiting' | 'failed'
  attempts: number
  background: boolean
  subject?: string
  lastError?: string
}

export interface Fault {
  id: string
  name: string
  service: string
  state: 'active' | 'waiting' | 'over'
  operation?: string
  method?: string
  path?: string
  times?: number
  probability?: number
  until?: string
  effect: Record<string, unknown>
  matched: number
  fired: number
}

export interface Preset {
  name: string
  summary: string
}

export interface CatalogueEntry {
  name: string
  kind: string
  summary: string
  status?: number
}

export interface Snapshot {
  id: string
  name?: string
  at: string
  sizes: { entities: number; jobs: number; blobs: number; bytes: number }
}

export interface TableSummary {
  name: string
  group: string
  rows: number
}

export interface RowsPage {
  rows: { seq: number; row: Record<string, unknown> }[]
  next?: number
  total: number
}

export interface Bucket {
  name: string
  region: string
  publicRead: boolean
}

export interface ObjectFacts {
  key: string
  size: number
  contentType: string
  shownAs: string
  etag: string
  lastModified: string
  metadata: Record<string, string>
}

export interface Listing {
  objects: ObjectFacts[]
  prefixes: string[]
  next?: string
}
