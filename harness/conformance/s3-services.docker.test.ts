// The vendors' APIs over objects in an S3 elsewhere, which here is MinIO: what holds through every face holds there.
import { duraCloudConformance } from './duracloud.ts'
import { type Face, faceOf } from './face.ts'
import { minioOfFile } from './minio-of-file.ts'
import { streamConformance } from './stream.ts'
import { telestreamConformance } from './telestream.ts'

const over = minioOfFile()

async function overMinio(): Promise<Face> {
  const emulator = await over.open({}, { scenario: 'default' })
  return faceOf(emulator, { fetch: emulator.fetch, fetchS3: fetch })
}

telestreamConformance('fetch over MinIO', overMinio)
duraCloudConformance('fetch over MinIO', overMinio)
streamConformance('fetch over MinIO', overMinio)
