// What a unit test pays for the double inside it: to import it, for a world, for a call, and for a call behind msw.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { createEmulator, type Emulator } from '../../emulator/index.ts'
import { handlers } from '../../harness/msw/index.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { productionHost, signedVideoUrl } from './signed-video-url.ts'
import { median, quantile } from './statistics.ts'

/** µs of each of so many calls, one after the other. */
async function timeOf(calls: number, call: () => Response | Promise<Response>): Promise<number> {
  const start = performance.now()
  for (let n = 0; n < calls; n += 1) {
    const answer = await call()
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
    await answer.text()
  }
  return ((performance.now() - start) / calls) * 1000
}

export const mswCall: Benchmark = {
  name: 'msw',
  async run({ rounds }: Settings): Promise<Row[]> {
    await using emulator: Emulator = await createEmulator()
    await using world = await emulator.createWorld()
    const url = await signedVideoUrl(world)
    const body: unknown = await (await world.fetch(url)).json()
    const bare = http.get(`https://${productionHost}/v3.0/*`, () => HttpResponse.json(body as Record<string, unknown>))
    const ours = handlers(emulator)
    const server = setupServer()
    server.listen({ onUnhandledFrame: 'error' })
    const by = async (...used: typeof ours): Promise<number> => {
      server.resetHandlers(...used)
      return timeOf(400, () => fetch(url))
    }
    try {
      await by(...ours)
      await by(bare)
      const { double, peer, ratio } = await interleave(
        rounds * 2,
        () => by(...ours),
        () => by(bare),
      )
      return [
        {
          what: 'signed GET behind msw, time of a bare handler of msw',
          measured: ratio,
          unit: '×',
          target: { most: 1.15 },
          detail: `${median(double).toFixed(0)} against ${median(peer).toFixed(0)} µs`,
        },
      ]
    } finally {
      server.close()
    }
  },
}

export const inProcessCall: Benchmark = {
  name: 'in-process',
  async run({ rounds }: Settings): Promise<Row[]> {
    await using emulator: Emulator = await createEmulator()
    await using world = await emulator.createWorld()
    const url = await signedVideoUrl(world)
    const peer = new Hono()
    peer.get('/hello', (c) => c.json({ hello: 'world' }))
    const measured = await interleave(
      rounds * 2,
      () => timeOf(4000, () => world.fetch(url)),
      () => timeOf(4000, () => peer.request('http://127.0.0.1/hello')),
    )
    return [
      {
        what: 'signed GET by world.fetch, time of app.request on bare Hono',
        measured: measured.ratio,
        unit: '×',
        target: { most: 3 },
        detail: `${median(measured.double).toFixed(1)} against ${median(measured.peer).toFixed(1)} µs`,
      },
    ]
  },
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** ms that a process of its own takes to import a module, as it says itself. */
function importTime(specifier: string): number {
  const script = `const start = performance.now(); await import('${specifier}'); process.stdout.write(String(performance.now() - start))`
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return Number(stdout)
}

export const importing: Benchmark = {
  name: 'import',
  async run({ rounds }: Settings): Promise<Row[]> {
    const { double, peer, ratio } = await interleave(
      rounds * 3,
      () => importTime('stuntdouble'),
      () => importTime('hono'),
    )
    return [
      {
        what: 'importing stuntdouble as built, time of importing hono',
        measured: ratio,
        unit: '×',
        target: { most: 1.3 },
        detail: `${median(double).toFixed(1)} against ${median(peer).toFixed(1)} ms`,
      },
    ]
  },
}

export const worldPerTest: Benchmark = {
  name: 'world-per-test',
  async run({ rounds }: Settings): Promise<Row[]> {
    await using emulator: Emulator = await createEmulator()
    const times: number[] = []
    // What an unseeded world is worth to a test shows in its first request.
    const withRequest: number[] = []
    for (let n = 0; n < rounds * 50; n += 1) {
      const start = performance.now()
      const world = await emulator.createWorld()
      const created = performance.now()
      await world.fetch('/v3.0/factories.json')
      const asked = performance.now()
      await world[Symbol.asyncDispose]()
      times.push(created - start + (performance.now() - asked))
      withRequest.push(performance.now() - start)
    }
    const row = (what: string, measured: number[], target?: Row['target']): Row => ({
      what,
      measured: median(measured),
      unit: 'ms',
      ...(target && { target }),
      detail: `p50 ${median(measured).toFixed(2)}, p95 ${quantile(measured, 0.95).toFixed(2)} of ${measured.length}`,
    })
    return [
      row('a world for a test: created and let go of', times, { most: 2 }),
      row('the same with a first request, which seeds it', withRequest),
    ]
  },
}
