// DuraCloud: content of 100 MiB beside the same bytes through a bare Hono handler, and a small answer beside hello world.
import type { Benchmark, Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { loadMessages, message } from './load.ts'
import { type Answer, readAll, send, timed } from './send.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { median } from './statistics.ts'
import { size, transferRows, withStores } from './transfer-rows.ts'

const content = '/durastore/bench/film.mp4'

export const duracloudTransfer: Benchmark = {
  name: 'duracloud-transfer',
  run: (settings: Settings): Promise<Row[]> =>
    withStores(settings, async (servers) => {
      const { double, bare } = servers
      const url = (path: string): string => `http://127.0.0.1:${String(double.ready['port'])}${path}`
      const call = async (method: string, path: string, length = 0): Promise<Answer> => {
        const answer = await send(method, url(path), length, authorization(double))
        if (answer.status >= 300) throw new Error(`${answer.status}: ${answer.text}`)
        return answer
      }
      await call('PUT', '/durastore/bench')
      const rows = await transferRows('DuraCloud: PUT of content of 100 MiB', settings, servers, {
        double: () =>
          timed(async () => {
            await call('PUT', content, size)
            return () => call('DELETE', content)
          }),
        bare: () => bare.upload(size),
      })
      await call('PUT', content, size)
      return [
        ...rows,
        ...(await transferRows('DuraCloud: GET of content of 100 MiB', settings, servers, {
          double: () => timed(() => readAll(url(content), size, authorization(double))),
          bare: () => bare.download(size),
        })),
      ]
    }),
}

export const duracloudTask: Benchmark = {
  name: 'duracloud-task',
  async run({ rounds, profile, short = false }: Settings): Promise<Row[]> {
    await using double = await startServer('double', { profile })
    await using peer = await startServer('bare-hono')
    const cpu = { double: [] as number[], peer: [] as number[] }
    const answers = short ? 10_000 : 30_000
    const measure = async (server: ServerProcess, path: string, headers = {}, spent: number[]): Promise<number> => {
      const port = Number(server.ready['port'])
      const messages = [message('GET', port, path, headers)]
      const before = await server.usage()
      const { requests, ms } = await loadMessages({ port, messages, connections: 16, until: { answers } })
      spent.push(((await server.usage()).cpu - before.cpu) / requests)
      return requests / (ms / 1000)
    }
    const ours = () => measure(double, '/durastore/task', authorization(double), cpu.double)
    const theirs = () => measure(peer, '/hello', {}, cpu.peer)
    // Warm, both of them.
    await ours()
    await theirs()
    const measured = await interleave(rounds, ours, theirs)
    const [oursCpu, theirsCpu] = [median(cpu.double.slice(2)), median(cpu.peer.slice(2))]
    return [
      {
        what: 'DuraCloud: GET /task, requests/s',
        measured: measured.ratio,
        unit: '×',
        target: { least: 0.6 },
        detail: `${median(measured.double).toFixed(0)} of ${median(measured.peer).toFixed(0)}/s, 16 connections`,
      },
      {
        what: 'DuraCloud: GET /task, requests/s of processor time',
        measured: theirsCpu / oursCpu,
        unit: '×',
        target: { least: 0.6 },
        detail: `${(oursCpu * 1000).toFixed(1)} against ${(theirsCpu * 1000).toFixed(1)} µs each, in the server's process`,
      },
    ]
  },
}

function authorization({ ready }: ServerProcess): { authorization: string } {
  const { username, password } = ready['curator'] as { username: string; password: string }
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}
