// What a test pays for a world of its own: to create one, and to bring one back to its beginning.
import { createEmulator, type World } from '../../emulator/index.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { median, quantile } from './statistics.ts'

const times = 100

export const worlds: Benchmark = {
  name: 'worlds',
  async run({ rounds }: Settings): Promise<Row[]> {
    await using emulator = await createEmulator()
    await emulator.ready()
    const count = times * rounds

    const created: World[] = []
    const creating = await each(count, async (n) => void created.push(await emulator.worlds.create({ name: `w${n}` })))
    const seeding = await each(count, async (n) => created[n]?.prepare('telestream'))
    const resetting = await each(count, async (n) => created[n]?.reset())
    const both = await each(count, async (n) => {
      await created[n]?.reset()
      await created[n]?.prepare('telestream')
    })
    const deleting = await each(count, (n) => emulator.worlds.delete(`w${n}`))

    return [
      row('create a world', creating, 2),
      row('seed Telestream in it, by its first request', seeding),
      row('reset a world', resetting, 5),
      row('reset a world and seed it anew', both, 5),
      row('delete a world', deleting),
    ]
  },
}

/** The ms of each. The first tenth, in which the code grows warm, counts too: tests pay for it. */
async function each(count: number, work: (n: number) => Promise<unknown> | undefined): Promise<number[]> {
  const measured: number[] = []
  for (let n = 0; n < count; n += 1) {
    const start = performance.now()
    await work(n)
    measured.push(performance.now() - start)
  }
  return measured
}

function row(what: string, measured: number[], most?: number): Row {
  return {
    what,
    measured: quantile(measured, 0.95),
    unit: 'ms',
    ...(most !== undefined && { target: { most } }),
    detail: `p50 ${median(measured).toFixed(2)}, p95 ${quantile(measured, 0.95).toFixed(2)}, worst ${Math.max(...measured).toFixed(2)} of ${measured.length}`,
  }
}
