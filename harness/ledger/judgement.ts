// Of which proofs this machine can say that they are lost: of those whose suites have run here, with all that they need.
import { glob } from 'node:fs/promises'
import { findToolchain, type ToolchainName } from '../clients/toolchains.ts'
import { root } from '../readme-blocks.ts'
import { clients } from './clients.ts'
import { withoutVersion } from './losses.ts'

export interface Judgement {
  /** Why nothing can be said of a proof; undefined when something can. @param by a key of `Proofs` */
  reasonAgainst: (by: string) => string | undefined
}

export interface Circumstances {
  /** Files of tests that have no record, by suite. */
  unrecorded: { unit: readonly string[]; clients: readonly string[] }
  missing: ReadonlySet<ToolchainName>
}

/** @param recorded the files of tests that have left a record */
export async function circumstances(recorded: ReadonlySet<string>): Promise<Circumstances> {
  const files = await testFiles()
  const names = [...new Set(clients.flatMap(({ toolchains }) => toolchains))]
  const found = await Promise.all(names.map((name) => findToolchain(name)))
  return {
    unrecorded: {
      unit: files.unit.filter((file) => !recorded.has(file)),
      clients: files.clients.filter((file) => !recorded.has(file)),
    },
    missing: new Set(names.filter((_, at) => found[at] === undefined)),
  }
}

/** As vitest.config.ts has them. */
async function testFiles(): Promise<{ unit: string[]; clients: string[] }> {
  const files: string[] = []
  const pattern = '{emulator,fixtures,harness,scripts,contracts}/**/*.test.ts'
  const exclude = (path: string) =>
    path === 'node_modules' || path.endsWith('/node_modules') || path === 'harness/examples'
  for await (const file of glob(pattern, { cwd: root, exclude })) files.push(file.replaceAll('\\', '/'))
  const sorted = files.filter((file) => !/(?:^|\/)node_modules\/|^harness\/examples\//.test(file)).toSorted()
  return {
    unit: sorted.filter((file) => !/\.(?:docker|clients)\.test\.ts$/.test(file)),
    clients: sorted.filter((file) => /^harness\/clients\/.*\.clients\.test\.ts$/.test(file)),
  }
}

export function judgementOf({ unrecorded, missing }: Circumstances): Judgement {
  const notRun = (suite: 'unit' | 'clients', command: string) => {
    const [first, ...others] = unrecorded[suite]
    if (first === undefined) return undefined
    return `\`${command}\` has left no record of ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`
  }
  return {
    reasonAgainst(by) {
      const unit = notRun('unit', 'npm test')
      if (!/^(?:sdk|other) /.test(by)) return unit
      const known = clients.filter(
        ({ kind, name, language }) => withoutVersion(`${kind} ${name} (${language})`) === withoutVersion(by),
      )
      const lacking = known.flatMap(({ toolchains }) => toolchains).find((name) => missing.has(name))
      if (lacking !== undefined) return `${lacking} is missing`
      return (
        notRun('clients', 'npm run test:clients') ??
        (known.every(({ toolchains }) => toolchains.length > 0) ? undefined : unit)
      )
    },
  }
}
