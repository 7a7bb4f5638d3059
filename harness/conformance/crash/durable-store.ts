// A store in a data directory, opened as a server opens it: the state of a world, and the blobs, swept.
import { openDataDirectory, openDirectoryBlobs } from '#platform'
import { createEmbeddedStore, referencedBlobs } from '../../../emulator/objects/embedded-store.ts'
import { State } from '../../../emulator/state/state.ts'

export async function openDurableStore(directory: string) {
  const data = await openDataDirectory(directory)
  const state = new State(await data.open('main'))
  const blobs = await openDirectoryBlobs(data.blobs)
  const { removed } = await blobs.sweep(referencedBlobs(state))
  return {
    store: createEmbeddedStore({ state, blobs, now: () => 1000, ids: (kind) => `${kind}-${state.next(kind)}` }),
    blobsDirectory: data.blobs,
    /** Hashes that the state refers to. */
    referenced: () => new Set([...referencedBlobs(state)].map(([hash]) => hash)),
    /** Files that the sweep removed. */
    removed,
    async close() {
      state.close()
      await data.close()
    },
  }
}
