// The platform of a browser, with its SQLite in WebAssembly, runs in Node too; there it answers as the platform of Node does.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const flow = fileURLToPath(new URL('signed-flow.ts', import.meta.url))

/** What the program prints under these conditions, and the platform that they chose. */
async function run(...conditions: string[]): Promise<{ answers: string; platform: string }> {
  const flags = ['stuntdouble-source', ...conditions].map((condition) => `--conditions=${condition}`)
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    ...flags,
    flow,
  ])
  return { answers: stdout, platform: stderr }
}

it('answers a signed client byte for byte as Node does', async () => {
  const [node, browser] = await Promise.all([run(), run('browser')])
  expect(node.platform).toMatch(/emulator\/platform\/node\.ts$/)
  expect(browser.platform).toMatch(/emulator\/platform\/browser\.ts$/)
  expect(browser.answers).toBe(node.answers)
  expect(node.answers.match(/^# /gm)?.length).toBeGreaterThan(10)
  expect(node.answers).toContain('"status":"success"')
})
