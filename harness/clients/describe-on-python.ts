// A suite of behaviours in Python, once for every interpreter that it is for; each test has a double of its own.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from 'vitest'
import { driving } from '../ledger/driving.ts'
import type { PythonSuite } from './python-environment.ts'
import { pythonSdk, type PythonSdk } from './python-sdk.ts'
import { startDouble, type RunningDouble } from './running-double.ts'
import { findToolchain, type ToolchainName } from './toolchains.ts'

/** @see PythonSdk.run */
export type Ask = PythonSdk['run']

/**
 * Declares `tests` for each of the interpreters. Those that this machine lacks show as skipped;
 * `npm run test:clients` says why, and fails in CI.
 */
export async function describeOnPython(
  title: string,
  suite: PythonSuite,
  interpreters: readonly ToolchainName[],
  tests: (ask: Ask) => void,
): Promise<void> {
  for (const name of interpreters) {
    const toolchain = await findToolchain(name)
    describe.skipIf(!toolchain)(`${title}, on ${name}`, () => {
      let sdk: PythonSdk
      let double: RunningDouble
      let declared: Disposable

      beforeAll(async () => {
        declared = driving(suite)
        if (toolchain) sdk = await pythonSdk(suite, toolchain, () => double.env)
      })
      afterAll(() => declared[Symbol.dispose]())
      beforeEach(async () => {
        double = await startDouble()
      })
      afterEach(async () => {
        await double[Symbol.asyncDispose]()
        expect(double.problems).toEqual([])
      })

      tests((behaviour, answer, args) => sdk.run(behaviour, answer, args))
    })
  }
}
