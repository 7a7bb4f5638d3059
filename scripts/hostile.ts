// `npm run test:hostile [-- --seed N --requests N --until N --only PART --without PART]`: what nobody should send, on this machine alone.
// Each part is a process of its own, which may write nowhere but to its data directory: Node's permissions see to that.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    requests: { type: 'string', default: '100000' },
    until: { type: 'string' },
    only: { type: 'string' },
    without: { type: 'string' },
  },
})
const seed = Number(values.seed)
const requests = Number(values.requests)
const parts = [
  { name: 'memory', program: 'run.ts', share: 0.7, face: 'in-process', durable: false },
  { name: 'directory', program: 'run.ts', share: 0.2, face: 'in-process', durable: true },
  { name: 'sockets', program: 'run.ts', share: 0.1, face: 'socket', durable: true },
  { name: 'heavy', program: 'heavy.ts', share: 0, face: '', durable: true },
]
const isPart = (given: string | undefined): boolean => given === undefined || parts.some(({ name }) => name === given)
if (
  !Number.isInteger(seed) ||
  !Number.isInteger(requests) ||
  requests < 1 ||
  !isPart(values.only) ||
  !isPart(values.without)
) {
  process.stderr.write(
    `--seed and --requests take whole numbers, --only and --without one of ${parts.map(({ name }) => name).join(', ')}.\n`,
  )
  process.exit(2)
}

const finding = z.object({
  event: z.literal('finding'),
  number: z.number().optional(),
  what: z.string(),
  request: z.string().optional(),
  curl: z.string().optional(),
})
const line = z.union([
  z.object({ event: z.literal('progress'), done: z.number(), findings: z.number() }),
  finding,
  z.object({ event: z.literal('line'), text: z.string() }),
  z.looseObject({ event: z.literal('report') }),
])
const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Of each part, in ten thousands: where nobody watches, a line each is enough. */
const reportedUpTo = new Map<string, number>()
let failures = 0
let sent = 0
const began = performance.now()
say(`Seed ${seed}; the same again: npm run test:hostile -- --seed ${seed} --requests ${requests}`)
for (const part of parts) {
  if (values.only !== undefined && part.name !== values.only) continue
  if (part.name === values.without) continue
  failures += await runPart(part)
}
const seconds = (performance.now() - began) / 1000
say(
  `${sent} requests in ${seconds.toFixed(0)} s: ${failures === 0 ? 'nothing found' : `${failures} findings`} (seed ${seed})`,
)
process.exitCode = failures === 0 ? 0 : 1

async function runPart({ name, program, share, face, durable }: (typeof parts)[number]): Promise<number> {
  const root = await mkdtemp(join(tmpdir(), 'stuntdouble-hostile-'))
  const empty = join(root, 'nothing-here')
  const data = join(root, 'data')
  await mkdir(empty)
  await mkdir(data)
  const count = Math.round(requests * share)
  const script = fileURLToPath(new URL(`../harness/hostile/${program}`, import.meta.url))
  const node = ['--disable-warning=ExperimentalWarning', '--conditions=stuntdouble-source']
  // A flood needs a second process, the double; what is fuzzed needs nothing.
  const bounds = program === 'run.ts' ? ['--permission', '--allow-fs-read=*', `--allow-fs-write=${data}`] : []
  const args = ['--seed', String(seed), '--requests', String(count), ...(face === '' ? [] : ['--face', face])]
  const until = values.until === undefined ? [] : ['--until', values.until]
  const child = spawn(
    process.execPath,
    [...node, ...bounds, script, ...args, ...until, ...(durable ? ['--data', data] : [])],
    {
      cwd: empty,
      env: { PATH: process.env['PATH'] ?? '', HOME: empty, TMPDIR: empty, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += String(chunk)))
  const exit = once(child, 'exit')
  let found = 0
  let reported = false
  const start = performance.now()
  for await (const text of createInterface({ input: child.stdout })) {
    const told = line.parse(JSON.parse(text))
    if (told.event === 'progress') progress(name, told.done, count, told.findings)
    if (told.event === 'line') say(`  ${told.text}`)
    if (told.event === 'finding') {
      found += 1
      describe(name, told)
    }
    if (told.event === 'report') {
      reported = true
      sent += typeof told['sent'] === 'number' ? told['sent'] : 0
      say(
        `${name}: ${((performance.now() - start) / 1000).toFixed(0)} s, ${JSON.stringify({ ...told, event: undefined })}`,
      )
    }
  }
  const [code] = (await exit) as [number | null]
  if (code !== 0 || !reported || complaint !== '') {
    found += 1
    say(`${name}: it ended with ${code}. ${complaint.slice(0, 4000)}`)
  }
  // Nothing is written beside the data: not where it was started, nor where temporary files go, nor at home.
  for (const directory of [empty, root]) {
    const strays = (await readdir(directory)).filter((entry) => !['data', 'nothing-here'].includes(entry))
    if (strays.length > 0) found += 1
    if (strays.length > 0) say(`${name}: files outside of the data directory: ${strays.join(', ')}`)
  }
  await rm(root, { recursive: true, force: true })
  return found
}

function progress(name: string, done: number, of: number, findings: number): void {
  const text = `${name}: ${done} of ${of}${findings > 0 ? `, ${findings} findings` : ''}`
  if (process.stdout.isTTY) process.stdout.write(`\r${text}\x1b[K${done === of ? '\n' : ''}`)
  else if (Math.floor(done / 10_000) > Math.floor(reportedUpTo.get(name) ?? 0)) {
    reportedUpTo.set(name, done / 10_000)
    say(text)
  }
}

function describe(name: string, { number, what, request, curl }: z.output<typeof finding>): void {
  say(`\nFOUND by ${name}${number === undefined ? '' : ` at request ${number}`}: ${what}`)
  if (request !== undefined) say(`  ${request.slice(0, 1000)}`)
  if (curl !== undefined) say(`  ${curl.slice(0, 8000)}`)
  if (number !== undefined)
    say(`  again: npm run test:hostile -- --seed ${seed} --requests ${requests} --only ${name} --until ${number + 1}`)
}
