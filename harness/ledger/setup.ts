// Set up before each file of tests: what its doubles answer is recorded, and counts once all its tests have passed.
import { rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, afterEach, expect } from 'vitest'
import { root } from '../readme-blocks.ts'
import { record, variable } from './record.ts'
import { directoryOf, seal } from './records.ts'

const { testPath = '' } = expect.getState()
const directory = directoryOf(relative(root, testPath))
let failed = false

rmSync(directory, { recursive: true, force: true })
process.env[variable] = directory
const stop = record(directory)

afterEach(({ task }) => {
  failed ||= task.result?.state === 'fail'
})

afterAll(() => {
  stop()
  if (!failed) writeFileSync(join(directory, seal), '')
})
