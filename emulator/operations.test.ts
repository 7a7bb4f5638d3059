// What the journal calls what was asked for, whoever asked, and however it ended.
import { expect, it } from 'vitest'
import { createEmulator } from './index.ts'

const api = 'http://127.0.0.1:4600'
const buckets = 'http://127.0.0.1:4601'

it.each([
  ['GET', `${api}/v2/videos.json`, 'videos.list', 400],
  ['POST', `${api}/v3.0/encodings/1/retry.json?access_key=no&signature=no&timestamp=no`, 'encodings.retry', 401],
  ['GET', `${api}/flip/3.1/videos/queued.json`, 'videos.queued', 401],
  ['DELETE', `${api}/stores/v1.1/stores/1`, 'stores.delete', 401],
  ['GET', `${api}/vantage-cloud-port/v2.0/workflows/1`, 'workflows.get', 401],
  ['PUT', `${api}/upload/session?id=none`, 'uploads.stream', 404],
  ['GET', `${api}/durastore/my-space`, 'spaces.get', 401],
  ['POST', `${api}/durastore/task/enable-hls`, 'tasks.enable-hls', 401],
  ['GET', `${api}/bridge/snapshot/1`, 'bridge.snapshot', 401],
  ['GET', `${api}/api/v2/video/calltypes`, 'ListCallTypes', 401],
  ['OPTIONS', `${api}/api/v2/video/calltypes`, 'Preflight', 204],
  ['GET', `${api}/stream-io-cdn/us-east/1/video/recordings/a.mp4`, 'cdn.get', 403],
  ['GET', `${buckets}/my-bucket/a.mp4`, 'GetObject', 404],
  ['OPTIONS', `${buckets}/my-bucket/a.mp4`, 'Preflight', 400],
])('%s %s is %s, though it ends with %i', async (method, url, operation, status) => {
  await using emulator = await createEmulator()
  await emulator.fetch(new Request(url, { method }))
  const [entry] = emulator.worlds.main.journal.list({ limit: 1 }).entries
  expect([entry?.operation, entry?.response.status]).toEqual([operation, status])
})
