// `npm run bench -- [NAME …] [--rounds N] [--minutes N] [--profile]`: measures the targets of the design, as ratios within one run.
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { met, type Row } from './benchmark.ts'
import { contracts } from './contracts.ts'
import { importing, inProcessCall, mswCall, worldPerTest } from './in-process.ts'
import { duracloudTask, duracloudTransfer } from './duracloud.ts'
import { duracloudList, s3List } from './list.ts'
import { memory } from './memory.ts'
import { page } from './page.ts'
import { faults } from './faults.ts'
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
    rounds: { type: 'string', default: '7' },
    entities: { type: 'string', default: '1000000' },
    profile: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
  },
})
/** By their names, or by how those begin: `s3` is `s3-small`, `s3-transfer` and `s3-list`. */
const chosen = [...positionals, ...(values.only ?? [])]
const isMeant = (name: string, by: string): boolean => name === by || name.startsWith(`${by}-`)
const unknown = chosen.filter((by) => !benchmarks.some(({ name }) => isMeant(name, by)))
const rounds = Number(values.rounds)
const minutes = Number(values.minutes)
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1 || !(minutes > 0)) {
  process.stderr.write(
    `Give names, or beginnings of names, of ${benchmarks.map(({ name }) => name).join(', ')}; --rounds takes a number from 1, --minutes any above 0.\n`,
  )
  process.exit(2)
}

const rows: (Row & { benchmark: string })[] = []
for (const { name, run, onlyByName = false } of benchmarks) {
  if (chosen.length > 0 ? !chosen.some((by) => isMeant(name, by)) : onlyByName) continue
  process.stderr.write(`${name} …\n`)
  for (const row of await run({ rounds, profile: values.profile, entities: Number(values.entities), minutes })) {
    rows.push({ benchmark: name, ...row })
    say(describe(row))
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

const missed = rows.filter((row) => met(row) === false)
say(
  `\n${rows.length - missed.length} of ${rows.length} rows meet their target or have none; the numbers are in .cache/bench/`,
)

function describe(row: Row): string {
  const { what, measured, unit, target, detail } = row
  const wanted = target === undefined ? '' : 'most' in target ? `≤ ${target.most}` : `≥ ${target.least}`
  const verdict = { true: 'met', false: 'MISSED', undefined: '' }[String(met(row))] ?? ''
  return `${verdict.padEnd(6)}  ${what.padEnd(62)}${`${measured.toFixed(2)} ${unit}`.padStart(11)}  ${wanted.padEnd(7)} ${detail}`
}
