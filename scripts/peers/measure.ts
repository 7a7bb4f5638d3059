// What is measured of each peer, all of them by turns.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { takeTurns } from '../bench/interleave.ts'
import { loadMessages } from '../bench/load.ts'
import { readAll, send } from '../bench/send.ts'
import { fill, keyName } from './fill.ts'
import { isServer, type Keyed, type Peer, type Running, type Server } from './peer.ts'
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
  /** Why there is nothing, where that is not plain. */
  notes?: ReadonlyMap<string, string>
}

export interface Options {
  rounds: number
  /** Keys in the bucket of the long list. */
  keys: number
  /** How long each peer is filled with them at most. */
  fillMinutes: number
  say: (line: string) => void
}

const connections = 16
const firstPort = 47_100
const good = [200, 201, 204]

/** Ports that no two peers share, nor any two runs of one, because some sockets linger. */
let taken = 0
const nextPort = (): number => firstPort + (taken += 4)

interface Up {
  peer: Server
  port: number
  running: Running
}

/** Starts all, and stops them when the work is done, also where it failed. */
async function withAll<T>(peers: readonly Server[], work: (up: readonly Up[]) => Promise<T>): Promise<T> {
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
export async function starts(all: readonly Peer[], { rounds, say }: Options): Promise<Measure[]> {
  const peers = all.filter(isServer)
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
  const peers = all.filter(isServer).filter(({ call }) => call)
  return withAll(peers, async (up) => {
    const values = await takeTurns(
      rounds + 1,
      up.map(({ peer, port }) => async () => {
        const messages = peer.call?.messages(port) ?? []
        const { requests, ms } = await loadMessages({ port, messages, connections, until: { ms: 2000 }, good })
        say(`${peer.name} answered ${((requests / ms) * 1000).toFixed(0)} a second`)
        return (requests / ms) * 1000
      }),
    )
    // Code grows warm in the first round that counts too.
    const warm = values.map((each) => each.slice(1))
    return [
      {
        name: 'one entity',
        how: `GETs over ${connections} connections, for 2 s`,
        unit: 'requests/s',
        better: 'more',
        values: byName(peers, warm),
      },
    ]
  })
}

/** What a test pays for a call that is answered within its process. */
export async function intercepted(all: readonly Peer[], { rounds, say }: Options): Promise<Measure[]> {
  const peers = all.filter((peer) => peer.intercepted)
  const times = await takeTurns(
    rounds,
    peers.map((peer) => async () => {
      const us = (await peer.intercepted?.time()) ?? 0
      say(`${peer.name} answers a call behind msw in ${us.toFixed(0)} µs`)
      return us
    }),
  )
  return [
    {
      name: 'msw call',
      how: 'a fetch of one entity by its production URL, answered within the process; median of 1,600, after 800',
      unit: 'µs',
      better: 'less',
      values: byName(peers, times),
    },
  ]
}

/** Objects of 1 KiB and of 100 MiB, and lists of them. */
export async function objects(all: readonly Peer[], options: Options): Promise<Measure[]> {
  const { rounds, keys, fillMinutes, say } = options
  const peers = all.filter(isServer).filter((peer) => peer.objects)
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
    type Store = (typeof stores)[number]
    /** Those that do it at all: of one that answers with an error the table has nothing to say. */
    const ableTo = async (which: readonly Store[], work: (store: Store) => Promise<number>) => {
      const able: Store[] = []
      for (const store of which) {
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
      work: (store: Store) => Promise<number>,
      which: readonly Store[] = stores,
    ) => {
      const able = await ableTo(which, work)
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
    const put = (keyed: Keyed, count: number): Buffer[] =>
      Array.from({ length: count }, (_, n) => keyed.put(keyName(n % 1000), randomBytes(1024)))
    const list = (title: string, which?: readonly Store[]) =>
      turns(title, 'the first 100 keys, one request after the other', 'ms', 'less', (store) => page(store), which)

    for (const { at, keyed } of stores) {
      const { create } = keyed
      // MinIO says that it is ready before it takes a bucket.
      if (create) await persist(() => ask(at, [create()]))
    }
    const measures = [
      await turns('PUT of 1 KiB', `2,000 over ${connections} connections`, 'requests/s', 'more', ({ at, keyed }) =>
        rate(at, put(keyed, 2000)),
      ),
      await turns('GET of 1 KiB', `4,000 over ${connections} connections`, 'requests/s', 'more', ({ at, keyed }) =>
        rate(
          at,
          Array.from({ length: 4000 }, (_, n) => keyed.get(keyName(n % 1000))),
        ),
      ),
    ]
    const short = await list('page of 1,000 keys')
    const mib = largeSize / 1024 / 1024
    const transfers = [
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
    ]
    const held = await Promise.all(stores.map(async ({ running }) => [await memoryOf(running.pid)]))
    const memory: Measure = {
      name: 'memory after all that',
      how: 'resident, with 1,000 keys of 1 KiB and one of 100 MiB, before the long list',
      unit: 'MiB',
      better: 'less',
      values: byName(peers, held),
    }

    const notes = new Map<string, string>()
    const full: Store[] = []
    for (const store of stores) {
      // Who cannot list a thousand keys is spared a million.
      if ((short.values.get(store.peer.name) ?? []).length === 0) continue
      const { there, note } = await fill({ ...store, keys, minutes: fillMinutes, good }).catch(failed)
      say(`${store.peer.name} has ${there.toLocaleString('en')} keys${note === undefined ? '' : `; ${note}`}`)
      if (note === undefined) full.push(store)
      else notes.set(store.peer.name, note)
    }
    const long = await list(`page of ${keys.toLocaleString('en')} keys`, full)
    return [...measures, short, { ...long, notes }, ...transfers, memory]
  })
}

/** One that gives up under so many keys is no reason to lose what was measured of all. */
function failed(error: unknown): { there: number; note: string } {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\r\n')
  return { there: 0, note: `fails while it is filled: ${reason}` }
}

/** Tries for half a minute. */
async function persist(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return void (await work())
    } catch (error) {
      if (tries === 60) throw error
      await sleep(500)
    }
  }
}

/** ms of a page, of as many as 2 s are enough for: at least one, and at most 20. */
async function page({ at, keyed }: { at: number; keyed: Keyed }): Promise<number> {
  const { requests, ms } = await loadMessages({
    port: at,
    messages: Array.from({ length: 20 }, keyed.list),
    connections: 1,
    until: { answers: 20, ms: 2000 },
    good,
  })
  return ms / requests
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
