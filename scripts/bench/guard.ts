// The guard against regressions: ratios beside those that docs/benchmarks.json keeps. A report, because machines differ; and no test.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Row } from './benchmark.ts'

/** What the guard runs: what a change would make slow without anybody's notice, in less than a minute. */
export const guarded = ['start', 'signed-get-http', 's3-small', 'duracloud-task', 'in-process', 'msw']

/** Worse than this share of what was accepted is a warning: two machines, or two runs on a busy one, do not differ by so much. */
const margin = 0.5

const file = fileURLToPath(new URL('../../docs/benchmarks.json', import.meta.url))

/** Ratios by what was measured. */
export type Accepted = Readonly<Record<string, number>>

export async function readAccepted(): Promise<Accepted> {
  return z.record(z.string(), z.number().positive()).parse(JSON.parse(await readFile(file, 'utf8')))
}

/** Keeps the ratios of these rows, and those of what was not measured now. */
export async function accept(rows: readonly Row[]): Promise<void> {
  const now = rows.filter(isRatio).map(({ what, measured }) => [what, Number(measured.toPrecision(3))] as const)
  const all = Object.entries({ ...(await readAccepted()), ...Object.fromEntries(now) })
  const sorted = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  await writeFile(file, `${JSON.stringify(sorted, undefined, 2)}\n`)
}

/** The rows that can be compared from one machine to another: ratios, of processor time alone where that was measured too. */
export function comparable<T extends Row>(rows: readonly T[]): T[] {
  const ratios = rows.filter(isRatio)
  const isOfProcessor = ({ what }: Row): boolean => what.includes('processor time')
  return ratios.some(isOfProcessor) ? ratios.filter(isOfProcessor) : ratios
}

const isRatio = ({ unit }: Row): boolean => unit === '×'

/** How good a ratio is, of that accepted: above 1 it is better. What counts in a second is to be more, and times are to be less. */
export function goodness({ what, measured, target }: Row, accepted: number): number {
  const isRate = target === undefined ? /\/s\b/.test(what) : 'least' in target
  return isRate ? measured / accepted : accepted / measured
}

export interface Failure {
  benchmark: string
  reason: string
}

/** Markdown: the table, and a line for each row that is worse than half as good, and for each benchmark that did not run. */
export function report(rows: readonly Row[], accepted: Accepted, failures: readonly Failure[] = []): string {
  const judged = rows.map((row) => {
    const before = accepted[row.what]
    return { ...row, before, good: before === undefined ? undefined : goodness(row, before) }
  })
  const line = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const ratio = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(2)} ×`)
  const regressions = judged.filter(({ good = 1 }) => good < margin)
  return [
    line('what', 'accepted', 'now', 'as good', '', 'numbers of this machine'),
    line('---', '---:', '---:', '---:', '---', '---'),
    ...judged.map(({ before, detail, good, measured, what }) =>
      line(what, ratio(before), ratio(measured), ratio(good), word(good), detail),
    ),
    '',
    ...regressions.map(
      ({ before, good = 0, measured, what }) =>
        `**Warning:** ${what} is ${good.toFixed(2)} × as good as accepted: ${ratio(measured)} where it was ${ratio(before)}.`,
    ),
    ...failures.map(({ benchmark, reason }) => `**Failed:** ${benchmark} could not be run: ${reason}`),
    ...(regressions.length + failures.length === 0 ? ['Nothing is worse than half as good as accepted.'] : []),
    '',
  ].join('\n')
}

/** A fifth is what two runs differ by. */
function word(good: number | undefined): string {
  if (good === undefined) return 'new'
  if (good < margin) return '**much worse**'
  return good < 0.8 ? 'worse' : good > 1.25 ? 'better' : 'same'
}
