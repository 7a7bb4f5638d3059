// A world's object store over an S3 elsewhere, for the suite that every store must pass.
import { openDatabase } from '#platform'
import type { ExternalStore } from '../../emulator/objects/external-store.ts'
import { MemoryBlobs } from '../../emulator/objects/memory-blobs.ts'
import { State } from '../../emulator/state/state.ts'

let worlds = 0

/** Of a world that nobody else has; its buckets go with it. */
export async function worldOver(external: ExternalStore) {
  const state = new State(await openDatabase())
  const blobs = new MemoryBlobs()
  let instants = 0
  const { store, drop } = external.bucketsOf({
    world: `world-${(worlds += 1)}`,
    state,
    blobs,
    now: () => (instants += 1),
    ids: (kind) => `${kind}-${state.next(kind)}`,
  })
  return {
    store,
    blobs,
    async close() {
      await drop()
      state.close()
    },
  }
}
