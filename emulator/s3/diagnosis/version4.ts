// Why a signature of Version 4 was refused: what the request shows by itself, and what a search finds.
import { sha256Hex } from '#platform'
import { firstDifference, type Mistake, mistake } from '../../diagnosis/index.ts'
import type { Diagnosis } from '../../journal.ts'
import { utf8OfBytes } from '../auth/canonical-request.ts'
import { hashOfNothing } from '../auth/chunk-signatures.ts'
import type { Keys } from '../auth/authenticate.ts'
import { isHeaderName } from '../auth/header-signature.ts'
import { bucketOfHost } from '../host.ts'
import { scopeText } from '../signature-v4.ts'
import { type Claim, claimOf } from './claim.ts'
import { type Facts, factsOf } from './credential-facts.ts'
import { pathMistakes } from './path-mistakes.ts'
import { presentedSignature } from './presented-signature.ts'
import { queryMistakes, sentParameters } from './query-mistakes.ts'
import { canonicalText, type Header, type Reading, signedText, type Signing, written } from './reading.ts'
import { requestMistakes } from './request-mistakes.ts'
import { search } from './search.ts'
import { signingMistakes, stepsOf } from './signing-mistakes.ts'
import { malformed } from './malformed.ts'

export interface Refused {
  readonly request: Request
  /** Raw, without `?`. */
  readonly query: string
  readonly prefix?: string | undefined
  readonly origin?: string | undefined
  /** As the wire has it, with whatever routing took off. */
  readonly path: string
  readonly keys: Keys
}

/** A secret appears in no part of the answer. */
export function diagnoseVersion4(refused: Refused): Diagnosis {
  const { request, query, keys } = refused
  const claim = claimOf(request, query)
  const shapes = malformed(request, query, claim)
  if (!claim || (shapes.length > 0 && claim.signature === '')) return { mistakes: shapes }
  const accounts = keys.accounts?.() ?? []
  const facts = factsOf(request, claim, keys, accounts)
  const presented = presentedSignature(claim.signature)
  const certain = [...shapes, ...facts.mistakes, ...presented.mistakes]

  const readings = readingsOf(refused, claim)
  const signings = facts.accounts.map(({ secret }) => signingOf(claim, secret))
  const [first] = readings
  const [right] = signings
  if (!first || !right) return { mistakes: certain }
  const canonical = canonicalText(first)
  const expected = { stringToSign: signedText(right, sha256Hex(canonical), canonical), canonicalRequest: canonical }
  const found =
    presented.hex === undefined
      ? undefined
      : search({
          signature: presented.hex,
          readings,
          signings,
          requestMistakes: mistakesOfRequest(refused, claim, readings),
          signingMistakes: signingMistakes({
            accessKeyId: claim.accessKeyId,
            secret: right.key.secret,
            scope: claim.scope,
            time: claim.time,
            region: keys.region,
            known: accounts,
          }),
          most: certain.length === 0 ? 2 : 1,
        })
  if (!found) return { mistakes: certain, expected }
  const signedBy = found.signing < facts.named ? [] : otherSigner(facts, found.signing)
  const known = new Set(certain.map(({ code }) => code))
  const searched = found.mistakes.filter(({ code }) => !known.has(code))
  const mistakes = [
    ...certain,
    ...signedBy,
    ...searched.map(({ code, message, hint }) => mistake(code, { message, hint })),
  ]
  const received = { stringToSign: found.stringToSign, canonicalRequest: found.canonical }
  const difference =
    firstDifference(expected.canonicalRequest, received.canonicalRequest) ??
    firstDifference(expected.stringToSign, received.stringToSign)
  return { mistakes, expected, received, ...(difference && { difference }) }
}

/** Of an unknown key, the secret tells whose it was to be. */
function otherSigner({ accounts }: Facts, at: number): Mistake[] {
  const account = accounts[at]
  if (!account) return []
  return [
    mistake('other-secret', {
      message: `The secret is that of ${account.owner}, whose access key is ${JSON.stringify(account.key)}`,
      hint: 'Key and secret belong together',
    }),
  ]
}

function signingOf({ scope, time }: Claim, secret: string): Signing {
  const key = { secret, prefix: 'AWS4', steps: stepsOf(scope) }
  return { time, scope: scopeText(scope), ending: '', digest: (hash) => hash, key }
}

/** As the double reads the request: it takes header lines joined by `, ` as joined by `,` too. */
function readingsOf({ request, query, path, prefix, origin }: Refused, claim: Claim): Reading[] {
  const { method } = request
  const { where, signedHeaders } = claim
  const parameters = sentParameters(query).filter(
    ({ name }) => where === 'header' || name.toLowerCase() !== 'x-amz-signature',
  )
  const hosted = origin === undefined ? undefined : bucketOfHost(origin)
  const before = (hosted === undefined ? 2 : 1) + (prefix === undefined ? 0 : 2)
  const names = signedHeaders.map((name) => name.toLowerCase())
  const headers = names.map((name): Header => [name, canonicalValue(valueOf(name, request))])
  const reading: Reading = {
    method,
    path: { sent: path, write: written, slash: '/', before },
    query: { parameters, write: written, order: 'sorted', equals: true },
    headers,
    names,
    payload: payloadOf(request, claim, query),
    layout: (text) => text,
  }
  const joined = headers.map(([name, value]): Header => [name, value.replaceAll(', ', ',')])
  const spelled = signedHeaders.some((name, at) => name !== names[at]) ? [{ ...reading, names: signedHeaders }] : []
  return [
    ...spelled,
    reading,
    ...(headers.some(([, value]) => value.includes(', ')) ? [{ ...reading, headers: joined }] : []),
  ]
}

function payloadOf({ headers }: Request, { where }: Claim, query: string): string {
  const said = headers.get('x-amz-content-sha256')
  if (said !== null) return said
  if (where === 'header') return hashOfNothing
  return (
    sentParameters(query).find(({ name }) => name.toLowerCase() === 'x-amz-content-sha256')?.value ?? 'UNSIGNED-PAYLOAD'
  )
}

/** A request that never saw a wire has no Host header; its URL says what it would be. */
function valueOf(name: string, { headers, url }: Request): string {
  if (!isHeaderName(name.toLowerCase())) return ''
  return headers.get(name) ?? (name === 'host' ? new URL(url).host : '')
}

function canonicalValue(value: string): string {
  return utf8OfBytes(value.replaceAll(/[ \t]+/g, ' ').replaceAll(/^ | $/g, ''))
}

function* mistakesOfRequest(
  { request, query, path, prefix, origin, keys }: Refused,
  claim: Claim,
  readings: readonly Reading[],
) {
  const [reading] = readings
  if (!reading) return
  const hostedBucket = origin === undefined ? undefined : bucketOfHost(origin)
  const { headers, method, url } = request
  const listed = new Set(reading.names)
  const [, first = '', second = '', third = ''] = path.split('/')
  yield* pathMistakes({ path, prefix, hostedBucket, query })
  yield* queryMistakes(reading.query.parameters, claim.where)
  yield* requestMistakes({
    method,
    host: valueOf('host', request),
    forwardedHost: headers.get('x-forwarded-host') ?? undefined,
    hostedBucket,
    bucket: hostedBucket ?? (prefix === undefined ? first : second === prefix ? third : ''),
    region: keys.region ?? claim.scope.region,
    https: url.startsWith('https:'),
    signed: reading.headers,
    unsigned: [...headers]
      .filter(([name]) => !listed.has(name))
      .map(([name, value]): Header => [name, canonicalValue(value)]),
    raw: new Map(headers),
    bodyHash: undefined,
  })
}
