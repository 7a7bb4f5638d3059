// A program in a process of its own, and how long until it answers.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Running, Server } from './peer.ts'

/** @param options.cwd where it may write */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<Running> {
  // What it says goes into a file: a pipe would have to be read by who measures it.
  const folder = await mkdtemp(join(tmpdir(), 'stuntdouble-peer-said-'))
  const said = join(folder, 'said')
  const file = await open(said, 'a')
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', file.fd, file.fd],
  })
  try {
    await once(child, 'spawn')
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  } finally {
    await file.close()
  }
  const ended = once(child, 'exit')
  return {
    pid: child.pid ?? 0,
    async lastWords() {
      if (child.exitCode === null && child.signalCode === null) return undefined
      const text = await readFile(said, 'utf8')
      return `ended with ${child.signalCode ?? child.exitCode}: ${text.slice(-1000).trim() || 'said nothing'}`
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Below those that a system gives to who connects (from 32,768 on Linux): there, asking a port that nobody listens at may end at oneself. */
const firstPort = 21_100
let taken = 0

/** A port that is free, with the three behind it. No two peers share one, nor any two runs of one, because some sockets linger. */
async function nextPort(): Promise<number> {
  for (;;) {
    const port = firstPort + (taken += 4)
    const free = await Promise.all([0, 1, 2, 3].map((n) => canListen(port + n)))
    if (free.every(Boolean)) return port
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}

export interface Up extends AsyncDisposable {
  port: number
  running: Running
  /** ms from starting the program to its first answer. */
  ms: number
}

/**
 * Starts a peer, and waits for its first answer.
 * @throws with what it said last, when it has ended before, or does not answer within `patience` (ms)
 */
export async function startPeer(peer: Server, patience = 60_000): Promise<Up> {
  const port = await nextPort()
  const begin = performance.now()
  const running = await peer.start(port).catch(notStarted)
  const stop = async (): Promise<void> => running[Symbol.asyncDispose]()
  try {
    await untilItAnswers(port, peer.first(port), running, patience)
    return { port, running, ms: performance.now() - begin, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    return notStarted(error)
  }
}

function notStarted(cause: unknown): never {
  throw new Error(`did not start: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
}

/** Asks again at once. */
async function untilItAnswers(port: number, path: string, { lastWords }: Running, patience: number): Promise<void> {
  const begin = performance.now()
  let asked = begin
  while (performance.now() - begin < patience) {
    if (await answers(port, path)) return
    if (performance.now() - asked < 100) continue
    asked = performance.now()
    const words = await lastWords()
    if (words !== undefined) throw new Error(`it ${words}`)
  }
  throw new Error(`nobody answered at port ${port} within ${patience / 1000} s`)
}

/** Whether the beginning of an HTTP answer came that is no "not ready yet". */
function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let answer = ''
    const again = (): void => {
      socket.destroy()
      setTimeout(resolve, 1, false)
    }
    socket.setTimeout(5000, again)
    socket.once('connect', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`),
    )
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1')
      // The rest is heard out: a server whose client goes while it answers may take that ill.
      if (/^HTTP\/1\.1 [1-4]/.test(answer)) resolve(true)
    })
    socket.once('error', again)
    socket.once('end', again)
  })
}

/** Resident memory in MiB, with that of the processes which it started. */
export async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const own = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const theirs = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => memoryOf(Number(child))),
  )
  return own + theirs.reduce((sum, each) => sum + each, 0)
}
