// A program, for a project that has installed the package and msw: requests to the vendors' production hosts, handed to msw's handlers.
import process from 'node:process'
import { getResponse } from 'msw'
import { createEmulator } from 'stuntdouble'
import { handlers } from 'stuntdouble/msw'
import { print } from './print.ts'

const emulator = await createEmulator()
const { duracloud, telestream } = emulator.worlds.main.credentials
const [root] = duracloud
const authorization = `Basic ${btoa(`${root?.username}:${root?.password}`)}`
for (const request of [
  new Request(`https://api.cloud.telestream.net/v2/videos.json?token=${telestream.token}`),
  new Request('https://example.duracloud.org/durastore/spaces', { headers: { authorization } }),
  new Request('https://video.stream-io-api.com/api/v2/app'),
  new Request('https://elsewhere.example.org/'),
]) {
  const answer = await getResponse(handlers(emulator), request)
  print(new URL(request.url).hostname, answer?.status, await answer?.text())
}
await emulator.close()
// msw has Deno wait for messages of other tabs.
process.exit(0)
