// Adds up what the test runners reported: `node scripts/sum-reports.ts STEPS`. The last line is `N passed, N failed`, then skipped.
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

/** What vitest's JSON reporter writes. */
const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).optional() }),
      ),
    }),
  ),
})

/** One step of a CI run. */
export interface Step {
  name: string
  /** Of its process. */
  exitCode: number
  /** Whole seconds. */
  seconds: number
  /** The text of the report that its test runner wrote; undefined when it wrote none, absent when the step runs no tests. */
  report?: string | undefined
}

export interface Sum {
  passed: number
  failed: number
  skipped: number
  /** What failed, in words: each test with the beginning of its message, and failures that no test stands for. */
  reasons: string[]
}

/** Lines of a failed test's message that a sum repeats: what was expected, what came, and where. */
const messageLines = 8

/** The sum over all steps. A step that failed without a failed test counts as a failure of its own, so that none is lost. */
export function sumReports(steps: readonly Step[]): Sum {
  const sum: Sum = { passed: 0, failed: 0, skipped: 0, reasons: [] }
  for (const step of steps) {
    const before = sum.failed
    if ('report' in step) addReport(sum, step)
    if (step.exitCode !== 0 && sum.failed === before) {
      sum.failed += 1
      sum.reasons.push(`${step.name} ended with ${step.exitCode}`)
    }
  }
  return sum
}

function addReport(sum: Sum, { name, report: text }: Step): void {
  const parsed = vitestReport.safeParse(text === undefined ? undefined : parseJson(text))
  if (!parsed.success) {
    sum.failed += 1
    sum.reasons.push(`${name} left ${text === undefined ? 'no report' : 'a report that cannot be read'}`)
    return
  }
  const report = parsed.data
  sum.passed += report.numPassedTests
  sum.failed += report.numFailedTests
  sum.skipped += report.numPendingTests + report.numTodoTests
  for (const file of report.testResults) {
    const failed = file.assertionResults.filter((test) => test.status === 'failed')
    for (const test of failed) {
      const message = stripVTControlCharacters(test.failureMessages?.join('\n') ?? '').split('\n')
      sum.reasons.push(
        [`${relative('.', file.name)}: ${test.fullName}`, ...message.slice(0, messageLines)]
          .join('\n           ')
          .trimEnd(),
      )
    }
    // A file that cannot be loaded, or whose hooks fail, has no failed test.
    if (file.status !== 'failed' || failed.length > 0) continue
    sum.failed += 1
    sum.reasons.push(`${relative('.', file.name)} failed outside its tests`)
  }
}

/** Undefined when it is none: a run that was killed leaves half a report. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `N passed, N failed`, and how many were skipped if any were. */
export function closingLine({ passed, failed, skipped }: Sum): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** Reads the list that .ci/run keeps: a line a step, with its exit code, seconds, name, and report between tabs. */
async function readSteps(path: string): Promise<Step[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean)
  return Promise.all(
    lines.map(async (line) => {
      const [exitCode = '1', seconds = '0', name = line, report = ''] = line.split('\t')
      return {
        name,
        exitCode: Number(exitCode),
        seconds: Number(seconds),
        ...(report !== '' && { report: await readFile(report, 'utf8').catch(() => undefined) }),
      }
    }),
  )
}

if (import.meta.main) {
  const steps = await readSteps(process.argv[2] ?? '.cache/reports/steps.tsv')
  const sum = sumReports(steps)
  const say = (line: string): void => void process.stdout.write(`${line}\n`)
  say('')
  for (const { name, exitCode, seconds } of steps)
    say(`${String(seconds).padStart(5)} s  ${exitCode === 0 ? 'ok    ' : 'FAILED'}  ${name}`)
  for (const reason of sum.reasons) say(`         ${reason}`)
  say(closingLine(sum))
  process.exitCode = sum.failed > 0 ? 1 : 0
}
