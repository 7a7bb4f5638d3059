// The object store over an S3 elsewhere, which here is MinIO: all that every store must do.
import { afterAll, beforeAll } from 'vitest'
import type { ExternalStore } from '../../emulator/objects/external-store.ts'
import { openS3Store } from '../../emulator/objects/s3-store/open-s3-store.ts'
import { minioKeys } from '../container/minio.ts'
import { worldOver } from './external-world.ts'
import { minioOfFile } from './minio-of-file.ts'
import { objectStoreConformance } from './object-store.ts'

const over = minioOfFile()
let external: ExternalStore
beforeAll(async () => {
  external = await openS3Store({ endpoint: over.minio.endpoint, credentials: minioKeys })
})
afterAll(() => external?.close())

objectStoreConformance('MinIO', () => worldOver(external), { keys: 'paths', runs: 20 })
