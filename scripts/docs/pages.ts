// The pages that are written out of the code.
import { mutationsPage } from '../../contracts/mutations/page.ts'
import { statesPage } from '../../contracts/states/page.ts'
import { diagnosesPage } from '../docs-diagnoses.ts'
import { cliPage } from './cli.ts'
import { controlApiPage } from './control-api.ts'
import { optionsPage } from './options.ts'

/** By path from the root of the repository, each as it should be. */
export const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/reference/cli.md': cliPage,
  'docs/reference/control-api.md': controlApiPage,
  'docs/reference/options.md': optionsPage,
  'docs/diagnoses.md': diagnosesPage,
  'docs/provider-states.md': statesPage,
  'contracts/mutations.md': mutationsPage,
}
