// How much there is in the worlds at the moment. Nobody keeps it: it is asked when somebody collects it, and nothing is changed by that.
import type { State } from '../state/state.ts'
import { breath } from '../time/breath.ts'
import type { World } from '../world.ts'
import type { Metrics } from './metrics.ts'
import { Series } from './series.ts'

export interface Level {
  waitingJobs: number
  failedJobs: number
  objects: number
  /** Of the objects, as clients see them. */
  bytes: number
  journalEntries: number
}

/** Rows that are read before others have a turn. */
const pageRows = 10_000

/** By the labels of the worlds; those that share one are summed. */
export async function levelsOf(worlds: readonly World[], metrics: Metrics): Promise<Series<Level>> {
  const levels = new Series<Level>(() => ({ waitingJobs: 0, failedJobs: 0, objects: 0, bytes: 0, journalEntries: 0 }))
  for (const world of worlds) {
    const sizes = await objectsOf(world)
    if (!sizes || world.closed) continue
    const { value } = levels.of([metrics.labelOf(world.name)])
    const { waiting, failed } = jobsOf(world.state)
    value.waitingJobs += waiting
    value.failedJobs += failed
    value.objects += sizes.objects
    value.bytes += sizes.bytes
    value.journalEntries += world.journal.size
    await breath()
  }
  return levels
}

function jobsOf(state: State): { waiting: number; failed: number } {
  const rows = state.tableNames().includes('jobs')
    ? state.query(`SELECT (doc ->> 'status') AS status, count(*) AS n FROM jobs GROUP BY (doc ->> 'status')`)
    : []
  const count = (status: string) => Number(rows.find((row) => row.status === status)?.n ?? 0)
  return { waiting: count('waiting'), failed: count('failed') }
}

type ObjectSizes = Pick<Level, 'objects' | 'bytes'>

/** Of what has not changed since it was asked: what its connection had written, and what it came to. */
const asked = new WeakMap<State, { changes: number; sizes: ObjectSizes }>()

/** In pages, so that a million objects hold nobody up; undefined when the world has ended meanwhile. */
async function objectsOf(world: World): Promise<ObjectSizes | undefined> {
  if (world.closed) return undefined
  const { state } = world
  const changes = changesOf(state)
  const known = asked.get(state)
  if (known?.changes === changes) return known.sizes
  const sizes = { objects: 0, bytes: 0 }
  for (const table of state.tableNames().filter((name) => name === 'objects' || name === 's3_objects')) {
    for (let last = 0; ;) {
      const page = `SELECT seq, doc -> 'head' ->> 'size' AS size FROM "${table}" WHERE seq > ? ORDER BY seq LIMIT ${pageRows}`
      const [row] = state.query(`SELECT count(*) AS n, total(size) AS bytes, max(seq) AS last FROM (${page})`, last)
      sizes.objects += Number(row?.n ?? 0)
      sizes.bytes += Number(row?.bytes ?? 0)
      last = Number(row?.last ?? 0)
      if (Number(row?.n ?? 0) < pageRows) break
      await breath()
      if (world.closed) return undefined
    }
  }
  asked.set(state, { changes, sizes })
  return sizes
}

function changesOf(state: State): number {
  return Number(state.query('SELECT total_changes() AS n')[0]?.n ?? 0)
}
