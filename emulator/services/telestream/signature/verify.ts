// Does a signature fit a request? The strict rule for the first host answers nearly every request; the other forms that
// unmodified SDKs sign are tried only after it failed (§2.2).
import { type Candidate, canonicalQueries, canonicalQuery, stringToSign } from './canonical.ts'
import { constantTimeEqual } from '../../../constant-time.ts'
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
      readonly tried: readonly Attempt[]
    }

/** Checks a signature of version 1 or 2. At most seven queries, three paths and the given hosts are tried. */
export function verify(request: SignedRequest): Verdict {
  const { hosts, parameters, path, secret, signature, verb } = request
  const likeliest = stringToSign(verb.toUpperCase(), hosts[0], trimPath(path), canonicalQuery(parameters))
  if (constantTimeEqual(sign(secret, likeliest), signature)) {
    return { ok: true, candidate: 'A', host: hosts[0], stringToSign: likeliest }
  }
  const tried: Attempt[] = [{ candidate: 'A', host: hosts[0], stringToSign: likeliest }]
  for (const attempt of attempts(request)) {
    if (attempt.stringToSign === likeliest) continue
    if (constantTimeEqual(sign(secret, attempt.stringToSign), signature)) return { ok: true, ...attempt }
    tried.push(attempt)
  }
  return { ok: false, expected: { stringToSign: likeliest }, tried }
}

function* attempts({ hosts, parameters, path, verb }: SignedRequest): Generator<Attempt> {
  const upper = verb.toUpperCase()
  for (const { candidate, query } of canonicalQueries(parameters)) {
    for (const signedPath of signedPaths(path)) {
      for (const host of hosts) {
        yield { candidate, host, stringToSign: stringToSign(upper, host, signedPath, query) }
      }
    }
  }
}
