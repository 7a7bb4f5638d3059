// Pact's own verifier, in a process of its own: it writes to stdout as it likes, and what crashes there does not end us.
import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { once } from 'node:events'
import { join } from 'node:path'
import { CannotVerify } from './problem.ts'

/** What pact-core is told; see its `VerifierOptions`. */
export interface NativeOptions {
  provider: string
  providerBaseUrl: string
  pactUrls: readonly string[]
  providerStatesSetupUrl: string
  providerStatesSetupTeardown: boolean
  transports: readonly { protocol: string; port: number; path: string; scheme: string }[]
}

export interface NativeMismatch {
  type: string
  mismatch?: string
  path?: string
  key?: string
  expected?: unknown
  actual?: unknown
}

export interface NativeResult {
  description: string
  result: string
  pending?: boolean
  mismatch?: { type: string; message?: string; mismatches?: readonly NativeMismatch[] }
}

export interface NativeVerifier {
  /** One result for each interaction, in the order of the file. @param patience ms. @throws {CannotVerify} */
  verify: (options: NativeOptions, patience: number) => Promise<readonly NativeResult[]>
  close: () => void
}

const peer = '@pact-foundation/pact'

// Data over the process's channel: the verifier's words on stdout are for nobody.
const script = `
const core = require(process.argv[1])
process.on('message', ({ options }) => {
  new core.Verifier(options).verify().then(
    (output) => process.send({ output }),
    (error) => process.send({ output: String(error && error.message || error) }),
  )
})
process.send({ ready: true })
`

/** @throws {CannotVerify} when the peer is not installed, or not for this machine */
export async function openNative(): Promise<NativeVerifier> {
  const child = spawn(process.execPath, ['-e', script, findCore()], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, PACT_DO_NOT_TRACK: 'true', SCARF_ANALYTICS: 'false', DO_NOT_TRACK: '1', LOG_LEVEL: 'error' },
  })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)))
  await told(child, () => complaint, 60_000)
  return {
    async verify(options, patience) {
      child.send({ options: { ...options, logLevel: 'error', timeout: 30_000 } })
      return readResults(await told(child, () => complaint, patience))
    },
    close: () => void child.kill('SIGKILL'),
  }
}

/** Where pact-core is: a package of the peer, and not always ours to ask for. The peer is the project's, or was installed beside us. */
function findCore(): string {
  const places = [join(process.cwd(), 'package.json'), import.meta.url]
  for (const place of places) {
    try {
      return createRequire(createRequire(place).resolve(peer)).resolve('@pact-foundation/pact-core')
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
  throw new CannotVerify(`contracts are verified by ${peer}; install it with: npm install --save-dev ${peer}`)
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND'
}

const tooLong = new Error('too long')

async function told(child: ChildProcess, complaint: () => string, patience: number): Promise<string> {
  const ended = new AbortController()
  const timer = setTimeout(() => ended.abort(tooLong), patience)
  try {
    const [message] = (await Promise.race([
      once(child, 'message', { signal: ended.signal }),
      once(child, 'close', { signal: ended.signal }).then(() => {
        const last = complaint()
          .trim()
          .split('\n')
          .findLast((line) => /error|panick|cannot/i.test(line))
        throw new CannotVerify(`Pact's verifier did not finish${last === undefined ? '' : `: ${last.trim()}`}`)
      }),
    ])) as [{ output?: string }]
    return message.output ?? ''
  } catch (error) {
    if (ended.signal.reason === tooLong)
      throw new CannotVerify(`Pact's verifier did not finish within ${Math.round(patience / 1000)} s`, { cause: error })
    throw error
  } finally {
    clearTimeout(timer)
    ended.abort()
  }
}

function readResults(output: string): readonly NativeResult[] {
  try {
    const { interactionResults } = JSON.parse(output) as { interactionResults?: readonly NativeResult[] }
    if (interactionResults) return interactionResults
  } catch {
    // Words, and no results: they say why there are none.
  }
  const [first = 'no results'] = output.split('\n')
  throw new CannotVerify(`Pact's verifier could not run: ${first}`)
}
