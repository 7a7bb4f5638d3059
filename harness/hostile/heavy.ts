// The heavy part of the hostile run: a double in a process of its own is attacked, while a client that means well goes on asking it.
import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { mainCredentials } from '../../emulator/credentials.ts'
import { signRequest } from '../../emulator/services/telestream/signature/index.ts'
import { startServer } from '../../scripts/bench/server-process.ts'
import { attacks } from './heavy/attacks.ts'
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

/**
 * How much longer than at a quiet double others should wait at most (p99), which is reported; and what is let pass, because a machine that
 * does other things shows more: so many times as much, and so many ms.
 */
const factor = 10
const margin = 3
const noise = 500
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
await using server = await startServer('double', { args: [values.data, String(100 * 2 ** 20)] })
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
let worst = 0
for (const attack of attacks) {
  const start = await server.usage()
  await fared()
  await sleep(1500)
  const alone = await fared()
  const answers = await attack.run(target)
  const meanwhile = await fared()
  const { peak } = await server.usage()
  const growth = peak - start.resident
  const ratio = meanwhile.p99 / alone.p99
  worst = Math.max(worst, ratio)
  tell({
    event: 'line',
    text: `${attack.name}: ${answers}. Meanwhile p99 ${meanwhile.p99.toFixed(1)} ms (${ratio.toFixed(1)} ×, ${ratio < factor ? 'met' : 'MISSED'}), longest ${meanwhile.longest.toFixed(0)} ms; +${mib(growth)} MiB`,
  })
  if (meanwhile.p99 > Math.max(margin * factor * alone.p99, noise))
    find(`${attack.name}: others waited ${meanwhile.p99.toFixed(0)} ms (p99) instead of ${alone.p99.toFixed(1)} ms`)
  if (growth > mostGrowth) find(`${attack.name}: the double grew by ${mib(growth)} MiB`)
  if (meanwhile.failures.length > 0)
    find(`${attack.name}: others were not served: ${meanwhile.failures.slice(0, 3).join('; ')}`)
  if (/500/.test(answers) && !/deep|gzip/.test(attack.name)) find(`${attack.name}: answered ${answers}`)
  await sleep(500)
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
})

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0)
}
