// The journal as the page has it: the newest lines, older ones as somebody scrolls to them, and those that come.
import { batch, effect, signal } from '@preact/signals'
import { base, changed, get, query } from './api.ts'
import { tell } from './told.tsx'
import type { Activity, Line, LineFilter, Lines } from './wire.ts'

export const filter = signal<LineFilter>({})
/** Newest first. */
export const lines = signal<readonly Line[]>([])
export const total = signal(0)
export const loaded = signal(false)
export const live = signal<'connecting' | 'live' | 'lost'>('connecting')
export const activity = signal<Activity | undefined>(undefined)

/** Lines that a page keeps. */
const most = 20_000
const pageSize = 200
/** ms */
const pause = { activity: 1000, changes: 700, again: 2000 }

let next: string | undefined
let source: EventSource | undefined
let arrived: Line[] = []
let isDrawn = true
let isLoadingMore = false

/** Asks anew for what the filter says, and listens from there. */
async function begin(wanted: LineFilter): Promise<void> {
  source?.close()
  source = undefined
  arrived = []
  live.value = 'connecting'
  const filtered = query({ ...wanted })
  try {
    const page = await get<Lines>(`/journal/lines${query({ ...wanted, limit: pageSize })}`)
    if (filter.peek() !== wanted) return
    batch(() => {
      lines.value = page.lines
      total.value = page.total
      loaded.value = true
    })
    next = page.next
    listen(`/journal/stream${query({ ...wanted, from: page.last })}`, wanted)
    void refreshActivity(filtered)
  } catch {
    // The double is being started again, perhaps.
    live.value = 'lost'
    setTimeout(() => filter.peek() === wanted && void begin(wanted), pause.again)
  }
}

effect(() => void begin(filter.value))

function listen(path: string, wanted: LineFilter): void {
  const opened = new EventSource(`${base}${path}`)
  source = opened
  opened.addEventListener('open', () => (live.value = 'live'))
  opened.addEventListener('line', ({ data }) => take(JSON.parse(data)))
  opened.addEventListener('cleared', () => {
    arrived = []
    next = undefined
    batch(() => {
      lines.value = []
      total.value = 0
    })
    soon.activity()
    soon.changes()
  })
  opened.addEventListener('behind', ({ data }) => {
    tell(`${JSON.parse(data).entries} entries were dropped before they could be shown: the journal is bounded`)
  })
  opened.addEventListener('error', () => {
    live.value = 'lost'
    // A browser tries again by itself, unless it was refused.
    if (opened.readyState !== EventSource.CLOSED || source !== opened) return
    source = undefined
    setTimeout(() => filter.peek() === wanted && source === undefined && void begin(wanted), pause.again)
  })
}

/** Lines that come in one frame are drawn at once. */
function take(line: Line): void {
  arrived.push(line)
  if (!isDrawn) return
  isDrawn = false
  requestAnimationFrame(() => {
    isDrawn = true
    const fresh = arrived.toReversed()
    arrived = []
    batch(() => {
      lines.value = [...fresh, ...lines.value].slice(0, most)
      total.value += fresh.length
    })
    soon.activity()
    soon.changes()
  })
}

const soon = {
  activity: throttled(pause.activity, () => void refreshActivity(query({ ...filter.peek() }))),
  changes: throttled(pause.changes, changed),
}

function throttled(ms: number, work: () => void): () => void {
  let isWaiting = false
  return () => {
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      work()
    }, ms)
  }
}

async function refreshActivity(filtered: string): Promise<void> {
  try {
    activity.value = await get<Activity>(`/journal/activity${filtered}`)
  } catch {
    // `live` says that the double does not answer.
  }
}

/** Older lines, when there are some and somebody comes near them. */
export async function loadOlder(): Promise<void> {
  if (next === undefined || isLoadingMore) return
  isLoadingMore = true
  const wanted = filter.peek()
  try {
    const page = await get<Lines>(`/journal/lines${query({ ...wanted, limit: 1000, after: next })}`)
    if (filter.peek() !== wanted) return
    lines.value = [...lines.value, ...page.lines]
    next = page.next
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error), { isError: true })
  } finally {
    isLoadingMore = false
  }
}
