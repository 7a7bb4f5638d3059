// For GitHub's runners: an annotation for each broken interaction, at its place in the pact file.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
import type { PactFile } from '../pact-file.ts'
import type { InteractionOutcome } from '../verify.ts'
import { complaintsOf, inWords, type Reporter, titleOf } from './reporter.ts'

export function githubReporter(line: (text: string) => void): Reporter {
  return {
    pact({ pact, outcomes }) {
      for (const outcome of outcomes) {
        const { status } = outcome
        if (status === 'kept') continue
        const level = status === 'broken' ? 'error' : status === 'pending' ? 'warning' : 'notice'
        const place = /^https?:/.test(pact.source) ? '' : `file=${property(pact.source)},line=${lineOf(pact, outcome)},`
        const title = property(`${pact.consumer} relies on ${pact.provider}`)
        line(`::${level} ${place}title=${title}::${data([titleOf(outcome), ...complaintsOf(outcome)].join('\n'))}`)
      }
    },
    end(_, summary) {
      line(inWords(summary))
    },
  }
}

/** From 1. */
function lineOf({ text }: PactFile, { interaction: { description } }: InteractionOutcome): number {
  const at = text.search(new RegExp(`"description"\\s*:\\s*${literally(JSON.stringify(description))}`))
  return at === -1 ? 1 : text.slice(0, at).split('\n').length
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
