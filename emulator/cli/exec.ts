// `stuntdouble exec -- CMD…`: a double for as long as a command runs, and why the double refused it when the command failed.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentOf } from '../environment.ts'
import type { Emulator } from '../emulator.ts'
import { tellOfAccidents } from './accidents.ts'
import { openDouble } from './double.ts'
import type { DoubleOptions } from './double-options.ts'
import { exitStatus, Failure } from './failure.ts'
import { createLog } from './log.ts'
import { painterFor } from './pretty.ts'
import { refusals } from './refusals.ts'
import { statusOfSignal } from './signals.ts'

export async function exec([program = '', ...args]: readonly string[], options: DoubleOptions): Promise<void> {
  // The command owns stdout.
  const log = createLog(options.log, process.stderr)
  tellOfAccidents(log)
  const emulator = await openDouble(options, log)
  const { ca } = emulator
  let trusted: string | undefined
  try {
    // Whether one's own can be put in place is known before the command begins.
    if (typeof emulator.settings.scenario !== 'string') await emulator.ready()
    const env = environmentFor(emulator)
    if (ca) {
      const { trustFile, trustVariables } = await import('./trust.ts')
      trusted = await mkdtemp(join(tmpdir(), 'stuntdouble-ca-'))
      const file = join(trusted, 'ca.pem')
      await writeFile(file, trustFile(ca.certificate))
      Object.assign(env, trustVariables(file))
    }
    const status = await run(program, args, env)
    await log.flush()
    if (status !== 0) process.stderr.write(`${refusals(emulator, painterFor(process.stderr))}\n`)
    process.exitCode = status
  } finally {
    if (trusted !== undefined) await rm(trusted, { recursive: true, force: true })
    await emulator.close()
    await log.flush()
  }
  process.exit()
}

function environmentFor(emulator: Emulator): NodeJS.ProcessEnv {
  const { url, s3Url } = emulator
  const variables = environmentOf(emulator.worlds.main, { url, s3Url })
  const env: NodeJS.ProcessEnv = { ...process.env, ...variables }
  // To an S3 elsewhere, without keys of the double's own, they may be the way.
  if (variables.AWS_ACCESS_KEY_ID === undefined) return env
  // Of the developer's own account: with either of them an SDK would not use the credentials above.
  delete env['AWS_PROFILE']
  delete env['AWS_SESSION_TOKEN']
  return env
}

/** Answers the status that a shell would. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: 'inherit' })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      // A terminal sends its interrupts to the command by itself; either way the double outlives it.
      const fromTerminal = signal !== 'SIGTERM' && process.stdin.isTTY
      process.on(signal, () => fromTerminal || child.kill(signal))
    }
    child.on('error', (error: NodeJS.ErrnoException) => reject(cannotRun(program, error)))
    child.on('exit', (code, signal) => resolve(signal === null ? (code ?? exitStatus.failed) : statusOfSignal(signal)))
  })
}

function cannotRun(program: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'ENOENT') {
    // No shell takes it apart, which is easily forgotten.
    const asShell = / /.test(program) ? `; for a line of a shell say sh -c '${program}'` : ''
    return new Failure(`there is no command ${program}${asShell}`, 127, { cause: error })
  }
  if (error.code === 'EACCES') return new Failure(`${program} cannot be run: permission denied`, 126, { cause: error })
  return error
}
