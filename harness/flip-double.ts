// A double in the process of a test, and a client of its Flip 3.1.
import { createEmulator, type Emulator, type World } from '../emulator/index.ts'
import type { EmulatorOptions } from '../emulator/options.ts'
import { clientOf } from './conformance/telestream.ts'
import { flipClient, type FlipClient } from './flip-client.ts'
import type { TelestreamClient, Wire } from './telestream-client.ts'

export interface FlipDouble extends AsyncDisposable {
  emulator: Emulator
  world: World
  flip: FlipClient
  /** Of the same world, by its signed API. */
  signed: TelestreamClient
  factoryId: string
  /** Jobs that fall due in so many ms run. */
  wait: (ms: number) => Promise<unknown>
  /** Until nothing is left to happen. */
  settle: () => Promise<unknown>
  /** Of a URL on the S3 port. */
  download: (url: string, init?: RequestInit) => Promise<Response>
  /** Sends a file through POST /videos.json of the signed API, and lets it be looked at. */
  upload: (file: Uint8Array<ArrayBuffer>, name: string, parameters?: Record<string, string>) => Promise<Wire>
}

export async function flipDouble(options: EmulatorOptions = {}): Promise<FlipDouble> {
  const problems: string[] = []
  const emulator = await createEmulator({
    onProblem: (message, error) => void problems.push(`${message}: ${String(error)}`),
    ...options,
  })
  await emulator.ready()
  const world = emulator.worlds.main
  const { apiKey, factoryId } = world.credentials.telestream
  const signed = clientOf(emulator, world)
  return {
    emulator,
    world,
    factoryId,
    flip: flipClient({ fetch: emulator.fetch, url: emulator.url, apiKey, factoryId }),
    signed,
    wait: (ms) => world.jobs.advanceTo(world.clock.now() + ms),
    settle: () => world.jobs.advanceUntilIdle(),
    download: (url, init) => emulator.fetchS3(new Request(url, init)),
    async upload(file, name, parameters) {
      const { body } = await signed.upload(file, name, parameters)
      return (await signed.get(`/videos/${body.id}.json`)).body
    },
    async [Symbol.asyncDispose]() {
      await emulator.close()
      if (problems.length > 0) throw new Error(problems.join('\n'))
    },
  }
}
