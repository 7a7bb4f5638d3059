// `npm run ledger`: docs/ledger.md, from what the suites have recorded. `-- --check` changes nothing, and fails when it is stale or when
// an operation has lost a proof; `-- --accept` writes one with losses.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { consumersOf } from '../harness/ledger/consumers.ts'
import { documentOf } from '../harness/ledger/document.ts'
import { circumstances, judgementOf } from '../harness/ledger/judgement.ts'
import { ledgerOf, ledgerSchema, type Ledger } from '../harness/ledger/ledger.ts'
import { notServedBySdks } from '../harness/ledger/not-served.ts'
import { served } from '../harness/ledger/operations.ts'
import { pictureOf } from '../harness/ledger/picture.ts'
import { readRecords } from '../harness/ledger/records.ts'
import { weigh } from '../harness/ledger/weigh.ts'
import { root } from '../harness/readme-blocks.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const { values } = parseArgs({ options: { check: { type: 'boolean' }, accept: { type: 'boolean' } } })

const read = (name: string): Promise<string | undefined> =>
  readFile(join(root, 'docs', name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

const records = await readRecords()
const committed: Ledger = ledgerSchema.parse(JSON.parse((await read('ledger.json')) ?? '{}'))
const judgement = judgementOf(await circumstances(new Set(records.keys())))
const { ledger, lost, gained, notJudged } = weigh(committed, ledgerOf(served, records, await consumersOf()), judgement)

for (const [reason, { length }] of notJudged)
  say(`NOT JUDGED  ${length} ${length === 1 ? 'proof stays as it was' : 'proofs stay as they were'}: ${reason}`)
for (const { service, section, operation, by, proof } of lost)
  say(
    `LOST        ${service}, ${section}: ${operation} is not ${proof === 'answered' ? 'answered to' : 'asked by'} ${by} any more`,
  )

for (const { service, section, operation, by, proof } of gained.slice(0, 30))
  say(`NEW         ${service}, ${section}: ${operation} is ${proof === 'answered' ? 'answered to' : 'asked by'} ${by}`)
if (gained.length > 30) say(`NEW         and ${gained.length - 30} more`)

const files = {
  'ledger.json': `${JSON.stringify(ledger, null, 2)}\n`,
  'ledger.md': documentOf(served, ledger, await notServedBySdks()),
  'ledger.svg': pictureOf(served, ledger),
}
const stale: string[] = []
for (const [name, text] of Object.entries(files)) if ((await read(name)) !== text) stale.push(name)

if (values.check) {
  for (const name of stale) say(`STALE       docs/${name}: run the suites, then \`npm run ledger\`, and commit it`)
  const inCi = process.env['CI'] === 'true' && notJudged.size > 0
  if (inCi) say('In CI every suite must have run.')
  process.exitCode = lost.length > 0 || stale.length > 0 || inCi ? 1 : 0
  if (process.exitCode === 0) say('docs/ledger.md is what the suites did')
} else if (lost.length > 0 && !values.accept) {
  say('Nothing was written. Where this is meant: npm run ledger -- --accept')
  process.exitCode = 1
} else {
  for (const name of stale) await writeFile(join(root, 'docs', name), files[name as keyof typeof files])
  say(stale.length === 0 ? 'docs/ledger.md is as it was' : `wrote ${stale.map((name) => `docs/${name}`).join(', ')}`)
}
