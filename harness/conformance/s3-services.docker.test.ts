// The vendors' APIs over objects in an S3 elsewhere, which here is MinIO: what holds through every face holds there.
import { afterAll, beforeAll } from 'vitest'
import { createEmulator } from '../../emulator/index.ts'
import { minioKeys, type RunningMinio, startMinio } from '../container/minio.ts'
import { duraCloudConformance } from './duracloud.ts'
import { streamConformance } from './stream.ts'
import { type Face, faceOf } from './face.ts'
import { telestreamConformance } from './telestream.ts'

let minio: RunningMinio
beforeAll(async () => {
  minio = await startMinio()
})
afterAll(() => minio?.[Symbol.asyncDispose]())

async function overMinio(): Promise<Face> {
  const emulator = await createEmulator({
    objectStore: 's3',
    s3Store: { endpoint: minio.endpoint, credentials: minioKeys },
  })
  return faceOf(emulator, { fetch: emulator.fetch, fetchS3: fetch })
}

telestreamConformance('fetch over MinIO', overMinio)
duraCloudConformance('fetch over MinIO', overMinio)
streamConformance('fetch over MinIO', overMinio)
