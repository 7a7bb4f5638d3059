// GET /health and GET /ready: asked again and again while a container starts, so they load nothing.
import { plainResponse } from '#platform'
import type { Emulator } from '../emulator.ts'
import { version } from '../version.ts'

/** The answer to a probe; undefined for every other request. */
export async function answerProbe(path: string, method: string, emulator: Emulator): Promise<Response | undefined> {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  if (path === '/health') return json({ status: 'ok', version })
  return path === '/ready' ? ready(emulator) : undefined
}

async function ready(emulator: Emulator): Promise<Response> {
  let reason = 'the object store does not answer'
  try {
    if (await emulator.ready()) return json({ ready: true })
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error)
  }
  return json({ ready: false, reason }, 503)
}

function json(value: object, status = 200): Response {
  return plainResponse(JSON.stringify(value), status, { 'content-type': 'application/json' })
}
