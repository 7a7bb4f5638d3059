// Fills a bucket with small objects: by the quickest way that a peer has, and for no longer than is bearable.
import { loadMessages, type Messages } from '../bench/load.ts'
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
  /** The peer's name, and where to tell how far it is. */
  name: string
  say: (line: string) => void
}

/** What is measured first has put so many. */
const first = 1000
const connections = 16
/** ms between two lines that tell how far it is. */
const pause = 15_000
const body = new Uint8Array(1)

/**
 * Answers how many keys there are in the end, with a note when those are fewer than asked for: when the time was over, or a fifth of it,
 * and it was plain that twice of it would not be enough.
 */
export async function fill({
  at,
  good,
  keyed,
  keys,
  minutes,
  name,
  say,
}: Filling): Promise<{ there: number; note?: string }> {
  const most = minutes * 60_000
  const begin = performance.now()
  let told = begin
  let there = first
  let batch = keyed.bulk ? keyed.bulk.count * 4 : 500
  while (there < keys) {
    const count = Math.min(keys - there, batch)
    const began = performance.now()
    const messages = requests(keyed, there, count)
    const used = Math.min(connections, messages.length)
    // A peer may grow so slow that a batch alone would take longer than all of it may.
    const until = { answers: messages.length, ms: most - (began - begin) }
    const put = () => loadMessages({ port: at, messages, connections: used, until, good })
    // Once more: a peer under load may end a connection, and to put an object again changes nothing.
    const { requests: sent } = await put().catch(put)
    there += Math.min(count, sent * (keyed.bulk?.count ?? 1))
    // The clock is looked at every few seconds, of the slow ones too.
    if (performance.now() - began < 1000) batch = Math.min(batch * 2, 8000)
    const ms = performance.now() - begin
    const whole = (ms / (there - first)) * (keys - first)
    if (there < keys && (ms > most || (ms > most / 5 && whole > 2 * most)))
      return { there, note: noteOf({ there, keys, ms, whole }) }
    if (performance.now() - told > pause) {
      say(`${name} has ${there.toLocaleString('en')} keys; ${inMinutes(whole - ms)} minutes to go`)
      told = performance.now()
    }
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

/** Each is made, and signed, when it is its turn: while the peer is busy with those before it. */
function requests({ bulk, put }: Keyed, from: number, count: number): Messages {
  if (!bulk) return { length: count, at: (n) => put(keyName(from + n), body) }
  const { count: many, put: putMany } = bulk
  const names = (n: number): string[] =>
    Array.from({ length: Math.min(many, count - n * many) }, (_, one) => keyName(from + n * many + one))
  return { length: Math.ceil(count / many), at: (n) => putMany(names(n), body) }
}

function noteOf({ there, keys, ms, whole }: { there: number; keys: number; ms: number; whole: number }): string {
  const count = (n: number): string => n.toLocaleString('en')
  return `${count(there)} of ${count(keys)} keys after ${inMinutes(ms)} minutes; all of them would take ${inMinutes(whole)}`
}

const inMinutes = (ms: number): string => (ms / 60_000).toLocaleString('en', { maximumSignificantDigits: 2 })
