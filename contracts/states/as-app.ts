// Asks Stream's API as the app's own server does, from within: nothing of it is in the journal, and no fault happens to it.
import { SignJWT } from 'jose'
import { splitUrl } from '../../emulator/exchange.ts'
import { inProcess } from '../../emulator/peer.ts'
import { loadService, services } from '../../emulator/service.ts'
import type { World } from '../../emulator/world.ts'

/** @param path with `/video` or `/api/v2`. @throws RangeError when it is refused */
export async function asApp(world: World, method: string, path: string, body: unknown = {}): Promise<void> {
  const definition = services.find(({ name }) => name === 'stream')
  if (!definition) throw new Error('There is no Stream')
  const { apiKey, apiSecret } = world.credentials.stream
  const token = await new SignJWT({ server: true })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(apiSecret))
  const url = `${world.url}${path}?api_key=${encodeURIComponent(apiKey)}`
  const request = new Request(url, {
    method,
    headers: { authorization: token, 'stream-auth-type': 'jwt', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { handle } = await loadService(definition)
  const response = await handle({ request, ...splitUrl(url), host: undefined, peer: inProcess, world })
  if (!response.ok) throw new RangeError(`${method} ${path}: ${await response.text()}`)
  await response.body?.cancel()
}
