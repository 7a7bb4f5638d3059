// For people: a line for each interaction, and under a broken one what is different.
import type { Painter } from '../../../emulator/cli/pretty.ts'
import type { InteractionOutcome } from '../verify.ts'
import { complaintsOf, inWords, type Reporter, requestOf, titleOf } from './reporter.ts'

const marks = {
  kept: ['green', '✓'],
  broken: ['red', '✗'],
  pending: ['yellow', '!'],
  skipped: ['gray', '-'],
} as const

export function prettyReporter(line: (text: string) => void, paint: Painter): Reporter {
  return {
    pact({ pact, outcomes }) {
      line(
        `${paint('bold', pact.consumer)} relies on ${paint('bold', pact.provider)} ${paint('gray', `(${pact.source})`)}`,
      )
      for (const outcome of outcomes) for (const text of linesOf(outcome, paint)) line(text)
      line('')
    },
    end(_, summary) {
      line(paint(summary.broken > 0 ? 'red' : 'green', inWords(summary)))
    },
  }
}

function linesOf(outcome: InteractionOutcome, paint: Painter): string[] {
  const [colour, mark] = marks[outcome.status]
  const request = outcome.status === 'broken' || outcome.status === 'pending' ? requestOf(outcome) : undefined
  return [
    `  ${paint(colour, mark)} ${titleOf(outcome)}${request === undefined ? '' : paint('gray', `  ${request}`)}`,
    ...complaintsOf(outcome).map((text) => `      ${outcome.status === 'skipped' ? paint('gray', text) : text}`),
  ]
}
