// What a test pays for a world of its own: to create one, and to bring one back to its beginning.
import { createEmulator, type World } from '../../emulator/index.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { each, row } from './timings.ts'

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
