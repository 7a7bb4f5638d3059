// The MinIO of a test file: doubles over it, and what it holds as others see it.
import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../emulator/index.ts'
import type { S3StoreOptions } from '../../emulator/objects/external-store.ts'
import { minioKeys, type RunningMinio, startMinio } from '../container/minio.ts'

export interface MinioOfFile {
  readonly minio: RunningMinio
  /** What others use. */
  readonly s3: S3Client
  /** A double whose objects are in it; its scenario is `empty` where none is given. */
  open: (store?: Partial<S3StoreOptions>, options?: EmulatorOptions) => Promise<Emulator>
  /** Names of all its buckets, sorted. */
  buckets: () => Promise<string[]>
  keysIn: (bucket: string) => Promise<string[]>
}

/** To be called once at the top of a test file; it is there while its tests run. */
export function minioOfFile(): MinioOfFile {
  let running: { minio: RunningMinio; s3: S3Client } | undefined
  beforeAll(async () => {
    const minio = await startMinio()
    const { endpoint } = minio
    const s3 = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: minioKeys })
    running = { minio, s3 }
  })
  afterAll(async () => {
    running?.s3.destroy()
    await running?.minio[Symbol.asyncDispose]()
  })
  const present = () => {
    if (!running) throw new Error('MinIO is there when tests run, not before')
    return running
  }
  return {
    get minio() {
      return present().minio
    },
    get s3() {
      return present().s3
    },
    open: (store = {}, options = {}) =>
      createEmulator({
        objectStore: 's3',
        s3Store: { endpoint: present().minio.endpoint, credentials: minioKeys, ...store },
        scenario: 'empty',
        ...options,
      }),
    async buckets() {
      const { Buckets = [] } = await present().s3.send(new ListBucketsCommand())
      return Buckets.map(({ Name = '' }) => Name).sort()
    },
    async keysIn(Bucket) {
      const { Contents = [] } = await present().s3.send(new ListObjectsV2Command({ Bucket }))
      return Contents.map(({ Key = '' }) => Key)
    },
  }
}
