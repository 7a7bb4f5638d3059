// The object store over an S3 elsewhere, which here is MinIO: all that every store must do.
import { afterAll, beforeAll } from 'vitest'
import type { ExternalStore } from '../../emulator/objects/external-store.ts'
import { openS3Store } from '../../emulator/objects/s3-store/open-s3-store.ts'
import { minioKeys, type RunningMinio, startMinio } from '../container/minio.ts'
import { worldOver } from './external-world.ts'
import { objectStoreConformance } from './object-store.ts'

let minio: RunningMinio
let external: ExternalStore

beforeAll(async () => {
  minio = await startMinio()
  external = await openS3Store({ endpoint: minio.endpoint, credentials: minioKeys })
})

afterAll(async () => {
  external?.close()
  await minio?.[Symbol.asyncDispose]()
})

objectStoreConformance('MinIO', () => worldOver(external), { keys: 'paths', runs: 20 })
