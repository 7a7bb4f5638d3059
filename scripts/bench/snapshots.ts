// What a test pays for a world that is as another one is: to fork 10,000 entities, to keep them, to go back to them.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type Emulator, type EmulatorOptions } from '../../emulator/index.ts'
import { videos } from '../../emulator/services/telestream/model.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { each, row } from './timings.ts'
import { makeVideo } from './video.ts'

const entities = 10_000
/** Of which so many are objects, each with the row of its bytes. */
const objects = 2_500
const times = 20

export const snapshots: Benchmark = {
  name: 'snapshots',
  async run({ rounds }: Settings): Promise<Row[]> {
    const data = await mkdtemp(join(tmpdir(), 'stuntdouble-bench-'))
    try {
      return [...(await measure('in memory', {}, rounds)), ...(await measure('with --data', { data }, rounds))]
    } finally {
      await rm(data, { recursive: true })
    }
  },
}

async function measure(where: string, options: EmulatorOptions, rounds: number): Promise<Row[]> {
  await using emulator = await createEmulator({ clock: 'frozen', ...options })
  await fill(emulator)
  const { main, snapshots } = emulator.worlds
  const count = times * rounds
  const [kept] = [await snapshots.take(main)]
  const forking = await each(count, (n) => emulator.worlds.create({ name: `fork-${n}`, from: 'main' }))
  for (let n = 0; n < count; n += 1) await emulator.worlds.delete(`fork-${n}`)
  const fromSnapshot = await each(count, (n) => emulator.worlds.create({ name: `fork-${n}`, from: kept.id }))
  for (let n = 0; n < count; n += 1) await emulator.worlds.delete(`fork-${n}`)
  const taken: string[] = []
  const taking = await each(count, async () => void taken.push((await snapshots.take(main)).id))
  const restoring = await each(count, () => snapshots.restore(main, kept.id))
  const deleting = await each(count, (n) => snapshots.delete(taken[n] ?? ''))
  return [
    row(`fork ${entities.toLocaleString('en')} entities, ${where}`, forking, 50),
    row(`the same of a snapshot, ${where}`, fromSnapshot, 50),
    row(`take a snapshot of them, ${where}`, taking, 50),
    row(`restore it, ${where}`, restoring),
    row(`delete it, ${where}`, deleting),
  ]
}

/** Videos, and objects with the rows of their bytes, up to 10,000 rows besides those of the scenario. */
async function fill({ worlds: { main } }: Emulator): Promise<void> {
  await main.prepare('s3')
  const table = main.state.table(videos)
  const now = main.clock.now()
  main.state.transaction(() => {
    for (let n = 1; n <= entities - 2 * objects; n += 1)
      table.insert(makeVideo(n, main.credentials.telestream.factoryId, now))
  })
  await main.objects.createBucket('many')
  const bytes = new TextEncoder().encode('x'.repeat(1000))
  for (let n = 0; n < objects; n += 1) await main.objects.put('many', `${n}`, bytes)
}
