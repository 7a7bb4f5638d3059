// Who is asking: signature version 1 and 2, and V2's tokens (§2.1–2.4).
import type { Exchange } from '../../exchange.ts'
import { mistake } from '../../diagnosis/index.ts'
import { share } from '../../slices.ts'
import { defineTable } from '../../state/table.ts'
import { explainSignature, explainUnknownKey } from './autopsy.ts'
import type { Call } from './call.ts'
import { notAuthorized } from './errors.ts'
import { unknownToken } from './key-mistakes.ts'
import { withoutCredential } from './missing-credential.ts'
import { factories } from './model.ts'
import {
  acceptableHosts,
  checksumMatches,
  checksumMistake,
  type Parameter,
  parameterValue,
  parseTimestamp,
  type SignedRequest,
  type Verdict,
  verifyInSlices,
} from './signature/index.ts'

/** The names under which the vendor's API is known, for those who lead them here by a hosts file and a proxy. */
const publicNames = [
  'api.pandastream.com',
  'api-eu.pandastream.com',
  'api-gce.pandastream.com',
  'staging.pandastream.com',
  'api.cloud.telestream.net',
  'api-us-east.cloud.telestream.net',
  'api-eu-west.cloud.telestream.net',
]

/** The key by which the call's credential selects a world. */
export function credentialKey(parameters: readonly Parameter[]): string | undefined {
  const accessKey = parameterValue(parameters, 'access_key')
  if (accessKey !== undefined) return `telestream/access-key/${accessKey}`
  const token = parameterValue(parameters, 'token')
  return token === undefined ? undefined : `telestream/token/${token}`
}

/**
 * Checks the call's credential and notes the factory that it is about: at once, unless the signature is not the likeliest one.
 * @throws {TelestreamError} 400 when a parameter is missing, 401 when the signature does not match or is too old; or fails with it
 */
export function authenticate(call: Call): void | Promise<void> {
  const { parameters, api } = call
  const factoryId =
    parameterValue(parameters, 'factory_id') ??
    parameterValue(parameters, 'cloud_id') ??
    call.input.filled('factory_id')
  // panda_client_python sends the literal None while no cloud is set, also to /clouds.json.
  call.scopeId = factoryId === 'None' || factoryId === '' ? undefined : factoryId

  const token = parameterValue(parameters, 'token')
  if (token !== undefined && api === 'v2' && parameterValue(parameters, 'access_key') === undefined)
    return authenticateToken(call, token)

  const accessKey = parameterValue(parameters, 'access_key')
  const signature = parameterValue(parameters, 'signature')
  const timestamp = parameterValue(parameters, 'timestamp')
  if (accessKey === undefined || signature === undefined || timestamp === undefined) {
    throw withoutCredential(call, missing({ access_key: accessKey, signature, timestamp }))
  }
  return verifySignature(call, { accessKey, signature, timestamp })
}

function authenticateToken(call: Call, token: string): void {
  const factory = call.world.state.table(factories).find({ token })
  if (!factory) throw notAuthorized('Signatures do not match', { mistakes: [unknownToken(call, token)] })
  if (call.scopeId !== undefined && call.scopeId !== factory.id)
    throw notAuthorized('Signatures do not match', { mistakes: [mistake('other-token')] })
  call.scopeId = factory.id
}

function verifySignature(
  call: Call,
  { accessKey, signature, timestamp }: { accessKey: string; signature: string; timestamp: string },
): void | Promise<void> {
  const { world, exchange } = call
  const { method } = exchange.request
  const known = world.credentials.telestream
  // §2.3: version 2 signs the query alone; the body is covered by its checksum.
  const parameters = isSecondVersion(call) ? call.query : call.parameters
  const signed = {
    verb: method,
    hosts: hostsOf(exchange),
    path: call.resourcePath,
    parameters,
    secret: known.secretKey,
    signature,
  }
  if (accessKey !== known.accessKey)
    throw notAuthorized('Signatures do not match', explainUnknownKey(call, accessKey, signed))
  const verdict = verifyInSlices(signed)
  if (!(verdict instanceof Promise)) return judge(call, signed, verdict, timestamp)
  return judgeLater(call, signed, verdict, timestamp)
}

async function judgeLater(
  call: Call,
  signed: SignedRequest,
  later: Promise<Verdict>,
  timestamp: string,
): Promise<void> {
  const verdict = await later
  // To find out what is wrong takes a few ms.
  if (!verdict.ok) await share()
  judge(call, signed, verdict, timestamp)
}

function judge(call: Call, signed: SignedRequest, verdict: Verdict, timestamp: string): void {
  const { world, exchange } = call
  const lifetime = lifetimeOf(call)
  if (!verdict.ok) throw notAuthorized('Signatures do not match', explainSignature(call, signed, { lifetime, verdict }))
  if (
    isSecondVersion(call) &&
    !checksumMatches(parameterValue(call.query, 'checksum') ?? '', call.jsonBytes ?? new Uint8Array())
  ) {
    const sent = parameterValue(call.query, 'checksum') ?? ''
    throw notAuthorized('Signatures do not match', {
      mistakes: [checksumMistake(sent, call.jsonBytes ?? new Uint8Array())],
    })
  }
  const at = parseTimestamp(timestamp)
  if (lifetime !== undefined && (at === undefined || Math.abs(world.clock.now() - at) > lifetime)) {
    throw notAuthorized('Signatures expired', explainSignature(call, signed, { lifetime, verdict }))
  }
  if (world.settings.telestream.rejectReplays && exchange.request.method === 'POST')
    refuseReplay(call, signed.signature)
}

function isSecondVersion({ query }: Call): boolean {
  return parameterValue(query, 'signature_version') === '2'
}

/** How old a signature may be, in ms; undefined when that is not checked. */
function lifetimeOf(call: Call): number | undefined {
  const window = call.world.settings.telestream.signatureWindow
  if (window === false) return undefined
  return call.exchange.request.method === 'POST' && call.resourcePath === '/videos.json'
    ? window.createVideo
    : window.default
}

const used = defineTable<{ id: string; at: number }>('telestream_signatures', { indexes: [['at']] })

/** §2.1 (a): a signature of a POST counts once. What no window would accept any more is forgotten. */
function refuseReplay(call: Call, signature: string): void {
  const now = call.world.clock.now()
  const table = call.world.state.table(used)
  call.world.state.transaction(() => {
    for (const { id } of table.list({ orderBy: 'at', before: now - 60 * 60_000, limit: 100 })) table.delete(id)
    if (table.get(signature)) {
      throw notAuthorized('Signatures do not match', {
        mistakes: [mistake('replayed')],
      })
    }
    table.insert({ id: signature, at: now })
  })
}

let lastHost = ''
let lastHosts: readonly [string, ...string[]] = ['']

/** The likeliest hosts to have been signed; clients seldom change theirs, so the last list is kept. */
function hostsOf(exchange: Exchange): readonly [string, ...string[]] {
  const host = exchange.request.headers.get('host') ?? exchange.origin.slice(exchange.origin.indexOf('://') + 3)
  if (host !== lastHost) {
    const [first = host, ...others] = acceptableHosts(host, publicNames)
    lastHosts = [first, ...others]
    lastHost = host
  }
  return lastHosts
}

function missing(named: Record<string, string | undefined>): string[] {
  return Object.keys(named).filter((name) => named[name] === undefined)
}
