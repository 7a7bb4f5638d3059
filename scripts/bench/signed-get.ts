// A signed GET of one video, its HMAC verified and the exchange journalled, beside a bare Hono that says hello world.
import { Hono } from 'hono'
import { createEmulator } from '../../emulator/index.ts'
import { videos } from '../../emulator/services/telestream/model.ts'
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { load } from './load.ts'
import { startServer } from './server-process.ts'
import { type Account, signedPaths } from './signed-paths.ts'
import { median } from './statistics.ts'
import { makeVideo, videoId } from './video.ts'

const path = `/videos/${videoId(1)}.json`
// Of HTTP. In-process there is no HTTP to spend time on, on neither side: that row only explains.
const target = { least: 0.6 }

export const signedGetOverHttp: Benchmark = {
  name: 'signed-get-http',
  async run({ rounds, profile, short = false }: Settings): Promise<Row[]> {
    await using double = await startServer('double', { profile })
    await using peer = await startServer('bare-hono')
    const paths = signedPaths(double.ready['account'] as Account, path, 4000)
    // By answers, not by time: on a busy machine the slower server would else be measured while it still grows warm.
    const warmUp = { connections: 16, until: { answers: short ? 15_000 : 60_000 } }
    await load({ port: Number(double.ready['port']), paths, ...warmUp })
    await load({ port: Number(peer.ready['port']), paths: ['/hello'], ...warmUp })
    const cpu = { double: [] as number[], peer: [] as number[] }

    const measure = async (server: typeof double, sent: readonly string[], spent: number[]): Promise<number> => {
      const before = await server.usage()
      const { requests, ms } = await load({
        port: Number(server.ready['port']),
        paths: sent,
        connections: 16,
        until: { ms: short ? 750 : 1500 },
      })
      spent.push(((await server.usage()).cpu - before.cpu) / requests)
      return requests / (ms / 1000)
    }
    const {
      double: ours,
      peer: theirs,
      ratio,
    } = await interleave(
      rounds,
      () => measure(double, paths, cpu.double),
      () => measure(peer, ['/hello'], cpu.peer),
    )
    const [oursCpu, theirsCpu] = [median(cpu.double.slice(1)), median(cpu.peer.slice(1))]
    return [
      {
        what: 'signed GET over HTTP, requests/s',
        measured: ratio,
        unit: '×',
        target,
        detail: `${median(ours).toFixed(0)} of ${median(theirs).toFixed(0)}/s, 16 connections`,
      },
      {
        what: 'signed GET over HTTP, requests/s of processor time',
        measured: theirsCpu / oursCpu,
        unit: '×',
        target,
        detail: `${(oursCpu * 1000).toFixed(1)} against ${(theirsCpu * 1000).toFixed(1)} µs each, in the server's process`,
      },
    ]
  },
}

export const signedGetInProcess: Benchmark = {
  name: 'signed-get-fetch',
  async run({ rounds }: Settings): Promise<Row[]> {
    await using emulator = await createEmulator({ clock: 'real' })
    await emulator.ready()
    const { main } = emulator.worlds
    const { telestream } = main.credentials
    main.state.table(videos).put(makeVideo(1, telestream.factoryId, main.clock.now()))
    const peer = new Hono()
    peer.get('/hello', (c) => c.json({ hello: 'world' }))

    const urls = signedPaths(telestream, path, 4000).map((signed) => `http://127.0.0.1:4600${signed}`)
    const calls = async (
      fetch: (request: Request) => Response | Promise<Response>,
      sent: readonly string[],
    ): Promise<number> => {
      const start = performance.now()
      for (let call = 0; call < 4000; call += 1) {
        const answer = await fetch(new Request(sent[call % sent.length] ?? ''))
        if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
        await answer.text()
      }
      return (performance.now() - start) / 4
    }
    const {
      double,
      peer: theirs,
      ratio,
    } = await interleave(
      rounds * 2,
      () => calls(emulator.fetch, urls),
      () => calls((request) => peer.fetch(request), ['http://127.0.0.1:4600/hello']),
    )
    return [
      {
        what: 'signed GET in-process, calls/s',
        measured: 1 / ratio,
        unit: '×',
        detail: `${median(double).toFixed(1)} against ${median(theirs).toFixed(1)} µs`,
      },
    ]
  },
}
