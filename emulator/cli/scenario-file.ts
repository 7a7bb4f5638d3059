// A scenario of one's own in a file: TypeScript and JavaScript are run, JSON is read; what is wrong with it is told in one line.
import { readFile, stat } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plan, ScenarioDefinition } from '../../fixtures/scenarios/plan.ts'
import { ScenarioRefused } from '../../fixtures/scenarios/scenario.ts'
import { exitStatus, Failure } from './failure.ts'
import { scenarioModules as modules } from './is-scenario-file.ts'

/** @param seed of the world, for what it leaves to chance. @throws {Failure} with path and reason; status 2 */
export async function readScenarioFile(
  path: string,
  seed: number,
): Promise<{ definition: ScenarioDefinition; plan: Plan }> {
  const { planOf } = await import('../../fixtures/scenarios/planned.ts')
  const definition = await load(path)
  try {
    const plan = await planOf(definition, seed)
    // It is one: it has come to a plan.
    return { definition: definition as ScenarioDefinition, plan }
  } catch (error) {
    if (error instanceof ScenarioRefused) throw refused(path, error.message, error)
    throw error
  }
}

async function load(path: string): Promise<unknown> {
  const file = resolve(path)
  const facts = await stat(file).catch((error: unknown) => {
    throw refused(path, 'there is no such file', error)
  })
  if (!facts.isFile()) throw refused(path, 'it is no file')
  const kind = extname(path)
  if (kind === '.json') return parse(path, await readFile(file, 'utf8'))
  if (!modules.includes(kind)) throw refused(path, `it takes a file of ${[...modules, '.json'].join(', ')}`)
  findOurselves()
  let module: { default?: unknown }
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: unknown }
  } catch (error) {
    throw refused(path, error instanceof Error ? `${error.name}: ${error.message}` : String(error), error)
  }
  if (module.default === undefined)
    throw refused(path, 'it has no default export; it takes `export default defineScenario({ … })`')
  return module.default
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw refused(path, `it is no JSON: ${error instanceof Error ? error.message : String(error)}`, error)
  }
}

let found = false

/** A file anywhere may import `stuntdouble/scenario`: where nothing of that name is installed, it is this program's own. */
function findOurselves(): void {
  if (found) return
  found = true
  const own = import.meta.resolve('stuntdouble/scenario')
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context)
      } catch (error) {
        if (specifier !== 'stuntdouble/scenario') throw error
        return { url: own, shortCircuit: true }
      }
    },
  })
}

function refused(path: string, reason: string, cause?: unknown): Failure {
  return new Failure(`scenario ${path}: ${reason.replace(/\s*\n\s*/g, ' ')}`, exitStatus.usage, { cause })
}
