// A double on free ports, in the process of the test, for clients in another process; and the variables that tell them where.
import { createEmulator, type Credentials, type EmulatorOptions } from '../../emulator/index.ts'

// ms; long enough for a client to find an encoding at work and to cancel it.
const encodingTime = 1_500

export interface RunningDouble extends AsyncDisposable {
  url: string
  s3Url: string
  /** Of the world `main`. */
  credentials: Credentials
  env: Record<string, string>
  /** What the double itself found wrong with its work: a job that failed, an answer that became a 500. */
  problems: readonly string[]
}

/**
 * Starts a double with the world `main`, in memory, on the real clock: the SDKs sign with the machine's time.
 *
 * @param options where it differs from the others
 */
export async function startDouble(options: EmulatorOptions = {}): Promise<RunningDouble> {
  const problems: string[] = []
  const onProblem = (message: string, error?: unknown): void => void problems.push(`${message} ${String(error)}`)
  const emulator = await createEmulator({
    host: '127.0.0.1',
    port: 0,
    s3Port: 0,
    clock: 'real',
    telestream: { encodingTime },
    onProblem,
    ...options,
  })
  const { url } = await emulator.listen()
  const { hostname, port } = new URL(url)
  return {
    url,
    s3Url: emulator.s3Url,
    credentials: emulator.worlds.main.credentials,
    env: { TELESTREAM_API_HOST: hostname, TELESTREAM_API_PORT: port },
    problems,
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}
