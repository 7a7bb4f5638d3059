// A program in a process group of its own, which ends with all that it has started.
import { type ChildProcess, spawn } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { BoundedLog } from './node-bounded-log.ts'

export interface GroupRun {
  executable: string
  args: readonly string[]
  directory: string
  /** ms of real time. */
  timeLimit: number
  signal: AbortSignal
  onOutput?: ((text: string) => void) | undefined
}

export type GroupEnd = { stderr: string } & (
  | { reason: 'exit'; code: number }
  | { reason: 'killed'; by: string }
  | { reason: 'time-limit' }
)

/** What a program may know of this process's environment: where libraries are, and no secret. */
const passedOn = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'SystemRoot', 'TEMP', 'TMP']

/** A process group is what Unix calls it; on Windows the process alone is ended. */
const hasGroups = process.platform !== 'win32'

/** A longer delay would overflow Node's timers and fire at once. */
const longestDelay = 2 ** 31 - 1

const running = new Set<ChildProcess>()

/**
 * Runs a program to its end: without a shell, without input, behind everything else that wants the processor.
 * @throws the signal's reason when it aborts, or what keeps the program from starting; the group is gone then
 */
export async function runInGroup(run: GroupRun): Promise<GroupEnd> {
  run.signal.throwIfAborted()
  const child = spawn(run.executable, run.args, {
    cwd: run.directory,
    env: environment(run.directory),
    detached: hasGroups,
    shell: false,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  running.add(child)
  const log = new BoundedLog()
  child.stdout.setEncoding('utf8').on('data', (text: string) => run.onOutput?.(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.add(text))
  let late = false
  const timer = setTimeout(
    () => {
      late = true
      kill(child)
    },
    Math.min(run.timeLimit, longestDelay),
  )
  const giveUp = () => kill(child)
  run.signal.addEventListener('abort', giveUp, { once: true })
  beNice(child)
  try {
    const { code, by } = await ended(child)
    run.signal.throwIfAborted()
    const stderr = log.text
    if (late) return { stderr, reason: 'time-limit' }
    return by === null ? { stderr, reason: 'exit', code: code ?? -1 } : { stderr, reason: 'killed', by }
  } finally {
    clearTimeout(timer)
    run.signal.removeEventListener('abort', giveUp)
    running.delete(child)
  }
}

/** Ends every group at once, when the process has no time to wait. */
export function killAllGroups(): void {
  for (const child of running) kill(child)
}

function ended(child: ChildProcess): Promise<{ code: number | null; by: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, by) => resolve({ code, by }))
  })
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(hasGroups ? -pid : pid, 'SIGKILL')
  } catch (error) {
    // Nobody is left in the group, which is what was wanted.
    if (!isErrno(error, 'ESRCH') && !isErrno(error, 'EPERM')) throw error
  }
}

function beNice({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch (error) {
    // It has ended already, or this system does not let us; then it runs as everything else does.
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

function environment(home: string): Record<string, string> {
  const environment: Record<string, string> = { HOME: home, LC_ALL: 'C', AV_LOG_FORCE_NOCOLOR: '1' }
  for (const name of passedOn) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return environment
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
