// Does a signature fit a request? The strict rule for the first host answers nearly every request; the other forms that
// unmodified SDKs sign are tried only after it failed (§2.2).
import { type Candidate, canonicalQueries, canonicalQuery, stringToSign } from './canonical.ts'
import { constantTimeEqual } from '../../../constant-time.ts'
import { atOnce, inSlices } from '../../../slices.ts'
import type { Parameter } from './parameters.ts'
import { signedPaths, trimPath } from './path.ts'
import { sign } from './sign.ts'

/** A request as it was signed. */
export interface SignedRequest {
  readonly verb: string
  /** The hosts that the client may have signed, the likeliest first; see `acceptableHosts`. At least one. */
  readonly hosts: readonly [string, ...string[]]
  /** As received, still encoded, without `/v2` or `/v3.0`. */
  readonly path: string
  /** Query and body together; for signature version 2 the query alone. `signature` may be among them. */
  readonly parameters: readonly Parameter[]
  readonly secret: string
  /** As received, decoded. */
  readonly signature: string
}

/** One reading of a request, and the string that a client which reads it so signs. */
export interface Attempt {
  readonly candidate: Candidate
  readonly host: string
  readonly stringToSign: string
}

export type Verdict =
  | ({ readonly ok: true } & Attempt)
  | {
      readonly ok: false
      /** Of the strict rule and the first host. */
      readonly expected: { readonly stringToSign: string }
      /** But those that are too long for anybody to look at. */
      readonly tried: readonly Attempt[]
    }

/** Characters of an attempt that is kept: of a large form there are a hundred, each as large. */
const longestTried = 16_384

/** Checks a signature of version 1 or 2. At most seven queries, three paths and the given hosts are tried. */
export function verify(request: SignedRequest): Verdict {
  const likeliest = likeliestAttempt(request)
  return fits(request, likeliest) ? { ok: true, ...likeliest } : atOnce(verifyingOthers(request, likeliest))
}

/** The same; at once where it fits as nearly all do, else in slices: of a large form, all others take tens of ms. */
export function verifyInSlices(request: SignedRequest): Verdict | Promise<Verdict> {
  const likeliest = likeliestAttempt(request)
  return fits(request, likeliest) ? { ok: true, ...likeliest } : inSlices(verifyingOthers(request, likeliest))
}

function likeliestAttempt({ hosts: [host], parameters, path, verb }: SignedRequest): Attempt {
  const text = stringToSign(verb.toUpperCase(), host, trimPath(path), canonicalQuery(parameters))
  return { candidate: 'A', host, stringToSign: text }
}

function fits({ secret, signature }: SignedRequest, attempt: Attempt): boolean {
  return constantTimeEqual(sign(secret, attempt.stringToSign), signature)
}

function* verifyingOthers(request: SignedRequest, likeliest: Attempt): Generator<void, Verdict> {
  const tried: Attempt[] = [likeliest]
  for (const { candidate, host, head, query } of otherAttempts(request)) {
    yield
    // The query of a large form is the same text for many heads: it is not copied for each.
    if (constantTimeEqual(sign(request.secret, head, query), request.signature))
      return { ok: true, candidate, host, stringToSign: head + query }
    if (query.length <= longestTried) tried.push({ candidate, host, stringToSign: head + query })
  }
  return { ok: false, expected: { stringToSign: likeliest.stringToSign }, tried }
}

interface Divided {
  candidate: Candidate
  host: string
  /** The string to sign but for the query. */
  head: string
  query: string
}

/** All but the likeliest, which is the first of all. */
function* otherAttempts({ hosts, parameters, path, verb }: SignedRequest): Generator<Divided> {
  const upper = verb.toUpperCase()
  let isLikeliest = true
  for (const { candidate, query } of canonicalQueries(parameters)) {
    for (const signedPath of signedPaths(path)) {
      for (const host of hosts) {
        if (!isLikeliest) yield { candidate, host, head: stringToSign(upper, host, signedPath, ''), query }
        isLikeliest = false
      }
    }
  }
}
