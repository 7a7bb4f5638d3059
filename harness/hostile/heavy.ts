// The heavy part of the hostile run: a double in a process of its own is attacked, while a client that means well goes on asking it.
// Each attack comes in rounds, a quiet spell before each. The attackers are the nicer process: what is measured is the double, and
// not who of all gets the processor.
import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism, loadavg, setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { mainCredentials } from '../../emulator/credentials.ts'
import { signRequest } from '../../emulator/services/telestream/signature/index.ts'
import { startServer } from '../../scripts/bench/server-process.ts'
import { type Attack, attacks } from './heavy/attacks.ts'
import { basic } from '../duracloud-client.ts'
import type { Target } from './heavy/target.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '' },
    seed: { type: 'string' },
    requests: { type: 'string' },
    until: { type: 'string' },
  },
})
const tell = (told: Record<string, unknown>): void => void process.stdout.write(`${JSON.stringify(told)}\n`)
const find = (what: string): void => {
  findings += 1
  tell({ event: 'finding', what })
}

const [load = 0] = loadavg()
/** Others on the machine make whoever works wait, and so a double that works more than a quiet one: that is none of its doing. */
const isBusy = load > availableParallelism()
/** How much longer than at a quiet double others are to wait (p99), in the median of the rounds. What is over it is told. */
const aim = 10
/** How much longer, and how many ms, make the run fail: others are then no longer served as one would call it. */
const [factor, delay] = [20, isBusy ? 500 : 50]
/** Odd, so that one is in the middle. */
const rounds = 3
/** ms of each quiet spell: a request about every 4 ms. */
const spell = 1500
/** Of a process that has the processor after others. */
const nice = 15
/** Bytes that an attack may make the double grow by, for as long as it goes on. */
const mostGrowth = 384 * 2 ** 20
const measured = z.object({
  count: z.number(),
  p50: z.number(),
  p99: z.number(),
  longest: z.number(),
  failures: z.array(z.string()),
})

let findings = 0
await using server = await startServer('double', { args: [values.data, String(100 * 2 ** 20), 'watched'] })
const { port, s3Port, pid, download } = z
  .object({ port: z.number(), s3Port: z.number(), pid: z.number(), download: z.string() })
  .parse(server.ready)
const url = `http://127.0.0.1:${port}`
const target: Target = {
  port,
  s3Port,
  credentials: mainCredentials,
  streamToken: await new SignJWT({ server: true })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(mainCredentials.stream.apiSecret)),
  large: new URL(download).pathname,
}
const root = mainCredentials.duracloud[0] ?? { username: '', password: '' }
await fetch(`${url}/durastore/hostile-space`, { method: 'PUT', headers: { authorization: basic(root) } })

// Each API once: what it loads when it is first asked for is no attack's doing.
for (const path of [
  '/bridge/snapshot',
  '/stores/v1.1/stores',
  '/flip/3.1/videos.json',
  '/upload/session',
  '/_stuntdouble/worlds',
  '/durastore/task',
  '/api/v2/video/calls',
])
  for (const method of ['GET', 'POST']) await (await fetch(url + path, { method })).body?.cancel()
for (const method of ['GET', 'POST', 'PUT'])
  await (await fetch(`http://127.0.0.1:${s3Port}/bench/warm`, { method })).body?.cancel()

const { query } = signRequest({
  verb: 'GET',
  host: '127.0.0.1',
  path: '/videos.json',
  accessKey: mainCredentials.telestream.accessKey,
  secret: mainCredentials.telestream.secretKey,
  factoryId: mainCredentials.telestream.factoryId,
  timestamp: new Date().toISOString(),
})
const urls = [
  { url: `${url}/v3.0/videos.json?${query}`, headers: {} },
  { url: `${url}/durastore/stores`, headers: { authorization: basic(root) } },
  {
    url: `${url}/api/v2/video/calltypes?api_key=${mainCredentials.stream.apiKey}`,
    headers: { authorization: target.streamToken, 'stream-auth-type': 'jwt' },
  },
]
const polite = fork(fileURLToPath(new URL('heavy/polite.ts', import.meta.url)), [JSON.stringify({ urls })], {
  execArgv: ['--disable-warning=ExperimentalWarning'],
})

setPriority(nice)

/** How the polite client fared since the last time. */
function fared(): Promise<z.output<typeof measured>> {
  return new Promise((resolve) => {
    polite.once('message', (message: unknown) => resolve(measured.parse(message)))
    polite.send('how')
  })
}

/** Undefined where the system does not tell. */
function openFiles(): number | undefined {
  return process.platform === 'linux' ? readdirSync(`/proc/${pid}/fd`).length : undefined
}

await sleep(2000)
await fared()
await sleep(3000)
const quiet = await fared()
const filesBefore = openFiles()
const before = await server.usage()
tell({
  event: 'line',
  text: `quiet: p50 ${quiet.p50.toFixed(1)} ms, p99 ${quiet.p99.toFixed(1)} ms of ${quiet.count} requests; ${mib(before.resident)} MiB`,
})
if (isBusy)
  tell({
    event: 'line',
    text: `the machine is busy with other things (a load of ${load.toFixed(1)}): others may wait ${delay} ms`,
  })
let worst = 0
let overAim = 0
for (const attack of attacks) {
  attack.prepare?.()
  const done: Round[] = []
  for (let number = 0; number < rounds; number += 1) done.push(await round(attack))
  const ratios = done.map(({ ratio }) => ratio).sort((one, other) => one - other)
  const [ratio, p99] = [median(ratios), median(done.map(({ meanwhile }) => meanwhile.p99))]
  const quietP99 = median(done.map(({ alone }) => alone.p99))
  worst = Math.max(worst, ratio)
  const isServed = ratio < factor || p99 < delay
  if (ratio >= aim) overAim += 1
  const longest = Math.max(...done.map(({ meanwhile }) => meanwhile.longest))
  const growth = Math.max(...done.map((one) => one.growth))
  tell({
    event: 'line',
    text:
      `${attack.name}: ${done[0]?.answers}. p99 ${quietP99.toFixed(1)} → ${p99.toFixed(1)} ms, ${ratio.toFixed(1)} × ` +
      `(${ratios.map((one) => one.toFixed(1)).join(' ')}; ${ratio < aim ? 'met' : 'MISSED'}), longest ${longest.toFixed(0)} ms; ` +
      `the double at a stretch: ${Math.max(...done.map(({ stall }) => stall)).toFixed(0)} ms; +${mib(growth)} MiB`,
  })
  if (!isServed) find(`${attack.name}: others waited ${p99.toFixed(0)} ms (p99) instead of ${quietP99.toFixed(1)} ms`)
  if (growth > mostGrowth) find(`${attack.name}: the double grew by ${mib(growth)} MiB`)
  const failures = done.flatMap(({ meanwhile }) => meanwhile.failures)
  if (failures.length > 0) find(`${attack.name}: others were not served: ${failures.slice(0, 3).join('; ')}`)
  const answers = done.map((one) => one.answers).join('; ')
  if (/ 500/.test(answers) && !/deep|gzip/.test(attack.name)) find(`${attack.name}: answered ${answers}`)
}
await sleep(2000)
await fared()
await sleep(2000)
const after = await fared()
const filesAfter = openFiles()
tell({
  event: 'line',
  text: `quiet again: p99 ${after.p99.toFixed(1)} ms; ${mib((await server.usage()).resident)} MiB; ${filesBefore} open files before, ${filesAfter} after`,
})
if (filesBefore !== undefined && (filesAfter ?? 0) > filesBefore + 5)
  find(`${filesAfter} files are open, where ${filesBefore} were`)
polite.kill()
tell({
  event: 'report',
  attacks: attacks.length,
  findings,
  quietP99: Number(quiet.p99.toFixed(2)),
  worstRatio: Number(worst.toFixed(1)),
  overAim,
})

interface Round {
  answers: string
  alone: z.output<typeof measured>
  meanwhile: z.output<typeof measured>
  /** Of the two p99. */
  ratio: number
  /** ms of processor time at a stretch, at most. */
  stall: number
  /** Bytes. */
  growth: number
}

async function round(attack: Attack): Promise<Round> {
  await sleep(500)
  await fared()
  await sleep(spell)
  const alone = await fared()
  const { resident } = await server.usage()
  const answers = await attack.run(target)
  const meanwhile = await fared()
  const { peak, stall } = await server.usage()
  return { answers, alone, meanwhile, ratio: meanwhile.p99 / alone.p99, stall, growth: peak - resident }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0)
}
