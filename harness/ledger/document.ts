// docs/ledger.md: the ledger as people read it.
import type { NotServed } from '../../emulator/facts.ts'
import type { Ledger, Proofs } from './ledger.ts'
import type { Section, ServedService } from './operations.ts'
import { isAnswered, tallyOf } from './tally.ts'

const intro = `# The honesty ledger

Which operations of which vendor the double serves, which unmodified official SDKs have driven each of them, which contract proves
it, and how its facts are known. It is **generated** by \`npm run ledger\` from what the suites did, and never edited by hand: while
the tests run, every request that reaches a service is written down by operation, with what the client says of itself on the wire.
CI fails when this page is stale, and when an operation has lost a proof. The same in JSON: [ledger.json](ledger.json).

![By whom the operations of each service are driven](ledger.svg)
`

const reading = `## How to read it

- **official SDKs**: the vendor's own, as its registry has it, unmodified. It counts when the operation has answered it with success at
  least once; *refused* means that all it ever got was a refusal (which may be what was to be shown). An SDK is believed
  to have driven an operation when the wire says so (\`X-Stream-Client\`, \`User-Agent\`) and, where that is only the name of an HTTP
  library, when the suite says the same.
- **contracts**: the consumers whose pact files hold an interaction with it that was verified.
- **also**: a golden transcript, which people can read; our own tests; programs and pages that are no SDK, but make the
  same requests.
- **known**: the marks of what is known of the operation, and the section of the facts that tells it. What was chosen where
  nobody knows stands in [fidelity.md](fidelity.md).
- A request that was made to go wrong (see [faults.md](faults.md)) proves nothing and does not count. What is driven in a container does
  not count either: the same tests drive it without one.
`

/** @param notServed more of what there is not, by service, besides what the facts tell */
export function documentOf(
  served: readonly ServedService[],
  ledger: Ledger,
  notServed: Readonly<Record<string, readonly NotServed[]>>,
): string {
  const parts = [
    intro,
    summaryOf(served, ledger),
    reading,
    ...served.map((service) => chapterOf(service, ledger[service.name] ?? {}, notServed[service.name] ?? [])),
  ]
  return parts.join('\n')
}

function summaryOf(served: readonly ServedService[], ledger: Ledger): string {
  const rows = served.map(({ name, title, sections }) => {
    const tally = tallyOf(ledger[name] ?? {})
    const numbers = [tally.bySdk, tally.byContract, tally.inTranscript, tally.onlyByTests, tally.byNobody]
    return row([
      `[${title}](#${anchor(title)})`,
      String(sections.length),
      `**${tally.operations}**`,
      ...numbers.map(String),
    ])
  })
  const heads = [
    'service',
    'APIs',
    'operations served',
    'driven by an official SDK',
    'proven by a contract',
    'in a transcript',
    'by our own tests alone',
    'by nobody',
  ]
  return `## In numbers\n\n${table(heads, rows)}`
}

function chapterOf(service: ServedService, sections: Ledger[string], more: readonly NotServed[]): string {
  const marks = Object.entries(service.facts.marks).map(([mark, meaning]) => `- **${mark}**: ${meaning}`)
  const notServed = [...service.facts.notServed, ...more].map(({ what, marks }) => `- ${what} [${marks}]`)
  return [
    `## ${service.title}\n`,
    `Known from ${service.facts.source}:\n`,
    `${marks.join('\n')}\n`,
    ...service.sections.map((section) => sectionOf(section, sections[section.title] ?? {})),
    gapsOf(service.sections, sections),
    `### ${service.title}: what the vendor has and the double has not\n`,
    `${notServed.join('\n')}\n`,
  ].join('\n')
}

function sectionOf({ title, operations, facts }: Section, proven: Ledger[string][string]): string {
  const rows = operations.map(({ name, requests }) => {
    const proofs = proven[name] ?? {}
    const [marks = '', where = ''] = facts[name] ?? []
    const asked = requests.map((request) => `\`${request}\``).join('<br>')
    const cells = [sdksOf(proofs), named(proofs, 'contract').join(', '), alsoOf(proofs)]
    return row([`\`${name}\``, asked, ...cells.map((cell) => cell || '–'), `${marks} ${where}`])
  })
  return `### ${title}\n\n${table(['operation', 'request', 'official SDKs', 'contracts', 'also', 'known'], rows)}`
}

/** `getstream 2.7.1, 7.0.0 (Python)`: the releases of one together. */
function sdksOf(proofs: Proofs): string {
  const groups = new Map<string, string[]>()
  for (const name of named(proofs, 'sdk')) {
    const [, before = name, version = '', behind = ''] = /^(.*?) (v?\d\S*)( \(.*)$/.exec(name) ?? []
    const key = `${before}\n${behind}`
    groups.set(key, [...(groups.get(key) ?? []), version])
  }
  return [...groups]
    .map(([key, versions]) => {
      const [before = '', behind = ''] = key.split('\n')
      return `${before} ${versions.join(', ')}${behind}`
    })
    .join('<br>')
}

function alsoOf(proofs: Proofs): string {
  const own = (['transcript', 'tests'] as const).filter((by) => by in proofs)
  return [...named(proofs, 'other'), ...own.map((by) => said(proofs, by, by))].join(', ')
}

/** Those of a kind, without it. */
function named(proofs: Proofs, kind: string): string[] {
  return Object.keys(proofs).flatMap((by) =>
    by.startsWith(`${kind} `) ? [said(proofs, by, by.slice(kind.length + 1))] : [],
  )
}

function said(proofs: Proofs, by: string, name: string): string {
  return proofs[by] === 'refused' ? `${name} (*refused*)` : name
}

function gapsOf(sections: readonly Section[], proven: Ledger[string]): string {
  const gaps = (isGap: (proofs: Proofs) => boolean) =>
    sections.flatMap(({ title, operations }) => {
      const names = operations.filter(({ name }) => isGap(proven[title]?.[name] ?? {})).map(({ name }) => `\`${name}\``)
      return names.length === 0 ? [] : [`  - ${title}: ${names.join(', ')}`]
    })
  const tell = (what: string, lines: readonly string[]) =>
    `- ${what}:${lines.length === 0 ? ' none' : `\n${lines.join('\n')}`}`
  return [
    '### What is not proven\n',
    tell(
      'Nobody drives',
      gaps((proofs) => !Object.values(proofs).includes('answered')),
    ),
    `${tell(
      'No official SDK drives',
      gaps((proofs) => !isAnswered(proofs, 'sdk')),
    )}\n`,
  ].join('\n')
}

function table(heads: readonly string[], rows: readonly string[]): string {
  return `${row(heads)}\n${row(heads.map(() => '---'))}\n${rows.join('\n')}\n`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** As GitHub makes it of a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
}
