// Fills a bucket with small objects: by the quickest way that a peer has, and for no longer than is bearable.
import { loadMessages } from '../bench/load.ts'
import type { Keyed } from './peer.ts'

export const keyName = (n: number): string => `key-${String(n).padStart(7, '0')}`

export interface Filling {
  /** The port. */
  at: number
  keyed: Keyed
  keys: number
  minutes: number
  /** Statuses that are good. */
  good: readonly number[]
}

/** What is measured first has put so many. */
const first = 1000
const connections = 16
const body = new Uint8Array(1)

/**
 * Answers how many keys there are in the end, with a note when those are fewer than asked for: when the time was over, or a fifth of it,
 * and it was plain that twice of it would not be enough.
 */
export async function fill({ at, keyed, keys, minutes, good }: Filling): Promise<{ there: number; note?: string }> {
  const most = minutes * 60_000
  const begin = performance.now()
  let there = first
  let batch = keyed.bulk ? keyed.bulk.count * 4 : 500
  while (there < keys) {
    const names = Array.from({ length: Math.min(keys - there, batch) }, (_, n) => keyName(there + n))
    const began = performance.now()
    const messages = requests(keyed, names)
    const used = Math.min(connections, messages.length)
    await loadMessages({ port: at, messages, connections: used, until: { answers: messages.length }, good })
    there += names.length
    // The clock is looked at every few seconds, of the slow ones too.
    if (performance.now() - began < 1000) batch = Math.min(batch * 2, 8000)
    const ms = performance.now() - begin
    const whole = (ms / (there - first)) * (keys - first)
    if (there < keys && (ms > most || (ms > most / 5 && whole > 2 * most)))
      return { there, note: noteOf({ there, keys, ms, whole }) }
  }
  // That they are really there: who takes many at once may take them later.
  await loadMessages({
    port: at,
    messages: [keyed.get(keyName(keys - 1))],
    connections: 1,
    until: { answers: 1 },
    good,
  })
  return { there }
}

function requests({ bulk, put }: Keyed, names: readonly string[]): Buffer[] {
  if (!bulk) return names.map((name) => put(name, body))
  const all: Buffer[] = []
  for (let n = 0; n < names.length; n += bulk.count) all.push(bulk.put(names.slice(n, n + bulk.count), body))
  return all
}

function noteOf({ there, keys, ms, whole }: { there: number; keys: number; ms: number; whole: number }): string {
  const minutes = (time: number): string => (time / 60_000).toLocaleString('en', { maximumSignificantDigits: 2 })
  const count = (n: number): string => n.toLocaleString('en')
  return `${count(there)} of ${count(keys)} keys after ${minutes(ms)} minutes; all of them would take ${minutes(whole)}`
}
