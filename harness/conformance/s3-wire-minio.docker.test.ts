// The suite of the S3 wire against MinIO: what another implementation of S3 makes of it.
import { minioKeys, startMinio } from '../container/minio.ts'
import { ofMinio } from './s3-wire/differences.ts'
import { s3WireConformance } from './s3-wire.ts'

s3WireConformance({
  name: 'MinIO',
  differs: ofMinio,
  async open() {
    const minio = await startMinio()
    return {
      endpoint: minio.endpoint,
      credentials: minioKeys,
      forcePathStyle: true,
      async close() {
        await minio[Symbol.asyncDispose]()
      },
    }
  },
})
