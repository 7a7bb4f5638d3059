// A page of 100 videos out of a large table beside one out of a thousand: the cost of a page must not grow with the table.
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import { videos } from '../../emulator/services/telestream/model.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { signedPaths } from './signed-paths.ts'
import { median } from './statistics.ts'
import { makeVideo } from './video.ts'

const target = { most: 1.3 }
const callsPerRound = 50

export const page: Benchmark = {
  name: 'page',
  async run({ rounds, entities }: Settings): Promise<Row[]> {
    await using small = await withVideos(1000)
    await using large = await withVideos(entities)
    const last = entities / 100

    const rows: Row[] = []
    for (const [what, inLarge, inSmall] of [
      ['the first page', 1, 1],
      ['a page in the middle', last / 2, 5],
      ['the last page', last, 10],
    ] as const) {
      const { double, peer, ratio } = await interleave(
        rounds,
        () => timeOfPage(large, inLarge),
        () => timeOfPage(small, inSmall),
      )
      rows.push({
        what: `${what} of 100, out of ${entities.toLocaleString('en')}`,
        measured: ratio,
        unit: '×',
        target,
        detail: `${median(double).toFixed(2)} against ${median(peer).toFixed(2)} ms out of 1,000`,
      })
    }
    return rows
  },
}

async function withVideos(count: number): Promise<Emulator> {
  const emulator = await createEmulator({ clock: 'real' })
  await emulator.ready()
  const { main } = emulator.worlds
  const table = main.state.table(videos)
  const now = main.clock.now()
  main.state.transaction(() => {
    for (let n = 1; n <= count; n += 1) table.insert(makeVideo(n, main.credentials.telestream.factoryId, now))
  })
  return emulator
}

/** ms of one call. */
async function timeOfPage(emulator: Emulator, number: number): Promise<number> {
  const { telestream } = emulator.worlds.main.credentials
  const parameters = { page: String(number), per_page: '100' }
  const paths = signedPaths(telestream, '/videos.json', callsPerRound, Date.now(), parameters)
  const start = performance.now()
  for (const path of paths) {
    const answer = await emulator.fetch(new Request(`http://127.0.0.1:4600${path}`))
    const body: unknown = await answer.json()
    if (!Array.isArray(body) || body.length !== 100)
      throw new Error(`No page of 100: ${JSON.stringify(body).slice(0, 500)}`)
  }
  return (performance.now() - start) / callsPerRound
}
