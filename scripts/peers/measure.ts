// What is measured of each peer, all of them by turns.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { takeTurns } from '../bench/interleave.ts'
import { loadMessages } from '../bench/load.ts'
import { readAll, send } from '../bench/send.ts'
import type { Keyed, Peer, Running } from './peer.ts'
import { largeSize } from './peers.ts'
import { memoryOf, untilItAnswers } from './running.ts'

export interface Measure {
  name: string
  /** How it was measured, for who reads the table. */
  how: string
  unit: string
  better: 'less' | 'more'
  /** What each round measured, by the peer's name; nothing where a peer has no such thing. */
  values: Map<string, number[]>
}

export interface Options {
  rounds: number
  /** Keys in the bucket of the long list. */
  keys: number
  say: (line: string) => void
}

const connections = 16
const firstPort = 47_100
const good = [200, 201, 204]

/** Ports that no two peers share, nor any two runs of one, because some sockets linger. */
let taken = 0
const nextPort = (): number => firstPort + (taken += 4)

interface Up {
  peer: Peer
  port: number
  running: Running
}

/** Starts all, and stops them when the work is done, also where it failed. */
async function withAll<T>(peers: readonly Peer[], work: (up: readonly Up[]) => Promise<T>): Promise<T> {
  const up: Up[] = []
  try {
    for (const peer of peers) {
      const port = nextPort()
      up.push({ peer, port, running: await peer.start(port) })
      await untilItAnswers(port, peer.first(port))
    }
    return await work(up)
  } finally {
    for (const { running } of up) await running[Symbol.asyncDispose]()
  }
}

const byName = (peers: readonly Peer[], values: readonly number[][]): Map<string, number[]> =>
  new Map(peers.map(({ name }, index) => [name, values[index] ?? []]))

/** From starting the program to its first answer, and what it holds in memory then. */
export async function starts(peers: readonly Peer[], { rounds, say }: Options): Promise<Measure[]> {
  const memory = peers.map((): number[] => [])
  const times = await takeTurns(
    rounds,
    peers.map((peer, index) => async () => {
      const port = nextPort()
      const begin = performance.now()
      await using running = await peer.start(port)
      await untilItAnswers(port, peer.first(port))
      const ms = performance.now() - begin
      await sleep(300)
      memory[index]?.push(await memoryOf(running.pid))
      say(`${peer.name} started in ${ms.toFixed(0)} ms`)
      return ms
    }),
  )
  return [
    {
      name: 'start',
      how: 'from starting the program to its first answer',
      unit: 'ms',
      better: 'less',
      values: byName(peers, times),
    },
    {
      name: 'memory',
      how: 'resident after the first answer',
      unit: 'MiB',
      better: 'less',
      values: byName(peers, memory),
    },
  ]
}

/** A GET of one entity by who presents a credential. */
export async function calls(all: readonly Peer[], { rounds, say }: Options): Promise<Measure[]> {
  const peers = all.filter(({ call }) => call)
  return withAll(peers, async (up) => {
    const values = await takeTurns(
      rounds + 1,
      up.map(({ peer, port }) => async () => {
        const messages = peer.call?.messages(port) ?? []
        const { requests, ms } = await loadMessages({ port, messages, connections, until: { answers: 4000 }, good })
        say(`${peer.name} answered ${((requests / ms) * 1000).toFixed(0)} a second`)
        return (requests / ms) * 1000
      }),
    )
    // Code grows warm in the first round that counts too.
    const warm = values.map((each) => each.slice(1))
    return [
      {
        name: 'one entity',
        how: `GETs over ${connections} connections`,
        unit: 'requests/s',
        better: 'more',
        values: byName(peers, warm),
      },
    ]
  })
}

/** Objects of 1 KiB and of 100 MiB, and lists of them. */
export async function objects(all: readonly Peer[], { rounds, keys, say }: Options): Promise<Measure[]> {
  const peers = all.filter((peer) => peer.objects)
  return withAll(peers, async (up) => {
    const stores = up.map(({ peer, port, running }) => {
      const keyed = peer.objects?.keyed(port)
      if (!keyed) throw new Error(`${peer.name} keeps no objects`)
      return { peer, keyed, running, at: Number(new URL(keyed.large.url).port) }
    })
    const ask = (at: number, messages: readonly Buffer[]) =>
      loadMessages({
        port: at,
        messages,
        connections: Math.min(connections, messages.length),
        until: { answers: messages.length },
        good,
      })
    /** Those that do it at all: of one that answers with an error the table has nothing to say. */
    const ableTo = async (work: (store: (typeof stores)[number]) => Promise<number>) => {
      const able: (typeof stores)[number][] = []
      for (const store of stores) {
        try {
          await work(store)
          able.push(store)
        } catch (error) {
          say(`${store.peer.name} fails: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`)
        }
      }
      return able
    }
    const turns = async (
      name: string,
      how: string,
      unit: string,
      better: 'less' | 'more',
      work: (store: (typeof stores)[number]) => Promise<number>,
    ) => {
      const able = await ableTo(work)
      const values = await takeTurns(
        rounds,
        able.map((store) => async () => {
          const value = await work(store)
          say(`${name}: ${store.peer.name} ${value.toFixed(1)} ${unit}`)
          return value
        }),
      )
      const of = able.map(({ peer }) => peer)
      return { name, how, unit, better, values: byName(of, values) } satisfies Measure
    }
    const rate = async (at: number, messages: readonly Buffer[]): Promise<number> => {
      const { requests, ms } = await ask(at, messages)
      return (requests / ms) * 1000
    }
    const put = (keyed: Keyed, from: number, count: number): Buffer[] =>
      Array.from({ length: count }, (_, n) => keyed.put(`key-${String(from + n).padStart(7, '0')}`, randomBytes(1024)))
    const list = (title: string) =>
      turns(title, 'the first 100 keys, one request after the other', 'ms', 'less', async ({ at, keyed }) => {
        const { requests, ms } = await loadMessages({
          port: at,
          messages: Array.from({ length: 20 }, keyed.list),
          connections: 1,
          until: { answers: 20 },
          good,
        })
        return ms / requests
      })

    for (const { at, keyed } of stores) if (keyed.create) await ask(at, [keyed.create()])
    const measures = [
      await turns('PUT of 1 KiB', `over ${connections} connections`, 'requests/s', 'more', ({ at, keyed }) =>
        rate(at, put(keyed, 0, 1000)),
      ),
      await turns('GET of 1 KiB', `over ${connections} connections`, 'requests/s', 'more', ({ at, keyed }) =>
        rate(
          at,
          Array.from({ length: 3000 }, (_, n) => keyed.get(`key-${String(n % 1000).padStart(7, '0')}`)),
        ),
      ),
      await list('page of 1,000 keys'),
    ]
    for (const { at, keyed, peer } of stores) {
      for (let from = 1000; from < keys; from += 1000) await ask(at, put(keyed, from, 1000))
      say(`${peer.name} has ${keys.toLocaleString('en')} keys`)
    }
    measures.push(await list(`page of ${keys.toLocaleString('en')} keys`))
    const mib = largeSize / 1024 / 1024
    measures.push(
      await turns('PUT of 100 MiB', 'in one request', 'MiB/s', 'more', async ({ keyed: { large }, peer }) => {
        const begin = performance.now()
        const { status, text } = await send('PUT', large.url, largeSize, large.headers('PUT'))
        if (!good.includes(status)) throw new Error(`${peer.name}: ${status} ${text}`)
        return mib / ((performance.now() - begin) / 1000)
      }),
      await turns('GET of 100 MiB', 'in one request', 'MiB/s', 'more', async ({ keyed: { large } }) => {
        const begin = performance.now()
        await readAll(large.url, largeSize, large.headers('GET'))
        return mib / ((performance.now() - begin) / 1000)
      }),
    )
    const held = await Promise.all(stores.map(async ({ running }) => [await memoryOf(running.pid)]))
    measures.push({
      name: 'memory after all that',
      how: 'resident',
      unit: 'MiB',
      better: 'less',
      values: byName(peers, held),
    })
    return measures
  })
}

/** What is installed for it, alone. */
export async function installs(peers: readonly Peer[]): Promise<Measure[]> {
  const sizes = new Map<string, number[]>()
  const packages = new Map<string, number[]>()
  for (const { name, install } of peers) {
    const weighed = await install?.()
    sizes.set(name, weighed ? [weighed.bytes / 1e6] : [])
    packages.set(name, weighed?.packages === undefined ? [] : [weighed.packages])
  }
  return [
    { name: 'installed', how: 'all files of it and what it depends on', unit: 'MB', better: 'less', values: sizes },
    { name: 'packages', how: 'itself and what it depends on', unit: '', better: 'less', values: packages },
  ]
}
