// The object store over an S3 elsewhere, which here is MinIO: all that every store must do.
import { openDatabase } from '#platform'
import { afterAll, beforeAll } from 'vitest'
import { MemoryBlobs } from '../../emulator/objects/memory-blobs.ts'
import type { ExternalStore } from '../../emulator/objects/external-store.ts'
import { openS3Store } from '../../emulator/objects/s3-store/open-s3-store.ts'
import { State } from '../../emulator/state/state.ts'
import { minioKeys, type RunningMinio, startMinio } from '../container/minio.ts'
import { objectStoreConformance } from './object-store.ts'

let minio: RunningMinio
let external: ExternalStore
let worlds = 0

beforeAll(async () => {
  minio = await startMinio()
  external = await openS3Store({ endpoint: minio.endpoint, credentials: minioKeys })
})

afterAll(async () => {
  external?.close()
  await minio?.[Symbol.asyncDispose]()
})

objectStoreConformance(
  'MinIO',
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
  { keys: 'paths', runs: 20 },
)
