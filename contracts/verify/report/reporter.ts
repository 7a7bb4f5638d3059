// How results are told.
import type { InteractionOutcome, PactOutcome } from '../verify.ts'

export type ReporterName = 'pretty' | 'github' | 'json'

export interface Summary {
  kept: number
  broken: number
  pending: number
  skipped: number
  /** ms */
  tookMs: number
}

export interface Reporter {
  /** A file is done. */
  pact: (outcome: PactOutcome) => void
  /** Everything is. */
  end: (outcomes: readonly PactOutcome[], summary: Summary) => void
}

export function summaryOf(outcomes: readonly PactOutcome[], tookMs: number): Summary {
  const all = outcomes.flatMap(({ outcomes }) => outcomes)
  const count = (wanted: InteractionOutcome['status']) => all.filter(({ status }) => status === wanted).length
  return { kept: count('kept'), broken: count('broken'), pending: count('pending'), skipped: count('skipped'), tookMs }
}

/** `a list of videos, given a video exists` */
export function titleOf({ interaction: { description, states } }: InteractionOutcome): string {
  return states.length === 0 ? description : `${description}, given ${states.map(({ name }) => name).join(' and ')}`
}

/** `a list of videos` of GET /v3.0/videos.json; undefined for a message. */
export function requestOf({ interaction: { json } }: InteractionOutcome): string | undefined {
  const { request } = json as { request?: { method?: string; path?: string } }
  return request && `${request.method ?? 'GET'} ${request.path ?? '/'}`
}

/** What is wrong, and why as far as the provider says it. */
export function complaintsOf({ differences, refusal }: InteractionOutcome): string[] {
  return [...differences, ...refusal.map((line, at) => (at === 0 ? `refused: ${line}` : line))]
}

/** `1 broken, 41 kept` */
export function inWords({ kept, broken, pending, skipped, tookMs }: Summary): string {
  const parts = [
    broken > 0 ? `${broken} broken` : '',
    `${kept} kept`,
    pending > 0 ? `${pending} pending and broken` : '',
    skipped > 0 ? `${skipped} not verified` : '',
  ]
  return `${parts.filter((part) => part !== '').join(', ')} (${(tookMs / 1000).toFixed(1)} s)`
}
