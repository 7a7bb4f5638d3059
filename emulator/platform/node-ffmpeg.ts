// The ffmpeg of this machine: found, asked who it is, and given directories under one of our own, which goes when we go.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { access, constants, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { type Ffmpeg, type FfmpegEnd, type FfmpegRun, FfmpegUnavailable, type FfmpegWorkspace } from './ffmpeg.ts'
import { killAllGroups, runInGroup } from './node-process-group.ts'
import { NodeWorkspace } from './node-workspace.ts'

const prefix = 'stuntdouble-ffmpeg-'
/** For questions about itself, in ms. */
const patience = 20_000

const roots = new Set<string>()

/**
 * Opens an ffmpeg.
 * @param path a program, or a name that is looked for on PATH; default `ffmpeg`
 * @throws {FfmpegUnavailable}
 */
export async function openFfmpegOnNode(path = 'ffmpeg'): Promise<Ffmpeg> {
  const executable = await find(path)
  removeLeftovers()
  const root = makeRoot()
  const closing = new AbortController()
  try {
    // One after the other: what is no ffmpeg is told by the first question.
    const version = await versionOf(executable, root)
    const encoders = await encodersOf(executable, root)
    return new NodeFfmpeg(executable, root, closing, version, encoders)
  } catch (error) {
    forget(root)
    throw error
  }
}

class NodeFfmpeg implements Ffmpeg {
  readonly version: string
  readonly encoders: ReadonlySet<string>
  readonly cores = availableParallelism()
  readonly #executable: string
  readonly #root: string
  readonly #closing: AbortController
  readonly #runs = new Set<Promise<unknown>>()
  #last = 0

  constructor(
    executable: string,
    root: string,
    closing: AbortController,
    version: string,
    encoders: ReadonlySet<string>,
  ) {
    this.#executable = executable
    this.#root = root
    this.#closing = closing
    this.version = version
    this.encoders = encoders
  }

  async openWorkspace(): Promise<FfmpegWorkspace> {
    this.#closing.signal.throwIfAborted()
    this.#last += 1
    const directory = join(this.#root, String(this.#last))
    mkdirSync(directory, { mode: 0o700 })
    return new NodeWorkspace(directory, (run) => this.#run(run, directory))
  }

  async #run(run: FfmpegRun, directory: string): Promise<FfmpegEnd> {
    const { executable, signal } = { executable: this.#executable, signal: this.#closing.signal }
    const running = runInGroup({ ...run, executable, directory, signal: AbortSignal.any([run.signal, signal]) })
    this.#runs.add(running)
    try {
      const { stderr, ...end } = await running
      return { ...end, log: stderr.replaceAll(executable, 'ffmpeg') }
    } finally {
      this.#runs.delete(running)
    }
  }

  async close(): Promise<void> {
    this.#closing.abort(new DOMException('ffmpeg was closed', 'AbortError'))
    await Promise.allSettled(this.#runs)
    await rm(this.#root, { recursive: true, force: true })
    forget(this.#root)
  }
}

/** The program's own path: a run has another directory, and a relative one would not lead there. */
async function find(path: string): Promise<string> {
  const named = /[\\/]/.test(path)
  const suffixes = process.platform === 'win32' ? ['', '.exe'] : ['']
  const directories = named ? [''] : (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== '')
  for (const directory of directories) {
    for (const suffix of suffixes) {
      const candidate = resolve(directory, path + suffix)
      const usable = await access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      )
      if (usable) return candidate
    }
  }
  throw new FfmpegUnavailable(
    named
      ? `There is no program at ${path}; name your ffmpeg with --ffmpeg PATH, or leave --encoder simulated`
      : `${path} is not on the PATH; install it, name it with --ffmpeg PATH, or leave --encoder simulated`,
  )
}

async function versionOf(executable: string, directory: string): Promise<string> {
  const text = await ask(executable, directory, '-version')
  const version = /^ffmpeg version (\S+)/m.exec(text)?.[1]
  if (version === undefined) throw new FfmpegUnavailable(`${executable} does not say which ffmpeg it is`)
  return version
}

async function encodersOf(executable: string, directory: string): Promise<ReadonlySet<string>> {
  const text = await ask(executable, directory, '-encoders')
  return new Set([...text.matchAll(/^ [VAS][A-Z.]{5} (\w\S*)/gm)].map(([, name = '']) => name))
}

async function ask(executable: string, directory: string, question: string): Promise<string> {
  let text = ''
  try {
    const end = await runInGroup({
      executable,
      args: ['-hide_banner', question],
      directory,
      timeLimit: patience,
      signal: new AbortController().signal,
      onOutput: (part) => {
        if (text.length < 1_000_000) text += part
      },
    })
    if (end.reason === 'exit' && end.code === 0) return text
  } catch (error) {
    throw new FfmpegUnavailable(`${executable} cannot be run: ${messageOf(error)}`, { cause: error })
  }
  throw new FfmpegUnavailable(`${executable} ${question} failed; is it an ffmpeg?`)
}

/** Named after the process, so that a later one can tell whether it is still needed. */
function makeRoot(): string {
  const root = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  if (roots.size === 0) process.once('exit', leave)
  roots.add(root)
  return root
}

function forget(root: string): void {
  rmSync(root, { recursive: true, force: true })
  roots.delete(root)
  if (roots.size === 0) process.removeListener('exit', leave)
}

/** The process ends without `close`. */
function leave(): void {
  killAllGroups()
  for (const root of roots) rmSync(root, { recursive: true, force: true })
}

/** What processes left that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const root = join(tmpdir(), name)
    const pid = Number(name.slice(prefix.length).split('-')[0])
    if (!Number.isInteger(pid) || roots.has(root) || (pid !== process.pid && isAlive(pid))) continue
    try {
      rmSync(root, { recursive: true, force: true })
    } catch (error) {
      // Another user's: it stays for a process of theirs.
      if (!(error instanceof Error && 'code' in error)) throw error
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
