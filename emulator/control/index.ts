// The control API: /_stuntdouble/* for `main` and the emulator, /w/NAME/_stuntdouble/* for another world.
import type { Emulator } from '../emulator.ts'
import type { Exchange } from '../exchange.ts'
import { ControlError } from './errors.ts'
import { refuseForeign } from './guard.ts'
import { controlPath } from './path.ts'
import { answerProbe } from './probes.ts'

/**
 * Answers a request whose path is under `controlPath`. Who may ask is decided first.
 * @throws whatever is no fault of the client
 */
export async function handleControl(
  request: Request,
  parts: Pick<Exchange, 'origin' | 'path' | 'prefix'>,
  emulator: Emulator,
): Promise<Response> {
  const { origin, prefix } = parts
  const path = parts.path.slice(controlPath.length).replace(/\/+$/, '') || '/'
  try {
    refuseForeign({ request, origin, controlHosts: emulator.settings.controlHosts })
    // What the page names is named from its folder.
    if (parts.path === controlPath && request.method === 'GET')
      return new Response(null, { status: 307, headers: { location: `.${controlPath}/` } })
    const probe = await answerProbe(path, request.method, emulator)
    if (probe) return probe
    const { app } = await import('./app.ts')
    return await app.fetch(request, { emulator, origin, path, world: prefix })
  } catch (error) {
    if (error instanceof ControlError) return error.answer()
    throw error
  }
}
