import { createEmulator } from '../../index.ts'
import { telestreamConformance } from '../../../harness/conformance/telestream.ts'

telestreamConformance('fetch', async () => {
  const emulator = await createEmulator()
  return { emulator, fetch: emulator.fetch, fetchS3: emulator.fetchS3, url: emulator.url, close: emulator.close }
})

telestreamConformance('HTTP', async () => {
  const emulator = await createEmulator({ port: 0, s3Port: 0 })
  const { url } = await emulator.listen()
  return {
    emulator,
    fetch: (request) => fetch(request),
    fetchS3: (request) => fetch(request),
    url,
    close: emulator.close,
  }
})
