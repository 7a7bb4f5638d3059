// `npm run test:crash [-- --cycles N --seed N --store directory|minio|all]`: a double under mixed load is killed again and again, and an
// oracle outside of it knows what it had acknowledged.
import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { minioKeys, startMinio } from '../harness/container/minio.ts'
import { type CrashReport, crashRun } from '../harness/crash/crash-run.ts'
import { fullDisk } from '../harness/crash/full-disk.ts'
import type { Storage } from '../harness/crash/running-double.ts'

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    store: { type: 'string', default: 'all' },
  },
})
const cycles = Number(values.cycles)
const seed = Number(values.seed)
const say = (text: string): void => void process.stdout.write(`${text}\n`)
if (
  !Number.isInteger(cycles) ||
  cycles < 1 ||
  !Number.isInteger(seed) ||
  !['directory', 'minio', 'all'].includes(values.store)
) {
  process.stderr.write('--cycles and --seed take whole numbers, --store one of directory, minio, all.\n')
  process.exit(2)
}
const engine = await promisify(execFile)('docker', ['info'], { timeout: 30_000 }).catch(() => undefined)
if (values.store === 'minio' && !engine) {
  process.stderr.write('--store minio needs a container engine, and `docker info` reaches none.\n')
  process.exit(2)
}

let failed = false
const disk = await fullDisk()
for (const line of disk.said) say(`full disk, ${line.replaceAll('\n', ' ')}`)
for (const what of disk.wrong) say(`WRONG on a full disk: ${what}`)
if (disk.wrong.length > 0) failed = true
say(
  disk.leftOut === undefined
    ? `full disk: ${disk.wrong.length} wrong, and all works again`
    : `full disk: LEFT OUT, ${disk.leftOut}`,
)
if (values.store !== 'minio') await run('directory', undefined)
if (values.store !== 'directory' && engine) {
  await using minio = await startMinio()
  await run('minio', { endpoint: minio.endpoint, ...minioKeys })
} else if (values.store === 'all') say('minio: left out, for there is no container engine')
process.exitCode = failed ? 1 : 0

async function run(name: string, s3: Storage['s3']): Promise<void> {
  const began = performance.now()
  const report = await crashRun({
    ...(s3 && { s3 }),
    cycles,
    seed,
    onCycle(cycle, acknowledged) {
      if (cycle % 10 === 0 || cycle === cycles)
        say(`${name}: killed ${cycle} of ${cycles} times; ${JSON.stringify(acknowledged)}`)
    },
  })
  tell(name, report, (performance.now() - began) / 1000)
}

function tell(name: string, { acknowledged, wrong, problems }: CrashReport, seconds: number): void {
  for (const what of wrong) say(`WRONG ${what}`)
  for (const problem of problems) say(`PROBLEM ${problem.slice(0, 2000)}`)
  if (wrong.length + problems.length > 0) failed = true
  say(
    `${name}: ${cycles} times kill -9 in ${seconds.toFixed(0)} s; acknowledged ${JSON.stringify(acknowledged)}; ${wrong.length} wrong, ${problems.length} complaints of the double (seed ${seed})`,
  )
}
