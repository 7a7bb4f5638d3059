// `npm run test:oldest-node`: the unit tests on the oldest Node that package.json promises to run on. Arguments go to vitest.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const root = fileURLToPath(new URL('..', import.meta.url))
const { engines } = z
  .object({ engines: z.object({ node: z.string().regex(/^>=\d+\.\d+$/) }) })
  .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
const oldest = engines.node.slice('>='.length)

// As this package does for its own Node: through npm, whose registry every machine that builds this reaches.
const home = join(root, '.cache', `node-${oldest}`)
await mkdir(home, { recursive: true })
await writeFile(
  join(home, 'package.json'),
  JSON.stringify({ private: true, dependencies: { node: `~${oldest}.0` }, allowScripts: { node: true } }),
)
execFileSync('npm', ['install', '--prefix', home, '--no-audit', '--no-fund'], {
  cwd: home,
  stdio: ['ignore', 'inherit', 'inherit'],
})

const bin = join(home, 'node_modules', '.bin')
const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')))
const run = spawn(join(bin, 'node'), [vitest, 'run', '--project', 'unit', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` },
})
const [code] = await once(run, 'exit')
process.exitCode = typeof code === 'number' ? code : 1
