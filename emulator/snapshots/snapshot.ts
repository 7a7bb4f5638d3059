// What is known of a snapshot without looking into it.
import type { State } from '../state/state.ts'

export interface SnapshotSizes {
  /** Rows of all tables: videos, jobs, objects and whatever else a world keeps. */
  entities: number
  jobs: number
  /** Objects' bytes are kept once, however many objects, worlds and snapshots hold them. */
  blobs: number
  /** Of the blobs. */
  bytes: number
}

export interface Snapshot {
  /** `WORLD@NUMBER`; no world has such a name. */
  id: string
  /** The world that holds it: it goes with it. */
  world: string
  /** The world that it was taken of, when that was another: it came as a file. */
  origin?: string
  name?: string
  /** ms of the world's time. */
  at: number
  sizes: SnapshotSizes
}

/** Where a state that is a snapshot says so. */
const key = 'snapshot'

export function readSnapshot(state: State): Snapshot | undefined {
  return state.read<Snapshot>(key)
}

export function writeSnapshot(state: State, snapshot: Snapshot): void {
  state.write(key, snapshot)
}

/** To be called of a copy: it is a world's state again. */
export function unmarkSnapshot(state: State): void {
  state.forget(key)
}
