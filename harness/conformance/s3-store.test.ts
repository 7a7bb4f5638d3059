// The object store over an S3 elsewhere, where no container is needed: another double is the S3.
import { openDatabase } from '#platform'
import { afterAll, beforeAll } from 'vitest'
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import type { ExternalStore } from '../../emulator/objects/external-store.ts'
import { MemoryBlobs } from '../../emulator/objects/memory-blobs.ts'
import { openS3Store } from '../../emulator/objects/s3-store/open-s3-store.ts'
import { State } from '../../emulator/state/state.ts'
import { objectStoreConformance } from './object-store.ts'

let other: Emulator
let external: ExternalStore
let worlds = 0

beforeAll(async () => {
  other = await createEmulator({ port: 0, s3Port: 0, clock: 'real', scenario: 'empty' })
  const { s3Url } = await other.listen()
  external = await openS3Store({ endpoint: s3Url, credentials: other.worlds.main.credentials.s3 })
})

afterAll(async () => {
  external?.close()
  await other?.close()
})

objectStoreConformance(
  'S3 of another double',
  async () => {
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
  },
  // Dots that stand alone do not survive in the path of a URL.
  { keys: 'paths', runs: 10 },
)
