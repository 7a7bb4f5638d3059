#!/usr/bin/env node
// The command `stuntdouble`. Everything that a command needs is loaded when it is known which one it is.
import * as modules from 'node:module'

// As package.json has it; without this an older Node stops at an export that it does not have. Bun and Deno count otherwise.
const { bun, deno, node } = process.versions
const [major = 0, minor = 0] = node.split('.').map(Number)
if (bun ?? deno ?? (major > 22 || (major === 22 && minor >= 22))) await main()
else {
  process.stderr.write(
    `stuntdouble: it needs Node 22.22 or newer, and this is ${node}; install a newer one, or \`npm install --save-dev node@24\` in your project, whose npm scripts then use it\n`,
  )
  process.exitCode = 1
}

async function main(): Promise<void> {
  // None of these by name: what an older Node does not export would be an error before anything is said.
  modules.enableCompileCache?.()
  quietly()
  const { run } = await import('./cli/program.ts')
  await run(process.argv)
}

/** Node 22 calls its SQLite experimental at every start; what is said about everything else stays. */
function quietly(): void {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    if (String(warning).startsWith('SQLite is an experimental feature')) return
    Reflect.apply(emitWarning, process, [warning, ...rest])
  }
}
