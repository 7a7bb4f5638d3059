// What a surface is: one of the double's APIs as the fuzzer knows it, from its own tables of routes and schemas.
import type { Credentials } from '../../emulator/credentials.ts'
import type { Chance } from './chance.ts'
import type { Credential, Dialect, HostileRequest, Sketch } from './hostile-request.ts'
import type { Known } from './known.ts'
import { encode, hostileHeader, hostileSegment, hostileText } from './words.ts'

/** Who asks, and where. */
export interface Signer {
  url: string
  s3Url: string
  credentials: Credentials
  /** ms; the world's time. */
  now: number
  /** Tokens of Stream: of a server, then of users. */
  tokens: readonly string[]
}

export type Sent = Pick<HostileRequest, 'url' | 'headers' | 'body'>

export interface Surface {
  dialect: Dialect
  /** How often, beside the others. */
  weight: number
  sketch: (chance: Chance, known: Known) => Sketch
  sign: (sketch: Sketch, signer: Signer, credential: Credential, chance: Chance) => Sent
}

/** Puts something in place of each `:name` of a path: what is known, or anything. */
export function fillPath(pattern: string, fill: (name: string) => string): string {
  return pattern.replaceAll(/:(\w+)|\{(\w+)\}/g, (_, a?: string, b?: string) => fill(a ?? b ?? ''))
}

export function segmentOf(chance: Chance, candidates: readonly string[]): string {
  return candidates.length > 0 && chance.one(0.7) ? encode(chance.pick(candidates)) : hostileSegment(chance)
}

/** Parameters by some of these names, with values that are likely, or are not. */
export function parametersOf(
  chance: Chance,
  names: readonly string[],
  likely: readonly string[],
  most = 6,
): [name: string, value: string][] {
  return chance.some(most, () => [
    chance.one(0.95) ? chance.pick(names) : hostileText(chance),
    chance.one(0.6) ? chance.pick(likely) : hostileText(chance),
  ])
}

export function headersOf(
  chance: Chance,
  names: readonly string[],
  likely: readonly string[],
  most = 3,
): Record<string, string> {
  const made = chance.some(most, () => {
    const value = chance.one(0.5) && likely.length > 0 ? chance.pick(likely) : hostileHeader(chance)
    return [chance.pick(names), value] as const
  })
  return Object.fromEntries(made)
}

export function queryOf(query: Sketch['query']): string {
  return query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}

export function urlOf(base: string, { path, query }: Pick<Sketch, 'path' | 'query'>): string {
  return `${base}${path}${query.length === 0 ? '' : `?${queryOf(query)}`}`
}
