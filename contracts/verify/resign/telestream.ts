// Telestream: the HMAC of a signed request (§2.1, §2.3), and the key of the newer APIs.
import { signRequest } from '../../../emulator/services/telestream/signature/index.ts'
import {
  consumersNow,
  consumersSecret,
  encodePairs,
  given,
  type OutgoingRequest,
  pairsOf,
  type Signing,
} from './request.ts'

type Pair = readonly [string, string]

/** Signs again what carries a signature, in the query or in a form. */
export async function resignTelestream(request: OutgoingRequest, signing: Signing): Promise<OutgoingRequest> {
  const query = pairsOf(request.query)
  const form = await formOf(request)
  const inForm = form.fields.some(([name]) => name === 'signature')
  const signed = inForm ? form.fields : query
  if (!signed.some(([name]) => name === 'signature') || signing.isLiteral('signature')) return keyed(request, signing)
  const { accessKey, secretKey } = given(signing, 'telestream')
  const isVersion2 = signed.some(([name]) => name === 'checksum' || name === 'signature_version')
  const { parameters } = signRequest({
    verb: request.method,
    host: signing.host.replace(/:\d+$/, ''),
    path: request.path.replace(/^\/v(2|3\.0)(?=\/)/, ''),
    parameters: [...query, ...form.fields],
    accessKey: signing.isLiteral('access_key') ? valueOf(signed, 'access_key') : accessKey,
    secret: consumersSecret(secretKey, signing),
    timestamp: new Date(consumersNow(signing)).toISOString(),
    ...(isVersion2 && { jsonBody: request.body }),
  })
  const fresh = new Map(parameters)
  const renewed = (pairs: readonly Pair[]) => pairs.map(([name, value]): Pair => [name, fresh.get(name) ?? value])
  const added = parameters.filter(([name]) => !query.some(([known]) => known === name) && !form.names.has(name))
  const newQuery = encodePairs([...renewed(query), ...(inForm ? [] : added)])
  if (!inForm) return { ...request, query: newQuery }
  return { ...request, query: newQuery, body: utf8.encode(encodePairs([...renewed(form.fields), ...added])) }
}

const utf8 = new TextEncoder()

function keyed(request: OutgoingRequest, signing: Signing): OutgoingRequest {
  if (!request.headers.has('x-api-key') || signing.isLiteral('x-api-key')) return request
  const headers = new Headers(request.headers)
  headers.set('x-api-key', consumersSecret(given(signing, 'telestream').apiKey, signing))
  return { ...request, headers }
}

function valueOf(pairs: readonly Pair[], name: string): string {
  return pairs.find(([known]) => known === name)?.[1] ?? ''
}

/** What a body has of parameters. Files are not signed. */
async function formOf({ headers, body }: OutgoingRequest): Promise<{ fields: Pair[]; names: ReadonlySet<string> }> {
  const type = headers.get('content-type') ?? ''
  const fields = type.startsWith('application/x-www-form-urlencoded')
    ? pairsOf(new TextDecoder().decode(body))
    : type.startsWith('multipart/form-data')
      ? await multipartFields(type, body)
      : []
  return { fields, names: new Set(fields.map(([name]) => name)) }
}

async function multipartFields(type: string, body: Uint8Array<ArrayBuffer>): Promise<Pair[]> {
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch(() => undefined)
  // A body that is no form is sent as it is: the provider says what it thinks of it.
  if (!form) return []
  return [...form].flatMap(([name, value]): Pair[] => (typeof value === 'string' ? [[name, value]] : []))
}
