// For programs: one document at the end.
import type { PactOutcome } from '../verify.ts'
import { type Reporter, requestOf } from './reporter.ts'

export function jsonReporter(line: (text: string) => void): Reporter {
  return {
    pact: () => undefined,
    end(outcomes, summary) {
      line(JSON.stringify({ summary, pacts: outcomes.map(describe) }, undefined, 2))
    },
  }
}

function describe({ pact, outcomes, tookMs }: PactOutcome) {
  const { source, consumer, provider } = pact
  return {
    source,
    consumer,
    provider,
    tookMs,
    interactions: outcomes.map((outcome) => {
      const { interaction, status, differences, refusal, tookMs } = outcome
      const { kind, description, states } = interaction
      const request = requestOf(outcome)
      return {
        kind,
        description,
        states,
        ...(request !== undefined && { request }),
        status,
        differences,
        refusal,
        tookMs,
      }
    }),
  }
}
