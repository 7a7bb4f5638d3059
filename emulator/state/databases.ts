// Where the worlds' databases are: in memory, or files of a data directory.
import type { Database } from '../platform/platform.ts'

/** A database with the address by which another connection attaches it. */
export interface AddressedDatabase {
  database: Database
  /** For `ATTACH` and `VACUUM INTO`: a path, or the name of a place in memory. */
  address: string
}

/** A database in the making: nobody's until it is kept, and gone when the process ends before. */
export interface Draft extends AddressedDatabase {
  /** `open` of that world opens it; the connection is of no use any more. */
  keepAsWorld: (name: string) => void
  keepAsSnapshot: (id: string) => void
  discard: () => void
}

export interface Databases {
  /** That of a world; an empty one where there is none. */
  open: (world: string) => Promise<Database>
  /** Names of the worlds that were there before. */
  names: () => string[]
  remove: (world: string) => void
  draft: () => Promise<Draft>
  /** Ids of the snapshots that there are. */
  snapshotIds: () => string[]
  /** Opens one; it is not changed any more. To be closed before it is removed. */
  openSnapshot: (id: string) => Promise<AddressedDatabase>
  removeSnapshot: (id: string) => void
}
