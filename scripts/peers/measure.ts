// What is measured of each peer, all of them by turns.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadMessages } from '../bench/load.ts'
import { readAll, send } from '../bench/send.ts'
import { fill, keyName } from './fill.ts'
import { isServer, type Keyed, type Peer, type Server } from './peer.ts'
import { largeSize } from './peers.ts'
import { memoryOf, startPeer, type Up } from './running.ts'
import { byTurns, reasonOf } from './turns.ts'

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
const good = [200, 201, 204]

interface Started extends Up {
  peer: Server
}

/** Starts those that can be started, and stops them when the work is done, also where it failed. @param work given why the others are not there */
async function withAll<T>(
  peers: readonly Server[],
  say: Options['say'],
  work: (up: readonly Started[], missing: Map<string, string>) => Promise<T>,
): Promise<T> {
  const up: Started[] = []
  const missing = new Map<string, string>()
  try {
    for (const peer of peers) {
      try {
        up.push({ peer, ...(await startPeer(peer)) })
      } catch (error) {
        missing.set(peer.name, reasonOf(error))
        say(`${peer.name} ${reasonOf(error)}`)
      }
    }
    return await work(up, missing)
  } finally {
    for (const started of up) await started[Symbol.asyncDispose]()
  }
}

/** From starting the program to its first answer, and what it holds in memory then. */
export async function starts(all: readonly Peer[], { rounds, say }: Options): Promise<Measure[]> {
  const peers = all.filter(isServer)
  const memory = new Map(peers.map(({ name }): [string, number[]] => [name, []]))
  const { values, notes } = await byTurns(peers, rounds, say, async (peer) => {
    await using up = await startPeer(peer)
    await sleep(300)
    memory.get(peer.name)?.push(await memoryOf(up.running.pid))
    say(`${peer.name} started in ${up.ms.toFixed(0)} ms`)
    return up.ms
  })
  for (const name of notes.keys()) memory.delete(name)
  return [
    { name: 'start', how: 'from starting the program to its first answer', unit: 'ms', better: 'less', values, notes },
    { name: 'memory', how: 'resident after the first answer', unit: 'MiB', better: 'less', values: memory, notes },
  ]
}

/** A GET of one entity by who presents a credential. */
export async function calls(all: readonly Peer[], { rounds, say }: Options): Promise<Measure[]> {
  const peers = all.filter(isServer).filter(({ call }) => call)
  return withAll(peers, say, async (up, missing) => {
    const { values, notes } = await byTurns(up.map(named), rounds + 1, say, async ({ peer, port, running }) => {
      const messages = peer.call?.messages(port) ?? []
      const asked = loadMessages({ port, messages, connections, until: { ms: 2000 }, good })
      const { requests, ms } = await asked.catch(toldBy(running))
      say(`${peer.name} answered ${((requests / ms) * 1000).toFixed(0)} a second`)
      return (requests / ms) * 1000
    })
    // Code grows warm in the first round that counts too.
    const warm = new Map([...values].map(([name, each]) => [name, each.slice(1)]))
    return [
      {
        name: 'one entity',
        how: `GETs over ${connections} connections, for 2 s`,
        unit: 'requests/s',
        better: 'more',
        values: warm,
        notes: new Map([...missing, ...notes]),
      },
    ]
  })
}

const named = (started: Started): Started & { name: string } => ({ ...started, name: started.peer.name })

/** What went wrong between it and us, with what it said last where it is no more. */
function toldBy({ lastWords }: Up['running']): (error: unknown) => Promise<never> {
  return async (error) => {
    const words = await lastWords()
    throw words === undefined ? error : new Error(words, { cause: error })
  }
}

/** What a test pays for a call that is answered within its process. */
export async function intercepted(all: readonly Peer[], { rounds, say }: Options): Promise<Measure[]> {
  const peers = all.filter((peer) => peer.intercepted)
  const { values, notes } = await byTurns(peers, rounds, say, async (peer) => {
    const us = (await peer.intercepted?.time()) ?? 0
    say(`${peer.name} answers a call behind msw in ${us.toFixed(0)} µs`)
    return us
  })
  return [
    {
      name: 'msw call',
      how: 'a fetch of one entity by its production URL, answered within the process; median of 1,600, after 800',
      unit: 'µs',
      better: 'less',
      values,
      notes,
    },
  ]
}

/** Objects of 1 KiB and of 100 MiB, and lists of them. */
export async function objects(all: readonly Peer[], options: Options): Promise<Measure[]> {
  const { rounds, keys, fillMinutes, say } = options
  const peers = all.filter(isServer).filter((peer) => peer.objects)
  return withAll(peers, say, async (up, missing) => {
    const stores = up.map(({ peer, port, running }) => {
      const keyed = peer.objects?.keyed(port)
      if (!keyed) throw new Error(`${peer.name} keeps no objects`)
      return { name: peer.name, peer, keyed, running, at: Number(new URL(keyed.large.url).port) }
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
    const turns = async (
      name: string,
      how: string,
      unit: string,
      better: 'less' | 'more',
      work: (store: Store) => Promise<number>,
      which: readonly Store[] = stores,
    ) => {
      const { values, notes } = await byTurns(which, rounds, say, async (store) => {
        const value = await work(store).catch(toldBy(store.running))
        say(`${name}: ${store.name} ${value.toFixed(1)} ${unit}`)
        return value
      })
      return { name, how, unit, better, values, notes: new Map([...missing, ...notes]) } satisfies Measure
    }
    const rate = async (at: number, messages: readonly Buffer[]): Promise<number> => {
      const { requests, ms } = await ask(at, messages)
      return (requests / ms) * 1000
    }
    const put = (keyed: Keyed, count: number): Buffer[] =>
      Array.from({ length: count }, (_, n) => keyed.put(keyName(n % 1000), randomBytes(1024)))
    const list = (title: string, which?: readonly Store[]) =>
      turns(title, 'the first 100 keys, one request after the other', 'ms', 'less', (store) => page(store), which)

    for (const { at, keyed, name } of stores) {
      const { create } = keyed
      const told = (error: unknown): void => say(`${name} takes no bucket: ${reasonOf(error)}`)
      // MinIO says that it is ready before it takes a bucket.
      if (create) await persist(() => ask(at, [create()])).catch(told)
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
      values: new Map(stores.map(({ name }, index) => [name, held[index] ?? []])),
      notes: missing,
    }

    const notes = new Map(short.notes)
    const full: Store[] = []
    for (const store of stores) {
      // Who cannot list a thousand keys is spared a million.
      if ((short.values.get(store.name) ?? []).length === 0) continue
      const filling = fill({ ...store, keys, minutes: fillMinutes, good, say })
      const { there, note } = await filling.catch(toldBy(store.running)).catch(failed)
      say(`${store.name} has ${there.toLocaleString('en')} keys${note === undefined ? '' : `; ${note}`}`)
      if (note === undefined) full.push(store)
      else notes.set(store.name, note)
    }
    const long = await list(`page of ${keys.toLocaleString('en')} keys`, full)
    return [...measures, short, { ...long, notes: new Map([...notes, ...long.notes]) }, ...transfers, memory]
  })
}

/** One that gives up under so many keys is no reason to lose what was measured of all. */
function failed(error: unknown): { there: number; note: string } {
  return { there: 0, note: `fails while it is filled: ${reasonOf(error)}` }
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
