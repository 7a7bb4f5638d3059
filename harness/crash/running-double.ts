// The double of a crash run, as its oracle sees it: a process that it starts and kills.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export interface Storage {
  /** Where state and, without an S3, objects are. */
  data: string
  /** Of an S3 that has the objects. */
  s3?: { endpoint: string; accessKeyId: string; secretAccessKey: string }
}

const told = z.object({ url: z.string(), s3Url: z.string() })

export class RunningDouble {
  readonly url: string
  readonly s3Url: string
  readonly #child: ChildProcess
  readonly #gone: Promise<void>

  private constructor(child: ChildProcess, gone: Promise<void>, { url, s3Url }: z.output<typeof told>) {
    this.#child = child
    this.#gone = gone
    this.url = url
    this.s3Url = s3Url
  }

  /** @param onProblem hears what the double writes to standard error. @throws when it ends before it listens */
  static async start({ data, s3 }: Storage, onProblem: (text: string) => void): Promise<RunningDouble> {
    const script = fileURLToPath(new URL('double.ts', import.meta.url))
    const flags = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source']
    const child = spawn(process.execPath, [...flags, script, data, ...(s3 ? [s3.endpoint] : [])], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...(s3 && { CRASH_S3_KEY: s3.accessKeyId, CRASH_S3_SECRET: s3.secretAccessKey }) },
    })
    child.stderr.on('data', (chunk: Buffer) => onProblem(String(chunk)))
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const listening = Promise.withResolvers<z.output<typeof told>>()
    createInterface({ input: child.stdout }).once('line', (line) => listening.resolve(told.parse(JSON.parse(line))))
    child.once('exit', (code) => listening.reject(new Error(`The double ended with ${code} before it listened`)))
    return new RunningDouble(child, gone, await listening.promise)
  }

  /** As by the plug: nothing of it is done any more. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#gone
  }
}
