// A suite in another language: all its tests run in one process, and each of them is a test here, by its name.
import { beforeAll, describe, expect, it } from 'vitest'

/** How a test of the other language ended. */
export interface ReportedTest {
  /** As its runner calls it: `package.Class.method`. */
  name: string
  /** What was thrown and where; undefined for a test that passed. */
  failure: string | undefined
}

export interface TestClass {
  name: string
  tests: readonly { name: string; title: string }[]
}

export interface Report {
  tests: readonly ReportedTest[]
  /** What the double found wrong with its work meanwhile. */
  problems: readonly string[]
}

/**
 * Declares the tests that were found in the sources; what became of each is told when all are over.
 *
 * @param run absent on a machine without the toolchain: all are skipped then, and `npm run test:clients` says why
 */
export function describeReported(
  { title, release }: { title: string; release: string },
  classes: readonly TestClass[],
  run: (() => Promise<Report>) | undefined,
): void {
  describe.skipIf(!run)(`${title} ${release}`, () => {
    let results = new Map<string, ReportedTest>()
    let problems: readonly string[] = []

    beforeAll(async () => {
      if (!run) return
      const report = await run()
      results = new Map(report.tests.map((test) => [test.name, test]))
      ;({ problems } = report)
    })

    describe.each(classes)('$name', ({ tests }) => {
      it.each(tests)('$title', ({ name }) => {
        expect(results.get(name)).toEqual({ name, failure: undefined })
      })
    })

    it('are all the tests that there are', () => {
      expect([...results.keys()].sort()).toEqual(classes.flatMap(({ tests }) => tests.map(({ name }) => name)).sort())
    })

    it('leave nothing that the double found wrong with its work', () => {
      expect(problems).toEqual([])
    })
  })
}
