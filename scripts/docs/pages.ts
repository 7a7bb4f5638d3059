// The pages that are written out of the code.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mutationsPage } from '../../contracts/mutations/page.ts'
import { statesPage } from '../../contracts/states/page.ts'
import { root } from '../../harness/readme-blocks.ts'
import { diagnosesPage } from '../docs-diagnoses.ts'
import { licencesPage, lockedPackages } from '../licences.ts'
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
  'docs/licences.md': async () => licencesPage(lockedPackages(await readFile(join(root, 'package-lock.json'), 'utf8'))),
  'contracts/mutations.md': mutationsPage,
}
