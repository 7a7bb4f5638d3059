// Whether the value of `--scenario` is a file, and not a name.
import { extname } from 'node:path'

/** Those that are run; beside them JSON is read. */
export const scenarioModules: readonly string[] = ['.ts', '.mts', '.js', '.mjs']

export function isScenarioFile(text: string): boolean {
  return /[/\\]/.test(text) || [...scenarioModules, '.json', '.cts', '.cjs'].includes(extname(text))
}
