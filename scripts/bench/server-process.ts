// A server in a process of its own, which tells what it uses.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Collected, Usage } from './servers/report-usage.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const profiles = `${root}.cache/bench/profiles`

export interface ServerProcess extends AsyncDisposable {
  /** What it said when it was ready. */
  ready: Record<string, unknown>
  /** What it has used; asking begins a new peak. */
  usage(): Promise<Usage>
  /** Clears what nobody has any more. */
  collect(): Promise<Collected>
}

/**
 * Starts a program of `servers/`.
 * @param options.profile writes a CPU profile when the server stops
 */
export async function startServer(
  name: 'double' | 'bare-hono' | 'bare-call',
  { profile = false, args = [] as string[] } = {},
): Promise<ServerProcess> {
  if (profile) await mkdir(profiles, { recursive: true })
  const child = fork(fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url)), args, {
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      '--conditions=stuntdouble-source',
      '--expose-gc',
      ...(profile
        ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`, `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`]
        : []),
    ],
  })
  const { promise: death, reject } = Promise.withResolvers<never>()
  child.once('exit', (code) => reject(new Error(`The server ${name} ended with ${code}`)))
  death.catch(() => undefined)
  const answer = async (): Promise<unknown> => {
    const [message] = await Promise.race([once(child, 'message'), death])
    return message
  }
  const ready = (await answer()) as Record<string, unknown>
  return {
    ready,
    async usage() {
      const message = answer()
      child.send('usage')
      return (await message) as Usage
    },
    async collect() {
      const message = answer()
      child.send('collect')
      return (await message) as Collected
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
