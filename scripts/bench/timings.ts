// Works that are timed one by one, and what is told of them.
import type { Row } from './benchmark.ts'
import { median, quantile } from './statistics.ts'

export interface Timings {
  /** Of each. */
  ms: number[]
  /** ms that the processor was at work for each, on average: what disks and other programs take is not in it. */
  processor: number
}

/** Times each. The first tenth, in which the code grows warm, counts too: tests pay for it. */
export async function each(count: number, work: (n: number) => Promise<unknown> | undefined): Promise<Timings> {
  const ms: number[] = []
  const before = process.cpuUsage()
  for (let n = 0; n < count; n += 1) {
    const start = performance.now()
    await work(n)
    ms.push(performance.now() - start)
  }
  const { user, system } = process.cpuUsage(before)
  return { ms, processor: (user + system) / 1000 / count }
}

/** The 95th percentile, with the rest beside it. @param most ms that it should be */
export function row(what: string, { ms, processor }: Timings, most?: number): Row {
  return {
    what,
    measured: quantile(ms, 0.95),
    unit: 'ms',
    ...(most !== undefined && { target: { most } }),
    detail: `p50 ${median(ms).toFixed(2)}, p95 ${quantile(ms, 0.95).toFixed(2)}, worst ${Math.max(...ms).toFixed(2)} of ${ms.length}; ${processor.toFixed(2)} of processor time`,
  }
}
