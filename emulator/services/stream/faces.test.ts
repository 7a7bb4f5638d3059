import { streamConformance } from '../../../harness/conformance/stream.ts'
import { createEmulator } from '../../index.ts'

streamConformance('fetch', async () => {
  const emulator = await createEmulator()
  return { emulator, fetch: emulator.fetch, fetchS3: emulator.fetchS3, url: emulator.url, close: emulator.close }
})

streamConformance('HTTP', async () => {
  const emulator = await createEmulator({ port: 0, s3Port: 0 })
  const { url } = await emulator.listen()
  const send = (request: Request) => fetch(request)
  return { emulator, fetch: send, fetchS3: send, url, close: emulator.close }
})
