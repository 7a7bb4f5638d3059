// What the table says of a transfer: how fast it is beside the bare server, and by how much the process grows meanwhile.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BareStore } from './bare-store.ts'
import type { Row, Settings } from './benchmark.ts'
import { interleave } from './interleave.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { median } from './statistics.ts'

export const mebibyte = 1024 * 1024
/** Bytes of each transfer. */
export const size = 100 * mebibyte
const faster = { least: 0.8 }
const streamed = { most: 64 }

interface Servers {
  double: ServerProcess
  bare: BareStore
}

/** Both servers with stores in directories, for as long as the work takes. */
export async function withStores<R>({ profile }: Settings, work: (servers: Servers) => Promise<R>): Promise<R> {
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-bench-'))
  try {
    await using double = await startServer('double', { profile, args: [join(directory, 'double'), String(size)] })
    await using peer = await startServer('bare-hono', { args: [join(directory, 'peer')] })
    return await work({ double, bare: new BareStore(peer) })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** @param work each answers the ms that it took */
export async function transferRows(
  what: string,
  { rounds }: Settings,
  servers: Servers,
  work: { double: () => Promise<number>; bare: () => Promise<number> },
): Promise<Row[]> {
  const grown = { double: [] as number[], peer: [] as number[], sinceStart: 0 }
  const spent = { double: [] as number[], peer: [] as number[] }
  const watch = async (server: ServerProcess, transfer: () => Promise<number>, by: 'double' | 'peer') => {
    const { resident, cpu: before } = await server.usage()
    const ms = await transfer()
    const { peak, cpu } = await server.usage()
    grown[by].push((peak - resident) / mebibyte)
    spent[by].push(cpu - before)
    if (server === servers.double)
      grown.sinceStart = Math.max(grown.sinceStart, (peak - Number(server.ready['resident'])) / mebibyte)
    return ms
  }
  const measured = await interleave(
    rounds,
    () => watch(servers.double, work.double, 'double'),
    () => watch(servers.bare.server, work.bare, 'peer'),
  )
  // The first round is no more than a warming up.
  const [ours, theirs] = [median(spent.double.slice(1)), median(spent.peer.slice(1))]
  const each = (cpu: number): string => ((cpu * mebibyte) / size).toFixed(2)
  const speed = (ms: number): string => (100_000 / ms).toFixed(0)
  return [
    {
      what,
      measured: 1 / measured.ratio,
      unit: '×',
      target: faster,
      detail: `${speed(median(measured.double))} against ${speed(median(measured.peer))} MiB/s`,
    },
    {
      what: `${what}: by processor time`,
      measured: theirs / ours,
      unit: '×',
      detail: `${each(ours)} against ${each(theirs)} ms a MiB`,
    },
    {
      what: `${what}: growth of resident memory`,
      measured: Math.max(...grown.double),
      unit: 'MiB',
      target: streamed,
      detail: `the worst of ${grown.double.length}, bare Hono ${Math.max(...grown.peer).toFixed(0)}; ${grown.sinceStart.toFixed(0)} since the process began to listen`,
    },
  ]
}
