// The local server that Pact's verifier takes for the provider: it sets up states, signs each request anew and hands it on, and has
// messages sent.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { credentialValues, type Misdeed, type ReadState, StateRefused } from '../states/index.ts'
import { adopted } from './adopted.ts'
import { messageOf } from './message.ts'
import { numberOf } from './numbered.ts'
import { type Interaction, isJson, type PactFile } from './pact-file.ts'
import { literalsOf } from './placeholders.ts'
import type { Provider, Turn } from './provider.ts'
import type { ProviderService } from './providers.ts'
import { reasonOf } from './reason.ts'
import { MissingCredentials, type OutgoingRequest, resign } from './resign/index.ts'

/** What was seen of an interaction while it was replayed. */
export interface Played {
  interaction: Interaction
  /** Why it was refused, as the provider's journal says. */
  refusal: readonly string[]
  /** Why its state could not be set up, if it could not. */
  stateProblem?: string
  /** ms that the provider's side of it took, without Pact's. */
  tookMs: number
}

/** What the stage plays: the interactions of one file, whose states have been understood. */
export interface Play {
  pact: PactFile
  service: ProviderService
  states: ReadonlyMap<Interaction, readonly ReadState[]>
}

export interface Stage {
  /** `http://127.0.0.1:41234` */
  url: string
  statesPath: string
  messagesPath: string
  /** What is on now; answers what will have been seen, in the order in which it was asked for. */
  show: (play: Play) => Played[]
  /** Why nothing more can be verified: the provider is gone, or its credentials are not known. */
  problem: () => string | undefined
  close: () => Promise<void>
}

const statesPath = '/__stuntdouble/states'
const messagesPath = '/__stuntdouble/messages'

interface Scene {
  turn: Turn
  played: Played
  misdeeds: readonly Misdeed[]
}

export async function openStage(provider: Provider): Promise<Stage> {
  let play: Play | undefined
  let playedAll: Played[] = []
  let scene: Scene | undefined
  let problem: string | undefined

  const server = createServer((request, response) => {
    answer(request).then(
      (answered) => send(response, answered),
      (error: unknown) => send(response, failure(error)),
    )
  })

  async function answer(request: IncomingMessage): Promise<Response> {
    const begun = performance.now()
    const body = await bytesOf(request)
    // Not a 5xx, which Pact's verifier would try again, and again.
    if (problem !== undefined) return new Response(problem, { status: 400 })
    const asked = request.url ?? '/'
    if (asked === statesPath) {
      const answered = await begin(body)
      if (scene) scene.played.tookMs += performance.now() - begun
      return answered
    }
    if (!play || !scene) return new Response('No interaction is on', { status: 500 })
    const { played } = scene
    const answered = asked === messagesPath ? await message(scene) : await replay(request, body, play, scene)
    played.tookMs += performance.now() - begun
    return answered
  }

  /** The verifier's state: a fresh world for the interaction of that number, with all that its file says of it. */
  async function begin(body: Uint8Array): Promise<Response> {
    const asked: unknown = JSON.parse(new TextDecoder().decode(body))
    if (isJson(asked) && asked['action'] === 'teardown') return Response.json({})
    const number = isJson(asked) ? numberOf(String(asked['state'])) : undefined
    const interaction = number === undefined ? undefined : play?.pact.interactions[number]
    if (!play || !interaction) return new Response('No such interaction', { status: 400 })
    const states = play.states.get(interaction) ?? []
    const played: Played = { interaction, refusal: [], tookMs: 0 }
    playedAll.push(played)
    const turn = await provider.begin()
    const misdeeds = states.flatMap(({ state, parameters }) => state.misdeed(parameters) ?? [])
    scene = { turn, played, misdeeds }
    const values: Record<string, unknown> = credentialValues(turn.credentials, play.service)
    for (const state of states) Object.assign(values, await turn.setUp(state))
    return Response.json(values)
  }

  async function replay(
    request: IncomingMessage,
    body: Uint8Array<ArrayBuffer>,
    { pact, service }: Play,
    { turn, played, misdeeds }: Scene,
  ): Promise<Response> {
    const { interaction } = played
    const base = new URL(service === 's3' ? turn.s3Url : turn.url)
    const [path = '/', query = ''] = (request.url ?? '/').split('?')
    const incoming: OutgoingRequest = adopted(turn.credentials, {
      method: request.method ?? 'GET',
      path,
      query,
      headers: headersOf(request, interaction, pact.consumer),
      body,
    })
    const outgoing = await resign(service, incoming, {
      credentials: turn.credentials,
      host: base.host,
      now: turn.now(),
      isLiteral: literalsOf(interaction),
      misdeeds,
    })
    const url = `${base.origin}${base.pathname.replace(/\/$/, '')}${outgoing.path}${outgoing.query === '' ? '' : `?${outgoing.query}`}`
    const bodiless = outgoing.method === 'GET' || outgoing.method === 'HEAD' || outgoing.body.length === 0
    const { method, headers } = outgoing
    const answered = await turn.send(
      new Request(url, { method, headers, redirect: 'manual', ...(!bodiless && { body: outgoing.body }) }),
    )
    if (answered.status >= 400) played.refusal = await turn.explain()
    return answered
  }

  async function message({ turn, played: { interaction } }: Scene): Promise<Response> {
    return messageOf(interaction, await turn.deliveries())
  }

  /** A state that is refused is the file's fault; all else is the end. */
  function failure(error: unknown): Response {
    if (error instanceof StateRefused) {
      if (scene) scene.played.stateProblem = error.message
      return new Response(error.message, { status: 400 })
    }
    problem ??=
      error instanceof MissingCredentials
        ? missing(error.message)
        : `${provider.name} stopped answering${scene ? `, at "${scene.played.interaction.description}"` : ''}: ${reasonOf(error)}`
    return new Response(problem, { status: 400 })
  }

  const url = await listen(server)
  return {
    url,
    statesPath,
    messagesPath,
    show(next) {
      play = next
      scene = undefined
      playedAll = []
      return playedAll
    },
    problem: () => problem,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function headersOf(request: IncomingMessage, { json }: Interaction, consumer: string): Headers {
  const headers = new Headers()
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const [name = '', value = ''] = request.rawHeaders.slice(at, at + 2)
    // What belongs to this connection, and not to the request.
    if (/^(host|connection|content-length|transfer-encoding|accept-encoding)$/i.test(name)) continue
    headers.append(name, value)
  }
  const asked = isJson(json['request']) && isJson(json['request']['headers']) ? json['request']['headers'] : {}
  if (!Object.keys(asked).some((name) => name.toLowerCase() === 'user-agent'))
    headers.set('user-agent', `pact-verifier/${consumer.replaceAll(/[^\w.-]+/g, '-')}`)
  return headers
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return new Uint8Array(Buffer.concat(chunks))
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  const body = new Uint8Array(await answer.arrayBuffer())
  const isHead = response.req.method === 'HEAD'
  for (const [name, value] of answer.headers) {
    // The body has been taken out of these.
    if (/^(connection|transfer-encoding|content-encoding|keep-alive)$/.test(name)) continue
    if (name === 'content-length' && !isHead) continue
    if (name === 'set-cookie') response.appendHeader(name, value)
    else response.setHeader(name, value)
  }
  if (isHead || answer.status === 204 || answer.status === 304) response.writeHead(answer.status).end()
  else response.writeHead(answer.status, { 'content-length': body.length }).end(body)
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function missing(service: string): string {
  const variables: Readonly<Record<string, string>> = {
    telestream: 'TELESTREAM_ACCESS_KEY, TELESTREAM_SECRET_KEY and TELESTREAM_API_KEY',
    duracloud: 'DURACLOUD_USERNAME and DURACLOUD_PASSWORD',
    stream: 'STREAM_API_KEY and STREAM_API_SECRET',
    s3: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  }
  return `the requests have to be signed anew, and nobody said with what: set ${variables[service] ?? service}`
}
