// A program in a process of its own, and how long until it answers.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Running } from './peer.ts'

/** @param options.cwd where it may write */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<Running> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  await once(child, 'spawn')
  const ended = once(child, 'exit')
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** ms until a server answers at all, asked again at once. @throws when it does not within a minute */
export async function untilItAnswers(port: number, path: string): Promise<number> {
  const begin = performance.now()
  while (performance.now() - begin < 60_000) if (await answers(port, path)) return performance.now() - begin
  throw new Error(`Nobody answered at port ${port} within a minute`)
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const again = (): void => {
      socket.destroy()
      setTimeout(resolve, 1, false)
    }
    socket.setTimeout(5000, again)
    socket.once('connect', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`),
    )
    socket.once('data', (chunk: Buffer) => {
      socket.destroy()
      // A server that is not ready yet says so.
      if (/^HTTP\/1\.1 50[0-9]/.test(chunk.toString('latin1'))) setTimeout(resolve, 1, false)
      else resolve(true)
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
