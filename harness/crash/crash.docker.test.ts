// The same over MinIO, which is not killed: it has the objects, and the double what it knows of them.
import { expect, it } from 'vitest'
import { minioKeys, startMinio } from '../container/minio.ts'
import { crashRun } from './crash-run.ts'

it('a double over MinIO that is killed under mixed load has everything that it acknowledged, and does it once', async () => {
  await using minio = await startMinio()
  const s3 = { endpoint: minio.endpoint, ...minioKeys }
  const { acknowledged, wrong, problems } = await crashRun({ s3, cycles: 3, seed: 8 })
  expect([wrong, problems]).toEqual([[], []])
  expect(Object.values(acknowledged).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1)
})
