// Works in-process, and says on standard output what memory it had before and after; a process of its own, run with --expose-gc.
import { createEmulator, type WorldHandle } from '../../emulator/index.ts'
import { signedVideoUrl } from './signed-video-url.ts'

const [requests = 0, worlds = 0] = process.argv.slice(2).map(Number)

async function ask(world: WorldHandle, times: number): Promise<void> {
  const url = await signedVideoUrl(world)
  for (let n = 0; n < times; n += 1) {
    const answer = await world.fetch(url)
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
    await answer.text()
  }
}

/** Bytes. */
async function measured(): Promise<{ resident: number; heap: number }> {
  // Finalizers run in turns of their own, and let go of more.
  for (let n = 0; n < 3; n += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    globalThis.gc?.()
  }
  const { rss, heapUsed } = process.memoryUsage()
  return { resident: rss, heap: heapUsed }
}

await using emulator = await createEmulator()
await using world = await emulator.createWorld()

async function work(): Promise<void> {
  await ask(world, requests)
  for (let n = 0; n < worlds; n += 1) {
    await using passing = await emulator.createWorld()
    await ask(passing, 1)
  }
}

const start = await measured()
// V8 and the allocator keep what the first took at its height, for the next: only what a second time adds is lost.
await work()
const before = await measured()
await work()
const after = await measured()
process.stdout.write(JSON.stringify({ start, before, after }))
