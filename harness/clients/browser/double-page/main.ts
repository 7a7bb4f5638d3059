// A page that has the whole double in its tab, behind msw's worker, and an application that knows nothing of it: it uploads to the
// production host.
import { http, HttpResponse } from 'msw'
import { setupWorker } from 'msw/browser'
import { createEmulator, type WorldHandle } from '../../../../emulator/index.ts'
import { handlers } from '../../../msw/index.ts'

export interface DoubleInPage {
  world: WorldHandle
  /** Lets all work be done, and answers where the outputs are in production. */
  outputs: () => Promise<string[]>
  /** What the API lists. */
  videos: () => Promise<unknown[]>
}

declare global {
  interface Window {
    double: DoubleInPage
  }
}

const api = 'https://api.cloud.telestream.net/flip/3.1'
const emulator = await createEmulator()
const world = await emulator.createWorld({ name: 'tab' })
const { apiKey, factoryId } = world.credentials.telestream

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${api}${path}?factory_id=${factoryId}`, {
    ...init,
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
  })

/** What the application's server would do: it knows the key, and asks for a place to upload to. */
const authorize = http.post('/authorize', async ({ request }) => {
  const { filename, filesize } = JSON.parse(new URLSearchParams(await request.text()).get('payload') ?? '')
  const session = { file_name: filename, file_size: filesize, profiles: 'h264,webm' }
  const answer = await call('/videos/upload.json', { method: 'POST', body: JSON.stringify(session) })
  const { location } = await answer.json()
  return HttpResponse.json({ upload_url: location })
})

await setupWorker(authorize, ...handlers(world)).start({ quiet: true, onUnhandledFrame: 'bypass' })

window.double = {
  world,
  async outputs() {
    await world.clock.advance({ until: 'idle' })
    const bucket = `my-bucket-${world.name}`
    return (await world.objects.keys(bucket)).map((key) => `https://s3.amazonaws.com/${bucket}/${key}`)
  },
  async videos() {
    return (await (await call('/videos.json')).json()).videos
  },
}

// The application's own part, which is the same as against a server.
const script = document.createElement('script')
script.type = 'module'
script.src = '/uploader.js'
document.head.append(script)
