// A running double, as `start` and `exec` need it; what can go wrong is told in one line.
import { createEmulator, type Emulator } from '../emulator.ts'
import { listeningUrl } from '../listening-url.ts'
import { useLightGlobals } from '../platform/node-globals.ts'
import { PortUnavailable } from '../platform/port-unavailable.ts'
import type { GivenScenario } from '../../fixtures/scenarios/plan.ts'
import { ask } from './ask.ts'
import { type DoubleOptions, emulatorOptions } from './double-options.ts'
import { exitStatus, Failure } from './failure.ts'
import { isScenarioFile } from './is-scenario-file.ts'
import type { Log } from './log.ts'
import { misspeltVariables } from './misspelt-variables.ts'
import { sized } from './scenario-size.ts'

/** Errors whose message is meant for the one who started the double. */
const explained = new Set([
  'DataDirectoryUnusable',
  'FfmpegUnavailable',
  'NewerSchema',
  'ObjectStoreSdkMissing',
  'ObjectStoreUnavailable',
  'OpenTelemetryMissing',
])

/** @throws {Failure} */
export async function openDouble(options: DoubleOptions, log: Log): Promise<Emulator> {
  const { port, s3Port } = options
  if (port === s3Port && port !== 0)
    throw new Failure(`--port and --s3-port are both ${port}; they need two ports`, exitStatus.usage)
  if (options.objectStore === 'directory' && options.data === undefined) {
    throw new Failure('--object-store directory needs --data, the directory to keep the bytes in', exitStatus.usage)
  }
  if (options.objectStore === 's3' && options.s3Endpoint === undefined) {
    throw new Failure('--object-store s3 needs --s3-endpoint, such as http://127.0.0.1:9000', exitStatus.usage)
  }
  if (options.objectStore === undefined && options.s3Endpoint !== undefined) {
    throw new Failure('--s3-endpoint is used only with --object-store s3; add that, or leave it out', exitStatus.usage)
  }
  if ((options.s3AccessKeyId === undefined) !== (options.s3SecretAccessKey === undefined)) {
    throw new Failure('--s3-access-key-id and --s3-secret-access-key go together', exitStatus.usage)
  }
  if (!options.tls && options.tlsName.length > 0) {
    throw new Failure('--tls-name names a certificate, which there is only with --tls', exitStatus.usage)
  }
  for (const line of misspeltVariables(process.env)) process.stderr.write(`stuntdouble: ${line}\n`)
  useLightGlobals()
  let emulator: Emulator | undefined
  try {
    const scenario = await scenarioOf(options)
    emulator = await createEmulator({ ...emulatorOptions(options), scenario, onProblem: log.problem })
    const { entry } = log
    if (entry) emulator.onEntry((describe) => entry(describe()))
    await emulator.listen()
    return emulator
  } catch (error) {
    await emulator?.close()
    throw await failureOf(error, options)
  }
}

async function scenarioOf(options: DoubleOptions): Promise<GivenScenario> {
  const { scenario, seed } = options
  if (!isScenarioFile(scenario)) return sized(scenario, options)
  const { readScenarioFile } = await import('./scenario-file.ts')
  return (await readScenarioFile(scenario, seed)).definition
}

async function failureOf(error: unknown, options: DoubleOptions): Promise<unknown> {
  if (error instanceof PortUnavailable) {
    const { port } = options
    if (error.reason === 'taken' && error.port === port && (await isDouble(options))) {
      const message = `Port ${error.port} is taken by a stuntdouble that runs already; use that one, or have a second on free ports: --port 0 --s3-port 0`
      return new Failure(message, exitStatus.failed, { cause: error })
    }
    const option =
      error.reason === 'no-such-host'
        ? '; choose another with --host'
        : ` with ${error.port === port ? '--port' : '--s3-port'}`
    return new Failure(`${error.message}${option}`, exitStatus.failed, { cause: error })
  }
  if (error instanceof RangeError) return new Failure(error.message, exitStatus.usage, { cause: error })
  if (error instanceof Error && explained.has(error.name))
    return new Failure(error.message, exitStatus.failed, { cause: error })
  return error
}

/** Whether what has the port of the APIs is a double itself; nothing of the question is in its journal. */
async function isDouble(options: DoubleOptions): Promise<boolean> {
  try {
    // Nothing but what it is.
    const { status, text } = await ask(`${listeningUrl(options, options.port)}/`, 'anybody', 500)
    return status === 200 && text.startsWith('{"stuntdouble":')
  } catch {
    // It speaks otherwise, or says nothing: it is something else.
    return false
  }
}
