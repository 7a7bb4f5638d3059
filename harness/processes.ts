// Whether a process runs, for tests that end some.
import { existsSync, readFileSync } from 'node:fs'

const listed = existsSync('/proc/self/stat')

/** False also for one that was killed and stays in the system's table until somebody asks for its end. */
export function isRunning(pid: number): boolean {
  if (listed) {
    const path = `/proc/${pid}/stat`
    return existsSync(path) && !/\) [ZX] /.test(readFileSync(path, 'utf8'))
  }
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
