#!/usr/bin/env node
// The command `stuntdouble`. Everything that a command needs is loaded when it is known which one it is.
import { enableCompileCache } from 'node:module'

enableCompileCache?.()
quietly()
const { run } = await import('./cli/program.ts')
await run(process.argv)

/** Node 22 calls its SQLite experimental at every start; what is said about everything else stays. */
function quietly(): void {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    if (String(warning).startsWith('SQLite is an experimental feature')) return
    Reflect.apply(emitWarning, process, [warning, ...rest])
  }
}
