// A double in the process of a test, and a client of its Stores and hosted workflows.
import { readFile } from 'node:fs/promises'
import { createEmulator, type Emulator, type World } from '../emulator/index.ts'
import type { EmulatorOptions } from '../emulator/options.ts'

export interface ApiAnswer {
  status: number
  /** Undefined when there is none. */
  body: unknown
}

export interface StoresDouble extends AsyncDisposable {
  emulator: Emulator
  world: World
  /** `/stores`, below the Stores API. */
  stores: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<ApiAnswer>
  /** `/workflows`, below the API of the hosted workflows. */
  workflows: (method: string, path: string, body?: unknown) => Promise<ApiAnswer>
  /** Jobs that fall due in so many ms run. */
  wait: (ms: number) => Promise<unknown>
  /** Until nothing is left to happen. */
  settle: () => Promise<unknown>
  /** Puts a file of fixtures/media into a bucket. */
  put: (bucket: string, key: string, sample?: string) => Promise<unknown>
}

/** @param world another one than `main`, chosen by its key alone */
export async function storesDouble(options: EmulatorOptions = {}, worldName?: string): Promise<StoresDouble> {
  const problems: string[] = []
  const onProblem = (message: string, error?: unknown) => void problems.push(`${message}: ${String(error)}`)
  const emulator = await createEmulator({ onProblem, ...options })
  const { worlds } = emulator
  const world = worldName === undefined ? worlds.main : await worlds.create({ name: worldName })
  await world.prepare('telestream')

  const client =
    (base: string): StoresDouble['stores'] =>
    async (method, path, body, headers = {}) => {
      const key = { 'x-api-key': world.credentials.telestream.apiKey, 'content-type': 'application/json', ...headers }
      const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
      const init = { method, headers: key, ...(sent === undefined ? {} : { body: sent }) }
      const response = await emulator.fetch(new Request(`${emulator.url}${base}${path}`, init))
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
    }

  return {
    emulator,
    world,
    stores: client('/stores/v1.1'),
    workflows: client('/vantage-cloud-port/v2.0'),
    wait: (ms) => world.jobs.advanceTo(world.clock.now() + ms),
    settle: () => world.jobs.advanceUntilIdle(),
    async put(bucket, key, sample = 'sample.mp4') {
      const bytes = await readFile(new URL(`../fixtures/media/${sample}`, import.meta.url))
      return world.objects.put(bucket, key, new Uint8Array(bytes))
    },
    async [Symbol.asyncDispose]() {
      await emulator.close()
      if (problems.length > 0) throw new Error(`The double itself had problems: ${problems.join('; ')}`)
    },
  }
}

/** The bodies of the examples. */
export const credentials = { access_key: 'my-access-key', secret_key: 'my-secret' }
export const apiExample = '912d15b040e2d3f784e9ea89d5b2bee2'
export const exampleStore = '240f042bfc4bee58a965c7d79e17c45c'
export const iptvFlip = '9dff864e-045c-4b58-8cb1-12221bd89c6b'
