// A journal as it is written, as server-sent events: whoever loses the connection goes on behind the last line that arrived.
import type { Journal } from '../journal.ts'
import { Timer } from '../time/timer.ts'
import { describeLine, type LineFilter, matcherOf } from './lines.ts'

export interface LiveOptions extends LineFilter {
  /** The id of the entry to go on behind; default: from now on. One that there never was: the journal is another, and is told from its beginning. */
  from?: number | undefined
  /** ms of real time after which a silent connection is told that it lives; default 15 s. */
  heartbeat?: number
}

/** Entries that are read at once. */
const mostAtOnce = 500

/**
 * Events `line` (an entry in one line, whose id is the event's), `cleared` (the journal was emptied, or is another one) and `behind` (as many
 * entries were dropped before they could be told). It ends with the world.
 */
export function liveLines(
  journal: Journal,
  { from, heartbeat = 15_000, ...filter }: LiveOptions,
): ReadableStream<Uint8Array> {
  const matches = matcherOf(filter)
  const encoder = new TextEncoder()
  const timer = new Timer()
  let told = Math.min(from ?? journal.last, journal.last)
  // What is told first: how soon to come again, in ms.
  let before = `retry: 1000\n\n${from !== undefined && from > journal.last ? event('cleared') : ''}`
  if (from !== undefined && from > journal.last) told = 0
  const ends = { over: false, gone: false }
  let wake = (): void => undefined
  const stop = journal.subscribe(() => wake(), {
    cleared: () => {
      before += event('cleared')
      told = journal.last
      wake()
    },
    ended: () => {
      ends.over = true
      wake()
    },
  })
  const leave = (): void => {
    ends.over = true
    stop()
    timer.clear()
  }

  /** What is to be told now; empty when there is nothing. */
  function news(): string {
    let text = before
    before = ''
    const { oldest } = journal
    if (oldest > told + 1) {
      text += event('behind', { entries: oldest - told - 1 })
      told = oldest - 1
    }
    for (let read = 0; read < mostAtOnce && told < journal.last; read += 1) {
      told += 1
      const recorded = journal.recorded(told)
      if (recorded && matches(recorded)) text += event('line', describeLine(told, recorded), told)
    }
    return text
  }

  return new ReadableStream({
    // Asked again only when the last piece is on its way, so that a slow reader makes nobody wait and keeps nothing in memory.
    async pull(controller) {
      let text = news()
      while (text === '' && !ends.over) {
        const { promise, resolve } = Promise.withResolvers<string>()
        wake = () => resolve(news())
        timer.set(heartbeat, () => resolve(': still here\n\n'))
        // Those that do not match are passed over without a word.
        text = told < journal.last ? news() : await promise
      }
      if (ends.gone) return
      if (text !== '') return controller.enqueue(encoder.encode(text))
      leave()
      controller.close()
    },
    cancel: () => {
      ends.gone = true
      leave()
      wake()
    },
  })
}

function event(name: string, data: unknown = {}, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
