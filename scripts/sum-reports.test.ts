import { expect, it } from 'vitest'
import { closingLine, type Step, sumReports } from './sum-reports.ts'

interface File {
  status: 'passed' | 'failed'
  tests: ('passed' | 'failed' | 'pending' | 'todo')[]
}

function report(...files: File[]): string {
  const count = (status: string): number => files.flatMap((file) => file.tests).filter((test) => test === status).length
  return JSON.stringify({
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('pending'),
    numTodoTests: count('todo'),
    testResults: files.map(({ status, tests }, index) => ({
      name: `file-${index}.test.ts`,
      status,
      assertionResults: tests.map((test, place) => ({
        status: test,
        fullName: `a suite test ${place}`,
        failureMessages:
          test === 'failed' ? ['\u001B[31mAssertionError: expected 1 to be 2\u001B[39m\n    at x.ts:1'] : [],
      })),
    })),
  })
}

function step(name: string, exitCode: number, ...reports: (string | undefined)[]): Step {
  return { name, exitCode, seconds: 1, ...(reports.length > 0 && { report: reports[0] }) }
}

it('adds up the reports of all steps', () => {
  const sum = sumReports([
    step('check', 0),
    step('test', 0, report({ status: 'passed', tests: ['passed', 'passed'] })),
    step('docker', 0, report({ status: 'passed', tests: ['passed'] })),
  ])
  expect(closingLine(sum)).toBe('3 passed, 0 failed')
})

it('never hides what was skipped', () => {
  const sum = sumReports([step('test', 0, report({ status: 'passed', tests: ['passed', 'pending', 'todo'] }))])
  expect(closingLine(sum)).toBe('1 passed, 0 failed, 2 skipped')
})

it('counts a failed test once, though its step failed with it', () => {
  const sum = sumReports([step('test', 1, report({ status: 'failed', tests: ['passed', 'failed'] }))])
  expect(closingLine(sum)).toBe('1 passed, 1 failed')
})

it('names each failed test with its message, so that the end of a log is enough', () => {
  const sum = sumReports([step('test', 1, report({ status: 'failed', tests: ['passed', 'failed'] }))])
  expect(sum.reasons).toEqual([
    'file-0.test.ts: a suite test 1\n           AssertionError: expected 1 to be 2\n               at x.ts:1',
  ])
})

it('counts a file that failed outside its tests', () => {
  const sum = sumReports([
    step('test', 1, report({ status: 'failed', tests: [] }, { status: 'failed', tests: ['pending'] })),
  ])
  expect(closingLine(sum)).toBe('0 passed, 2 failed, 1 skipped')
  expect(sum.reasons).toEqual(['file-0.test.ts failed outside its tests', 'file-1.test.ts failed outside its tests'])
})

it('counts a step that failed without a report, or in spite of a good one', () => {
  const sum = sumReports([step('check', 2), step('test', 1, report({ status: 'passed', tests: ['passed'] }))])
  expect(closingLine(sum)).toBe('1 passed, 2 failed')
  expect(sum.reasons).toEqual(['check ended with 2', 'test ended with 1'])
})

it('counts a test run that left no report, or half of one, even when it ended well', () => {
  const sum = sumReports([step('test', 0, undefined), step('docker', 0, '{"numPassed'), step('check', 0)])
  expect(closingLine(sum)).toBe('0 passed, 2 failed')
  expect(sum.reasons).toEqual(['test left no report', 'docker left a report that cannot be read'])
})

it('counts a test run that was killed before it could report once', () => {
  expect(closingLine(sumReports([step('test', 137, undefined)]))).toBe('0 passed, 1 failed')
})
