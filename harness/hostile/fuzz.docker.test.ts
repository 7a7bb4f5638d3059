// The same as fuzz.test.ts with the objects in MinIO, which has refusals of its own.
import { expect, it } from 'vitest'
import { minioKeys, startMinio } from '../container/minio.ts'
import { fuzz } from './fuzz.ts'
import { asCurl } from './hostile-request.ts'

it('what nobody should send is answered in the vendors’ words, whatever the S3 behind them says', async () => {
  await using minio = await startMinio()
  const s3Store = { endpoint: minio.endpoint, credentials: minioKeys }
  const { findings, sent } = await fuzz({ seed: 20_261_123, requests: 2000, s3Store })
  expect(findings.map(({ what, request }) => `${what}\n${asCurl(request)}`)).toEqual([])
  expect(sent).toBeGreaterThan(1800)
})
