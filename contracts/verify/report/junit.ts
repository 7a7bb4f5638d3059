// JUnit's XML, which most CI servers read: a suite for each pact, a case for each interaction.
import { XMLBuilder } from 'fast-xml-parser'
import type { InteractionOutcome, PactOutcome } from '../verify.ts'
import { complaintsOf, type Summary, titleOf } from './reporter.ts'

export function junit(outcomes: readonly PactOutcome[], summary: Summary): string {
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    suppressEmptyNode: true,
  })
  const all = outcomes.flatMap(({ outcomes }) => outcomes)
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'stuntdouble verify',
      ...counts(all),
      '@time': seconds(summary.tookMs),
      testsuite: outcomes.map(suite),
    },
  })
}

function suite({ pact, outcomes, tookMs }: PactOutcome) {
  const name = `${pact.consumer} relies on ${pact.provider}`
  return {
    '@name': written(name),
    '@file': written(pact.source),
    ...counts(outcomes),
    '@time': seconds(tookMs),
    testcase: outcomes.map((outcome) => ({
      '@name': written(titleOf(outcome)),
      '@classname': written(name),
      '@time': seconds(outcome.tookMs),
      ...whatBecame(outcome),
    })),
  }
}

function counts(outcomes: readonly InteractionOutcome[]) {
  const failures = outcomes.filter(({ status }) => status === 'broken').length
  const skipped = outcomes.filter(({ status }) => status === 'skipped' || status === 'pending').length
  return { '@tests': outcomes.length, '@failures': failures, '@errors': 0, '@skipped': skipped }
}

function whatBecame(outcome: InteractionOutcome) {
  const [first = '', ...others] = complaintsOf(outcome)
  if (outcome.status === 'kept') return {}
  const about = {
    '@message': written(first),
    ...(others.length > 0 && { '#text': written([first, ...others].join('\n')) }),
  }
  return outcome.status === 'broken' ? { failure: { ...about, '@type': 'broken' } } : { skipped: about }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

/** Without what XML 1.0 has no way to write. */
function written(text: string): string {
  return text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
}
