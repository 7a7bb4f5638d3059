import { openDatabase } from '#platform'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Blobs } from '../../emulator/objects/blobs.ts'
import { DirectoryBlobs } from '../../emulator/objects/directory-blobs.ts'
import { createEmbeddedStore } from '../../emulator/objects/embedded-store.ts'
import { MemoryBlobs } from '../../emulator/objects/memory-blobs.ts'
import { State } from '../../emulator/state/state.ts'
import { objectStoreConformance } from './object-store.ts'

async function openStore(blobs: Blobs) {
  const state = new State(await openDatabase())
  let instants = 0
  return {
    blobs,
    store: createEmbeddedStore({
      state,
      blobs,
      now: () => (instants += 1),
      ids: (kind) => `${kind}-${state.next(kind)}`,
    }),
    close: () => state.close(),
  }
}

objectStoreConformance('memory', async () => {
  const opened = await openStore(new MemoryBlobs())
  return { ...opened, close: async () => opened.close() }
})

objectStoreConformance('directory', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-objects-'))
  const opened = await openStore(await DirectoryBlobs.open(directory))
  return {
    ...opened,
    async close() {
      opened.close()
      await rm(directory, { recursive: true })
    },
  }
})
