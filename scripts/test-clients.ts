// `npm run test:clients`: drives the double with the vendors' own, unmodified SDKs in other languages. Arguments go to vitest.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { clientSuites } from '../harness/clients/suites.ts'
import { describeMissing, findToolchain, toolchainNames } from '../harness/clients/toolchains.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const found = new Map(await Promise.all(toolchainNames.map(async (name) => [name, await findToolchain(name)] as const)))
for (const toolchain of found.values()) if (toolchain) say(`found    ${toolchain.name} ${toolchain.version}`)

const missing = toolchainNames.filter((name) => found.get(name) === undefined)
const skipped = clientSuites.filter((suite) => missing.includes(suite.toolchain))
const warn = (): void => {
  for (const name of missing) say(`MISSING  ${describeMissing(name)}`)
  for (const suite of skipped) say(`SKIPPED  ${suite.title}`)
}

warn()
if (missing.length > 0 && process.env['CI'] === 'true') {
  say('In CI every client suite must run.')
  process.exit(1)
}

for (const suite of clientSuites) {
  const toolchain = found.get(suite.toolchain)
  if (!toolchain) continue
  say(`prepare  ${suite.title}`)
  await suite.prepare(toolchain)
}

const vitest = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')))
const run = spawn(process.execPath, [vitest, 'run', '--project', 'clients', ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --disable-warning=ExperimentalWarning` },
})
const [code] = await once(run, 'exit')
warn()
process.exitCode = typeof code === 'number' ? code : 1
