// The command line of stuntdouble as a child process, for tests: from the sources, as `npm start` runs it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { variable } from './ledger/record.ts'

const cli = fileURLToPath(new URL('../emulator/cli.ts', import.meta.url))
const recorder = new URL('ledger/record-process.ts', import.meta.url).href

export interface CliResult {
  status: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface CliProcess extends AsyncDisposable {
  process: ChildProcess
  /** The next event of `--log json` with this name. */
  event: (name: string) => Promise<Record<string, unknown>>
  /** The first match in all lines that it has printed, now or later. */
  printed: (wanted: RegExp) => Promise<RegExpExecArray>
  ended: Promise<CliResult>
}

/** Starts the command; variables of the developer's own shell have no effect. */
export function startCli(args: readonly string[], env: Record<string, string> = {}): CliProcess {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(STUNTDOUBLE|TELESTREAM|DURACLOUD|STREAM|AWS)_/.test(name),
  )
  const recording = process.env[variable] === undefined ? [] : ['--import', recorder]
  const node = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source', ...recording, cli]
  const child = spawn(process.execPath, [...node, ...args], {
    env: { ...Object.fromEntries(own), NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const events: Record<string, unknown>[] = []
  const waiting: { what: string; isServed: () => boolean; reject: (reason: Error) => void }[] = []
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk))
  createInterface({ input: child.stdout }).on('line', (line) => {
    stdout += `${line}\n`
    if (line.startsWith('{"event":')) events.push(JSON.parse(line) as Record<string, unknown>)
    settle()
  })

  function settle(): void {
    for (const waiter of waiting.splice(0)) if (!waiter.isServed()) waiting.push(waiter)
  }

  function next<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const isServed = () => {
        const found = find()
        if (found === undefined) return false
        resolve(found)
        return true
      }
      waiting.push({ what, isServed, reject })
      settle()
    })
  }

  const ended = once(child, 'close').then(([status, signal]: unknown[]) => {
    for (const { what, reject } of waiting) reject(new Error(`It ended before it told of ${what}: ${stdout}${stderr}`))
    return { status: status as number | null, signal: signal as NodeJS.Signals | null, stdout, stderr }
  })
  return {
    process: child,
    ended,
    event: (name) =>
      next(name, () => {
        const at = events.findIndex(({ event }) => event === name)
        return at === -1 ? undefined : events.splice(at, 1)[0]
      }),
    printed: (wanted) => next(String(wanted), () => wanted.exec(stdout) ?? undefined),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Runs the command to its end. */
export function runCli(args: readonly string[], env?: Record<string, string>): Promise<CliResult> {
  return startCli(args, env).ended
}
