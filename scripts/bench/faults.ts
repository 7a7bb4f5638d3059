// What a request pays while something is to go wrong in its world, though not with it.
import { createEmulator, type Emulator, type FaultInput, type WorldHandle } from '../../emulator/index.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { signedVideoUrl } from './signed-video-url.ts'
import { median } from './statistics.ts'

const calls = 1000

/** µs of each of so many signed requests, one after the other. */
async function timeOf(world: WorldHandle, url: string): Promise<number> {
  const start = performance.now()
  for (let n = 0; n < calls; n += 1) {
    const answer = await world.fetch(url)
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
    await answer.text()
  }
  return ((performance.now() - start) / calls) * 1000
}

/** Of the same service, and so held against each request. */
const elsewhere = (n: number): FaultInput => ({
  service: 'telestream',
  operation: `encodings.*${n}`,
  path: '/v3.0/nowhere/*',
  error: 'unavailable',
})

const cases: readonly (readonly [what: string, faults: readonly FaultInput[], most?: number])[] = [
  ['signed GET while a fault is armed that is about others', [elsewhere(0)], 1.3],
  ['the same with 10 such faults', Array.from({ length: 10 }, (_, n) => elsewhere(n)), 1.5],
  ['the same with 100 such faults', Array.from({ length: 100 }, (_, n) => elsewhere(n))],
  ['signed GET that a fault happens to (latency of 0 ms)', [{ service: 'telestream', latency: 0 }]],
]

export const faults: Benchmark = {
  name: 'faults',
  async run({ rounds }: Settings): Promise<Row[]> {
    const rows: Row[] = []
    await using emulator: Emulator = await createEmulator()
    await using calm = await emulator.createWorld()
    const calmUrl = await signedVideoUrl(calm)
    for (const [what, given, most] of cases) {
      await using world = await emulator.createWorld()
      const url = await signedVideoUrl(world)
      for (const fault of given) await world.faults.add(fault)
      const measured = await interleave(
        rounds,
        () => timeOf(world, url),
        () => timeOf(calm, calmUrl),
      )
      rows.push({
        what: `${what}, time without`,
        measured: measured.ratio,
        unit: '×',
        ...(most !== undefined && { target: { most } }),
        detail: `${median(measured.double).toFixed(1)} against ${median(measured.peer).toFixed(1)} µs`,
      })
    }
    return rows
  },
}
