// The rows of what is no longer, or not, to be seen under its key: versions that others took the place of, and delete markers.
import type { State } from '../state/state.ts'
import { defineTable, type Table } from '../state/table.ts'
import type { ObjectRow } from './object-rows.ts'
import type { Pieces } from './pieces.ts'
import { nullVersion, placeOf, placesOf } from './places.ts'
import type { DeleteMarker } from './versioned-store.ts'

/** Where a key has a current object, that is in the objects' table; where not, the newest of these is a delete marker. */
export interface VersionRow {
  /** That of the object, which also owns its pieces. */
  id: string
  bucket: string
  key: string
  versionId: string
  /** See places.ts. */
  place: string
  sequence: number
  /** ms: when another took its place; of a marker, when it was set. */
  since: number
  /** Missing: this is a delete marker. */
  head?: ObjectRow['head']
}

export const versionsTable = defineTable<VersionRow>('object_versions', {
  indexes: [['bucket', 'place']],
  unique: [['bucket', 'key', 'versionId']],
})

/** All methods are synchronous; those that write belong in a transaction. */
export class VersionRows {
  readonly table: Table<VersionRow>
  readonly #pieces: Pieces

  constructor(state: State, pieces: Pieces) {
    this.table = state.table(versionsTable)
    this.#pieces = pieces
  }

  newest(bucket: string, key: string): VersionRow | undefined {
    return this.table.list({ where: { bucket }, orderBy: 'place', ...placesOf(key), limit: 1 })[0]
  }

  find(bucket: string, key: string, versionId: string): VersionRow | undefined {
    return this.table.find({ bucket, key, versionId })
  }

  any(bucket: string): boolean {
    return this.table.list({ where: { bucket }, orderBy: 'place', limit: 1 }).length > 0
  }

  /** Keeps what was the current object of its key. */
  keep({ id, bucket, key, head, sequence = 0 }: ObjectRow, since: number): void {
    const versionId = head.versionId ?? nullVersion
    this.table.insert({ id, bucket, key, versionId, place: placeOf(key, sequence), sequence, since, head })
  }

  mark(marker: Omit<VersionRow, 'place' | 'head'>): VersionRow {
    return this.table.insert({ ...marker, place: placeOf(marker.key, marker.sequence) })
  }

  /** The bytes stay with the object of that id. */
  take({ id }: VersionRow): void {
    this.table.delete(id)
  }

  remove({ id }: VersionRow): void {
    this.#pieces.remove(id)
    this.table.delete(id)
  }
}

export function markerOf({ bucket, key, versionId, since }: VersionRow): DeleteMarker {
  return { bucket, key, versionId, lastModified: since }
}
