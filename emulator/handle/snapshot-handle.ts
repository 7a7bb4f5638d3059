// A snapshot as its user holds it: to go back to, to begin other worlds with, and to take along as a file.
import type { Snapshot, SnapshotSizes } from '../snapshots/snapshot.ts'
import type { Snapshots } from '../snapshots/snapshots.ts'
import type { World } from '../world.ts'
import type { CreateWorldOptions } from '../worlds.ts'
import type { WorldHandle } from './world-handle.ts'

export type ForkOptions = Omit<CreateWorldOptions, 'from' | 'scenario'>

/** A world as it was. `await using` deletes it at the end of the block; it goes with its world, too. */
export interface WorldSnapshot extends AsyncDisposable {
  /** `world-1@1`; what `createWorld({ from })` takes. */
  readonly id: string
  readonly name: string | undefined
  /** In the world's time. */
  readonly at: Date
  readonly sizes: SnapshotSizes
  /** Brings its world back to it, as often as one likes: state, jobs, clock and objects. The journal begins anew. */
  readonly restore: () => Promise<void>
  /** Another world that begins as this one was; the bytes of the objects are shared. */
  readonly fork: (options?: ForkOptions) => Promise<WorldHandle>
  /** All of it as one file, a tar, for `world.load` or `stuntdouble snapshot load`. It holds the world's credentials. */
  readonly save: () => Promise<ReadableStream<Uint8Array>>
  /** Worlds that were forked from it stay. */
  readonly delete: () => Promise<void>
}

export interface SnapshotHost {
  snapshots: Snapshots
  createWorld: (options: CreateWorldOptions) => Promise<WorldHandle>
}

export function snapshotHandle(world: World, snapshot: Snapshot, host: SnapshotHost): WorldSnapshot {
  const { snapshots, createWorld } = host
  const { id, name, at, sizes } = snapshot
  const remove = async () => {
    if (snapshots.get(id)) await snapshots.delete(id)
  }
  return {
    id,
    name,
    at: new Date(at),
    sizes,
    async restore() {
      await snapshots.restore(world, id)
    },
    fork: (options) => createWorld({ ...options, from: id }),
    async save() {
      return (await snapshots.save(id)).body
    },
    delete: remove,
    [Symbol.asyncDispose]: remove,
  }
}
