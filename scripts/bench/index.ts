// `npm run bench -- [NAME …] [options]`: measures the targets of the design, as ratios within one run.
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { met, type Row, type Settings } from './benchmark.ts'
import { contracts } from './contracts.ts'
import { importing, inProcessCall, mswCall, worldPerTest } from './in-process.ts'
import { duracloudTask, duracloudTransfer } from './duracloud.ts'
import { duracloudList, s3List } from './list.ts'
import { memory } from './memory.ts'
import { page } from './page.ts'
import { faults } from './faults.ts'
import { accept, comparable, type Failure, guarded, readAccepted, report as guardReport } from './guard.ts'
import { printHotSpots } from './hot-spots.ts'
import { signedGetInProcess, signedGetOverHttp } from './signed-get.ts'
import { s3Small } from './s3-small.ts'
import { s3Transfer } from './s3-transfer.ts'
import { snapshots } from './snapshots.ts'
import { soak } from './soak.ts'
import { firstAnswer } from './start.ts'
import { streamCall, streamQuery } from './stream.ts'
import { transfer } from './transfer.ts'
import { worlds } from './worlds.ts'

const benchmarks = [
  firstAnswer,
  signedGetOverHttp,
  signedGetInProcess,
  inProcessCall,
  mswCall,
  importing,
  worldPerTest,
  faults,
  memory,
  page,
  worlds,
  snapshots,
  contracts,
  transfer,
  streamCall,
  streamQuery,
  duracloudTask,
  duracloudTransfer,
  duracloudList,
  s3Small,
  s3Transfer,
  s3List,
  soak,
]
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    entities: { type: 'string', default: '1000000' },
    profile: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
    guard: { type: 'boolean', default: false },
    accept: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const names = benchmarks.map(({ name }) => name).join(', ')
if (values.help) {
  say(`npm run bench -- [NAME …] [options]

Measures the double beside a bare Hono server, by turns; needs \`npm run build\` before. Names, or beginnings of names, of
${names}.
By default all but soak.

  --rounds N    of each measurement (7; with --guard 2)
  --entities N  rows of the large table (1000000)
  --minutes N   that a soak goes on (10)
  --profile     print where the double's processor time goes
  --guard       run the short selection ${guarded.join(', ')},
                and compare each ratio with that in docs/benchmarks.json: a table in Markdown, here and in
                .cache/reports/bench.md. What is slow is a warning; only what cannot be run is an error
  --accept      keep the ratios of this run in docs/benchmarks.json`)
  process.exit(0)
}
/** By their names, or by how those begin: `s3` is `s3-small`, `s3-transfer` and `s3-list`. */
const asked = [...positionals, ...(values.only ?? [])]
const chosen = asked.length === 0 && values.guard ? guarded : asked
const isMeant = (name: string, by: string): boolean => name === by || name.startsWith(`${by}-`)
const unknown = chosen.filter((by) => !benchmarks.some(({ name }) => isMeant(name, by)))
const rounds = Number(values.rounds ?? (values.guard ? 2 : 7))
const minutes = Number(values.minutes)
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1 || !(minutes > 0)) {
  process.stderr.write(
    `Give names, or beginnings of names, of ${names}; --rounds takes a number from 1, --minutes any above 0.\n`,
  )
  process.exit(2)
}

const rows: (Row & { benchmark: string })[] = []
const compared: Row[] = []
const failures: Failure[] = []
const settings: Settings = {
  rounds,
  profile: values.profile,
  entities: Number(values.entities),
  minutes,
  short: values.guard,
}
for (const { name, run, onlyByName = false } of benchmarks) {
  if (chosen.length > 0 ? !chosen.some((by) => isMeant(name, by)) : onlyByName) continue
  process.stderr.write(`${name} …\n`)
  const measured = await run(settings).catch((error: unknown) => {
    // The others are worth a report all the same.
    if (!values.guard) throw error
    failures.push({ benchmark: name, reason: error instanceof Error ? error.message : String(error) })
    return []
  })
  compared.push(...comparable(measured))
  for (const row of measured) {
    rows.push({ benchmark: name, ...row })
    if (!values.guard) say(describe(row))
  }
}

const directory = fileURLToPath(new URL('../../.cache/bench/', import.meta.url))
const at = new Date().toISOString()
await mkdir(directory, { recursive: true })
const report = JSON.stringify(
  {
    at,
    node: process.version,
    processors: cpus().map(({ model }) => model),
    rounds,
    rows: rows.map((row) => ({ ...row, met: met(row) })),
  },
  undefined,
  2,
)
await writeFile(`${directory}${at.replaceAll(':', '-')}.json`, report)
if (values.profile) await printHotSpots(say)
if (values.guard) {
  const text = guardReport(compared, await readAccepted(), failures)
  const reports = fileURLToPath(new URL('../../.cache/reports/', import.meta.url))
  await mkdir(reports, { recursive: true })
  await writeFile(`${reports}bench.md`, text)
  say(text)
  if (failures.length > 0) process.exitCode = 1
}
if (values.accept) await accept(compared)

if (!values.guard) {
  const missed = rows.filter((row) => met(row) === false)
  say(
    `\n${rows.length - missed.length} of ${rows.length} rows meet their target or have none; the numbers are in .cache/bench/`,
  )
}

function describe(row: Row): string {
  const { what, measured, unit, target, detail } = row
  const wanted = target === undefined ? '' : 'most' in target ? `≤ ${target.most}` : `≥ ${target.least}`
  const verdict = { true: 'met', false: 'MISSED', undefined: '' }[String(met(row))] ?? ''
  return `${verdict.padEnd(6)}  ${what.padEnd(62)}${`${measured.toFixed(2)} ${unit}`.padStart(11)}  ${wanted.padEnd(7)} ${detail}`
}
