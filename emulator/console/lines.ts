// A journal in lines: what a list shows of each entry, without headers and bodies, and how much happened when.
import { type Journal, redactQuery, type Recorded } from '../journal.ts'

/** An entry in one line. */
export interface Line {
  id: string
  /** ISO instant in the world's time. */
  at: string
  /** ISO instant in real time. */
  receivedAt: string
  service: string
  operation?: string
  direction: 'in' | 'out'
  method: string
  /** Up to 2,000 characters, secrets redacted. */
  url: string
  /** 0 when there was no answer. */
  status: number
  /** Real time, in ms. */
  durationMs: number
  /** Codes of the mistakes of a refused credential; empty when it was refused for none that is known. */
  mistakes?: string[]
  /** What was made to go wrong, by its name. */
  fault?: string
  error?: string
}

export interface LineFilter {
  service?: string | undefined
  /** `404`, or a class: `4xx`. */
  status?: string | undefined
  /** Part of the URL or of the operation, in any case. */
  text?: string | undefined
  direction?: 'in' | 'out' | undefined
  /** `failed`: 400 and above, or no answer. `refused`: with a diagnosis. `fault`: made to go wrong. */
  only?: 'failed' | 'refused' | 'fault' | undefined
}

export interface Lines {
  /** Newest first. */
  lines: Line[]
  /** There when older ones match: `after` of the next page. */
  next?: string
  /** How many match, on all pages. */
  total: number
  /** The id of the newest entry, whether it matches or not. */
  last: string
}

/** Counts of one span of real time. */
export interface ActivityBar {
  requests: number
  failed: number
  /** Made to fail, or to wait. */
  faults: number
}

export interface Activity {
  /** ISO instant in real time at which the first bar begins. */
  from: string
  /** ms that a bar stands for. */
  stepMs: number
  /** Without gaps, the oldest first. */
  bars: ActivityBar[]
}

const longestUrl = 2000
const mostBars = 60
/** ms: lengths of time that people think in. */
const steps = [1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600, 3 * 3600, 6 * 3600, 86_400].map((seconds) => seconds * 1000)

export function listLines(
  journal: Journal,
  { after, limit = 200, ...filter }: LineFilter & { after?: number | undefined; limit?: number | undefined },
): Lines {
  const matches = matcherOf(filter)
  const lines: Line[] = []
  let total = 0
  let next: string | undefined
  for (const [id, recorded] of journal.newestFirst()) {
    if (!matches(recorded)) continue
    total += 1
    if (after !== undefined && id >= after) continue
    if (lines.length < limit) lines.push(describeLine(id, recorded))
    else next ??= lines.at(-1)?.id
  }
  return { lines, ...(next !== undefined && { next }), total, last: String(journal.last) }
}

/** How much happened, in at most 60 bars from the oldest entry to the newest. */
export function activityOf(journal: Journal, filter: LineFilter): Activity {
  const matches = matcherOf(filter)
  const matching = journal.newestFirst().flatMap(([, recorded]) => (matches(recorded) ? [recorded] : []))
  const times = matching.map(({ receivedAt = 0 }) => receivedAt)
  const [first, last] = times.reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)], [
    Infinity,
    -Infinity,
  ] as [number, number])
  if (matching.length === 0) return { from: new Date(0).toISOString(), stepMs: 1000, bars: [] }
  const stepMs =
    steps.find((step) => Math.floor(last / step) - Math.floor(first / step) < mostBars) ??
    86_400_000 * Math.ceil((last - first) / 86_400_000 / (mostBars - 1))
  const start = Math.floor(first / stepMs)
  const bars = Array.from({ length: Math.floor(last / stepMs) - start + 1 }, () => ({
    requests: 0,
    failed: 0,
    faults: 0,
  }))
  for (const recorded of matching) {
    const bar = bars[Math.floor((recorded.receivedAt ?? 0) / stepMs) - start]
    if (!bar) continue
    bar.requests += 1
    if (hasFailed(recorded)) bar.failed += 1
    if (recorded.fault) bar.faults += 1
  }
  return { from: new Date(start * stepMs).toISOString(), stepMs, bars }
}

export function describeLine(id: number, recorded: Recorded): Line {
  const { at, diagnosis, direction, durationMs, error, fault, method, operation, receivedAt, service, status } =
    recorded
  return {
    id: String(id),
    at: new Date(at).toISOString(),
    receivedAt: new Date(receivedAt ?? 0).toISOString(),
    service,
    ...(operation !== undefined && { operation }),
    direction,
    method,
    url: redactQuery(recorded.url).slice(0, longestUrl),
    status,
    durationMs,
    ...(diagnosis && { mistakes: diagnosis.mistakes.map(({ code }) => code) }),
    ...(fault && { fault: fault.name }),
    ...(error !== undefined && { error }),
  }
}

/** Whether a line for this would be shown. */
export function matcherOf({ service, status, text, direction, only }: LineFilter): (recorded: Recorded) => boolean {
  const part = text?.toLowerCase()
  const hundreds = status?.endsWith('xx') === true ? Number(status[0]) : undefined
  return (recorded) => {
    if (service !== undefined && recorded.service !== service) return false
    if (direction !== undefined && recorded.direction !== direction) return false
    if (hundreds !== undefined && Math.floor(recorded.status / 100) !== hundreds) return false
    if (hundreds === undefined && status !== undefined && recorded.status !== Number(status)) return false
    if (only === 'failed' && !hasFailed(recorded)) return false
    if (only === 'refused' && recorded.diagnosis === undefined) return false
    if (only === 'fault' && recorded.fault === undefined) return false
    if (part === undefined || part === '') return true
    return `${recorded.method} ${recorded.url} ${recorded.operation ?? ''}`.toLowerCase().includes(part)
  }
}

function hasFailed({ status, error }: Recorded): boolean {
  return status >= 400 || status === 0 || error !== undefined
}
