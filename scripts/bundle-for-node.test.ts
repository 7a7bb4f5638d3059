import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleForNode } from './bundle-for-node.ts'

const exec = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))

const sources = {
  'main.ts': `import { createServer, STATUS_CODES as codes } from 'node:http'
              const fetchIsThere = () => process.moduleLoadList.some((name) => name.endsWith('undici/undici'))
              console.log(typeof createServer, codes[404], fetchIsThere())
              const { one } = await import('./one.ts')
              const { default: two } = await import('./two.ts')
              const { three } = await import('./three.ts')
              console.log(one, two, three)`,
  'one.ts': `import { shared } from './shared.ts'
             export const one = 1 + shared()`,
  'two.ts': `import { shared } from './shared.ts'
             const two = 2 + shared()
             export default two`,
  'three.ts': `import { join } from 'node:path'
               import path from 'node:path'
               export const three = join('a', path.basename('b/c'))`,
  'shared.ts': `export const shared = () => Number('40')`,
}

let directory: string
const bundled = (): string => join(directory, 'bundled')

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stuntdouble-bundle-'))
  for (const [name, code] of Object.entries(sources)) await writeFile(join(directory, name), code)
  const from = (name: string): string => relative(root, join(directory, name))
  const [one, two] = ['one', 'two'].map((name) => ({ name: `group-${name}`, modules: [from(`${name}.ts`)] }))
  if (!one || !two) throw new Error('Both are there')
  const between = { name: 'between', between: [one, two] }
  await bundleForNode({ main: join(directory, 'main.ts') }, bundled(), [between, one, two])
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('what is bundled does what its sources do, and leaves alone what Node has behind the names of its modules', async () => {
  const { stdout } = await exec(process.execPath, [join(bundled(), 'main.js')])
  expect(stdout).toBe('function Not Found false\n41 42 a/c\n')
})

test('what two groups import is in a file of its own, and no file only hands on what another has', async () => {
  const files = (await readdir(bundled())).filter((name) => name.endsWith('.js'))
  expect(files.toSorted()).toEqual(['between.js', 'group-one.js', 'group-two.js', 'main.js', 'three.js'])
  expect(await readFile(join(bundled(), 'between.js'), 'utf8')).toContain('=> 40')
})

test('no module is asked for that commander alone imports and never uses here', async () => {
  const entry = join(directory, 'command.ts')
  await writeFile(entry, `export { Command } from ${JSON.stringify(import.meta.resolve('commander'))}`)
  await bundleForNode({ command: entry }, join(directory, 'command'), [])
  const code = await readFile(join(directory, 'command', 'command.js'), 'utf8')
  expect(code).toContain('getBuiltinModule("node:events")')
  expect(code).not.toContain('"node:child_process"')
})
