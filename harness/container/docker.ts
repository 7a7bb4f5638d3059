// A container engine, by its command.
import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const exec = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

/** Answers what it printed to standard output. @throws with what it printed to standard error */
export async function docker(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await exec('docker', args, {
    cwd: root,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout.trim()
}

/** Builds a target of the Dockerfile, as far as it is not there already. Answers the name of the image. */
export async function buildImage(target: 'slim' | 'ffmpeg'): Promise<string> {
  const tag = `stuntdouble:test-${target}`
  await docker(['build', '--quiet', '--target', target, '--tag', tag, '.'])
  return tag
}

/** Asks until the answer is good. @param seconds how long at most @throws with what was answered last */
export async function until<T>(ask: () => Promise<T>, good: (answer: T) => boolean, seconds = 30): Promise<T> {
  let last: unknown
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await sleep(100)) {
    try {
      const answer = await ask()
      if (good(answer)) return answer
      last = answer
    } catch (error) {
      last = error
    }
  }
  throw new Error(`It did not come to that within ${seconds} s`, { cause: last })
}

/** Ports that are free now, for containers that keep theirs over restarts. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.on('error', reject)
          server.listen(0, '127.0.0.1', () => {
            const address = server.address()
            resolve(typeof address === 'object' && address ? address.port : 0)
          })
        }),
    ),
  )
  for (const server of servers) server.close()
  return ports
}
