// The way of a request through Stream's API: route, key, token, limits, body, handler, answer.
import { mistake } from '../../diagnosis/index.ts'
import { answerText, type Exchange } from '../../exchange.ts'
import { noteFault, ObjectStoreUnavailable } from '../../objects/errors.ts'
import { authenticate } from './auth.ts'
import { readJson } from './body.ts'
import { Call } from './call.ts'
import type { Caller } from './caller.ts'
import { corsHeaders, preflight } from './cors.ts'
import { internalError, missingCapability, StreamError } from './errors.ts'
import { compress } from './gzip.ts'
import { mounted } from './mount.ts'
import { countRequest, platformOf, rateHeaders, refuseBeyondLimit } from './rate-limits.ts'
import type { Route } from './route.ts'
import { createRouter } from './router.ts'
import { routes } from './routes.ts'
import { users } from './users/model.ts'
import { duration, errorBody, writeJson } from './wire.ts'

const match = createRouter(routes)

interface Answer {
  status: number
  body: object
  headers?: Readonly<Record<string, string>> | undefined
}

export async function handle(exchange: Exchange): Promise<Response> {
  const { request } = exchange
  if (request.method === 'OPTIONS') {
    exchange.operation = 'Preflight'
    return preflight(request)
  }
  const { path, dates } = mounted(exchange.path)
  let caller: Caller | undefined
  let answer: Answer
  try {
    const { route, parameters } = match(request.method, path)
    exchange.operation = route.operation
    caller = await authenticate(exchange)
    answer = await answerCall(exchange, route, caller, parameters)
  } catch (error) {
    const refusal = error instanceof ObjectStoreUnavailable ? internalError() : error
    if (!(refusal instanceof StreamError)) throw error
    noteFault(exchange, error)
    if (refusal.diagnosis) exchange.diagnosis = refusal.diagnosis
    answer = { status: refusal.status, body: errorBody(refusal, exchange.operation), headers: refusal.headers }
  }
  return send(exchange, writeJson(answer.body, dates), answer, caller)
}

async function answerCall(
  exchange: Exchange,
  route: Route,
  caller: Caller,
  parameters: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { request, world } = exchange
  refuseBeyondLimit(world, route.operation, platformOf(request, caller), caller)
  if (route.serverOnly && caller.kind !== 'server') throw refuseClient(exchange, route, caller)
  const call = new Call(exchange, route.operation, caller, parameters, await readJson(exchange))
  const body = await route.handle(call)
  return { status: request.method === 'POST' || request.method === 'PUT' ? 201 : 200, body: { ...body, duration } }
}

function refuseClient({ world }: Exchange, { operation }: Route, caller: Caller): StreamError {
  const id = caller.kind === 'user' ? caller.userId : '!anon'
  const role = (caller.kind === 'user' && caller.role) || world.state.table(users).get(id)?.role
  const found =
    caller.kind === 'user'
      ? mistake('user-token', {
          message: `The token is that of the user ${JSON.stringify(id.slice(0, 60))}, and ${operation} is for servers`,
          hint: 'Call it from your server, with a token without user_id: new StreamClient(KEY, SECRET)',
        })
      : mistake('no-credentials', {
          message: `${operation} is for servers, and the caller is anonymous`,
          hint: 'stream-auth-type: jwt, with a token of the server',
        })
  return missingCapability({ id, role: role ?? (id === '!anon' ? 'anonymous' : 'user') }, operation, 'app', {
    diagnosis: { mistakes: [found] },
  })
}

function send(
  exchange: Exchange,
  text: string,
  answer: Answer,
  caller: Caller | undefined,
): Response | Promise<Response> {
  const { request, world } = exchange
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...corsHeaders,
    ...rateHeaders(countRequest(world, exchange.operation ?? 'Request', platformOf(request, caller))),
    ...answer.headers,
  }
  const response = answerText(exchange, answer.status, text, headers)
  return world.settings.stream.gzip ? compress(exchange, response, text) : response
}
