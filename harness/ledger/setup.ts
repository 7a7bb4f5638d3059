// Set up before each file of tests: what its doubles answer is recorded, and counts once all its tests have passed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, afterEach, expect } from 'vitest'
import { root } from '../readme-blocks.ts'
import { record, variable } from './record.ts'
import { directoryOf, seal } from './records.ts'

const { testPath = '' } = expect.getState()
const directory = directoryOf(relative(root, testPath))
/** Where cases are drawn by chance, or processes killed, what is asked is not the same each time: it proves nothing to be counted on. */
const byChance =
  /^harness\/(hostile|crash|conformance\/crash)\//.test(relative(root, testPath)) ||
  /from 'fast-check'/.test(readFileSync(testPath, 'utf8'))
let failed = false

rmSync(directory, { recursive: true, force: true })
mkdirSync(directory, { recursive: true })
let stop: (() => void) | undefined
if (!byChance) {
  process.env[variable] = directory
  stop = record(directory)
}

afterEach(({ task }) => {
  failed ||= task.result?.state === 'fail'
})

afterAll(() => {
  stop?.()
  if (!failed) writeFileSync(join(directory, seal), '')
})
