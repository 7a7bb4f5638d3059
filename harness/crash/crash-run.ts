// Cycles of load and `kill -9`: what a double acknowledged, and what it has when it is started again.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Chance } from '../hostile/chance.ts'
import type { Lane } from './lane.ts'
import { content, snapshots } from './lanes/content.ts'
import { films } from './lanes/films.ts'
import { recordings } from './lanes/recordings.ts'
import { openReceiver } from './receiver.ts'
import { RunningDouble, type Storage } from './running-double.ts'

export interface CrashOptions {
  /** Of an S3 that is to have the objects, instead of the directory. */
  s3?: Storage['s3']
  cycles: number
  seed: number
  onCycle?: (cycle: number, acknowledged: Readonly<Record<string, number>>) => void
}

export interface CrashReport {
  /** How much each lane did. */
  acknowledged: Record<string, number>
  /** What was lost, torn, or done twice. */
  wrong: string[]
  /** What the double complained of. */
  problems: string[]
  /** Of the receiver: events that came more than once, which may be. */
  restarts: number
}

/** Over a directory of its own, which goes with it. */
export async function crashRun({ s3, ...options }: CrashOptions): Promise<CrashReport> {
  const data = await mkdtemp(join(tmpdir(), 'stuntdouble-crash-'))
  try {
    return await crashRunOver({ data, ...(s3 && { s3 }) }, options)
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

async function crashRunOver(
  storage: Storage,
  { cycles, seed, onCycle }: Omit<CrashOptions, 's3'>,
): Promise<CrashReport> {
  const chance = new Chance(seed)
  await using receiver = await openReceiver()
  const lanes = [await films(receiver), content(), snapshots(), recordings(receiver)]
  const problems: string[] = []
  const wrong: string[] = []
  const acknowledged = (): Record<string, number> =>
    Object.fromEntries(lanes.map((lane) => [lane.name, lane.acknowledged()]))
  const start = () => RunningDouble.start(storage, (text) => void problems.push(text))

  let double = await start()
  for (const lane of lanes) await lane.prepare?.(double)
  for (let cycle = 1; cycle <= cycles; cycle += 1) {
    const working = lanes.map((lane) => workUntilGone(lane, double))
    // Warm first: else it would be killed while it loads its services, every time.
    const enough = sum(acknowledged()) + 1 + chance.below(6)
    for (let waited = 0; waited < 30_000 && sum(acknowledged()) < enough; waited += 10) await sleep(10)
    // In the middle of whatever is under way: at once, or after jobs have had their time.
    await sleep(chance.below(chance.one(0.3) ? 1500 : 300))
    await double.kill()
    await Promise.all(working)
    double = await start()
    for (const lane of lanes)
      wrong.push(...(await lane.check(double)).map((what) => `${lane.name}, after cycle ${cycle}: ${what}`))
    onCycle?.(cycle, acknowledged())
  }
  for (const lane of lanes)
    wrong.push(...(await lane.settle(double)).map((what) => `${lane.name}, in the end: ${what}`))
  await double.kill()
  return { acknowledged: acknowledged(), wrong, problems, restarts: cycles }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0)
}

/** Until the connection breaks: what was on its way then may or may not have arrived. */
async function workUntilGone(lane: Lane, double: RunningDouble): Promise<void> {
  for (;;) {
    try {
      await lane.work(double)
    } catch (error) {
      if (!isGone(error)) throw error
      return
    }
  }
}

function isGone(error: unknown): boolean {
  // A body that breaks off is none of JSON, or a stream that was terminated.
  return error instanceof TypeError || error instanceof SyntaxError
}
