// `stuntdouble verify PACT…`: whether a provider keeps the contracts of its consumers.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ownDouble } from '../../contracts/verify/own-double.ts'
import { CannotVerify } from '../../contracts/verify/problem.ts'
import type { Provider } from '../../contracts/verify/provider.ts'
import { realService } from '../../contracts/verify/real-service.ts'
import { githubReporter } from '../../contracts/verify/report/github.ts'
import { jsonReporter } from '../../contracts/verify/report/json.ts'
import { junit } from '../../contracts/verify/report/junit.ts'
import { prettyReporter } from '../../contracts/verify/report/pretty.ts'
import { type Reporter, type ReporterName, summaryOf } from '../../contracts/verify/report/reporter.ts'
import { isDouble, runningDouble } from '../../contracts/verify/running-double.ts'
import { readSources } from '../../contracts/verify/sources.ts'
import type { Play } from '../../contracts/verify/stage.ts'
import { understand } from '../../contracts/verify/understand.ts'
import { verifyPacts } from '../../contracts/verify/verify.ts'
import type { GivenScenario } from '../../fixtures/scenarios/plan.ts'
import { exitStatus, Failure } from './failure.ts'
import { isScenarioFile } from './is-scenario-file.ts'
import { painterFor } from './pretty.ts'

export interface VerifyOptions {
  providerUrl?: string
  provider?: string
  world?: string
  scenario?: string
  providerStatesUrl?: string
  assumeStates?: boolean
  reporter: ReporterName
  junit?: string
}

/** Ends the process with 0, or with 1 when a contract is broken. @throws {Failure} 2 when contracts could not be verified */
export async function verify(sources: readonly string[], options: VerifyOptions): Promise<void> {
  try {
    process.exitCode = (await verified(sources, options)) ? 0 : exitStatus.failed
  } catch (error) {
    if (error instanceof CannotVerify)
      throw new Failure(error.message.replaceAll('\n', '\nstuntdouble: '), exitStatus.usage, { cause: error })
    throw error
  }
}

async function verified(sources: readonly string[], options: VerifyOptions): Promise<boolean> {
  const begun = performance.now()
  const { provider: name } = options
  const pacts = await readSources(sources, { env: process.env, ...(name !== undefined && { provider: name }) })
  const plays = understand(pacts)
  const provider = await providerFor(options, plays)
  const reporter = reporterFor(options.reporter)
  try {
    const outcomes = await verifyPacts(plays, provider, (outcome) => reporter.pact(outcome))
    const summary = summaryOf(outcomes, performance.now() - begun)
    reporter.end(outcomes, summary)
    if (options.junit !== undefined) await write(options.junit, junit(outcomes, summary))
    if (summary.kept + summary.broken + summary.pending === 0)
      throw new CannotVerify('nothing was verified: every interaction was left out')
    return summary.broken === 0
  } finally {
    await provider.close()
  }
}

async function providerFor(options: VerifyOptions, plays: readonly Play[]): Promise<Provider> {
  const { assumeStates, providerStatesUrl: statesUrl, providerUrl } = options
  const scenario = options.scenario === undefined ? undefined : await scenarioOf(options.scenario)
  if (providerUrl === undefined) {
    const other = (['world', 'providerStatesUrl', 'assumeStates'] as const).find((name) => options[name] !== undefined)
    if (other !== undefined)
      throw new CannotVerify(
        `${{ world: '--world', providerStatesUrl: '--provider-states-url', assumeStates: '--assume-states' }[other]} is about the provider at --provider-url`,
      )
    return ownDouble({ ...(scenario !== undefined && { scenario }) })
  }
  const { origin, pathname } = new URL(providerUrl)
  const inPath = /^\/w\/([\w-]+)$/.exec(pathname)?.[1]
  if (await isDouble(origin)) return runningDouble({ url: origin, world: options.world ?? inPath, scenario })
  if (options.world !== undefined || scenario !== undefined)
    throw new CannotVerify(
      `no double answers at ${origin}, and only a double has ${options.world === undefined ? 'scenarios' : 'worlds'}`,
    )
  const names = [...new Set(plays.map(({ pact }) => pact.provider))]
  if (new Set(plays.map(({ service }) => service)).size > 1)
    throw new CannotVerify(
      `${origin} is one service, and the pacts are for ${names.join(', ')}; choose with --provider NAME`,
    )
  return realService({ url: providerUrl, statesUrl, assumeStates, env: process.env })
}

async function scenarioOf(given: string): Promise<GivenScenario> {
  if (!isScenarioFile(given)) return given
  const { readScenarioFile } = await import('./scenario-file.ts')
  return (await readScenarioFile(given, 1)).plan
}

function reporterFor(name: ReporterName): Reporter {
  const line = (text: string) => void process.stdout.write(`${text}\n`)
  if (name === 'github') return githubReporter(line)
  return name === 'json' ? jsonReporter(line) : prettyReporter(line, painterFor(process.stdout))
}

async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  } catch (error) {
    throw new CannotVerify(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}
