// The signed encoding API, V2 and V3.0.
import { Hono } from 'hono'
import { answerJson, type Exchange } from '../../exchange.ts'
import type { Api } from './api.ts'
import { authenticate, credentialKey } from './auth.ts'
import { type Call, dropFile, readCall } from './call.ts'
import { answerError, noSuchRoute, onlyJson } from './errors.ts'
import { routes } from './routes.ts'

/** A call, or the error that reading it ended in: the world is chosen first, then the error is answered in its journal. */
type Reading = { call: Call } | { error: unknown }

const router = new Hono<{ Bindings: { call: Call } }>({
  getPath: (_request, options) => routePath((options?.env as { call?: Call } | undefined)?.call?.signedPath ?? ''),
})
for (const [method, path, operation, handler] of routes) {
  router.on(method, path, async (c) => {
    const { call } = c.env
    call.exchange.operation = operation
    return answerJson(call.exchange, 200, await handler(call, c.req.param()))
  })
}
router.notFound(({ env: { call } }) => {
  throw noSuchRoute(call.exchange.request.method, call.exchange.path)
})
router.onError((error) => {
  throw error
})

/** Without `.json`, which panda_client_python writes twice (§3.3), and without slashes that Python and PHP trim. */
function routePath(signedPath: string): string {
  return signedPath.replace(/^\/*/, '/').replace(/(\.json)+\/*$/, '')
}

async function read(exchange: Exchange): Promise<Reading> {
  try {
    return { call: await readCall(exchange) }
  } catch (error) {
    return { error }
  }
}

/** The parameters of a GET are read at once; a body is waited for, because the credential may stand in it (gem, PHP). */
async function select(exchange: Exchange): Promise<string | undefined> {
  const reading = await read(exchange)
  exchange.parsed = reading
  return 'call' in reading ? credentialKey(reading.call.parameters) : undefined
}

async function handle(exchange: Exchange): Promise<Response> {
  let call: Call | undefined
  try {
    const reading = (exchange.parsed as Reading | undefined) ?? (await read(exchange))
    if ('error' in reading) throw reading.error
    call = reading.call
    if (!/\.json\/*$/.test(call.signedPath)) throw onlyJson()
    authenticate(call)
    return await router.fetch(exchange.request, { call })
  } catch (error) {
    const answer = answerError(exchange, error)
    if (!answer) throw error
    return answer
  } finally {
    if (call) dropFile(call)
  }
}

export const signedApi: Api = { prefixes: ['/v2', '/v3.0'], select, handle }
