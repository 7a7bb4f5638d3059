// `stuntdouble seed SCENARIO`: a world of a running double begins anew with it.
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { SeedingProgress } from '../../fixtures/scenarios/scenario.ts'
import { defaultUrl } from './env.ts'
import { exitStatus, Failure } from './failure.ts'
import { isScenarioFile } from './is-scenario-file.ts'
import { type ProgressBar, progressBar } from './progress-bar.ts'
import { readScenarioFile } from './scenario-file.ts'
import { sized } from './scenario-size.ts'
import { brokenOff, doubleAt, send } from './transfer.ts'

export interface SeedOptions {
  url?: string
  world?: string
  seed: number
  scenarioSize?: string
}

interface Line extends Partial<SeedingProgress> {
  world?: string
  scenario?: string
  error?: { message: string }
}

/** @throws {Failure} */
export async function seed(given: string, options: SeedOptions): Promise<void> {
  const url = new URL(options.url ?? defaultUrl)
  const world = options.world ?? /^\/w\/([\w-]+)/.exec(url.pathname)?.[1] ?? 'main'
  // The double may be elsewhere: it gets what the file says, and not its path.
  const scenario = isScenarioFile(given) ? (await readScenarioFile(given, options.seed)).plan : sized(given, options)
  const { body } = await send(await doubleAt(url), {
    method: 'POST',
    path: `/w/${encodeURIComponent(world)}/_stuntdouble/seed?progress=true`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scenario }),
  })
  const begunAt = performance.now()
  const bar = progressBar(process.stderr, isScenarioFile(given) ? given : String(scenario))
  const last = await follow(body, bar)
    .catch(brokenOff(url.origin))
    .finally(() => bar.end())
  if (last.error) throw new Failure(last.error.message, exitStatus.usage)
  if (last.world === undefined) throw new Failure(`the double at ${url.origin} did not finish; its log says why`)
  const seconds = ((performance.now() - begunAt) / 1000).toFixed(1)
  process.stdout.write(`${last.world} begins with ${last.scenario ?? given} (${seconds} s)\n`)
}

/** Shows how far it is, line by line; the last one says how it ended. */
async function follow(body: Readable, bar: ProgressBar): Promise<Line> {
  let last: Line = {}
  for await (const text of createInterface({ input: body })) {
    last = JSON.parse(text) as Line
    const { service, done = 0, total = 0 } = last
    if (service !== undefined) bar.show({ service, done, total })
  }
  return last
}
