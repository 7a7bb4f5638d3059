// Works that are timed one by one, and what is told of them.
import type { Row } from './benchmark.ts'
import { median, quantile } from './statistics.ts'

/** The ms of each. The first tenth, in which the code grows warm, counts too: tests pay for it. */
export async function each(count: number, work: (n: number) => Promise<unknown> | undefined): Promise<number[]> {
  const measured: number[] = []
  for (let n = 0; n < count; n += 1) {
    const start = performance.now()
    await work(n)
    measured.push(performance.now() - start)
  }
  return measured
}

/** The 95th percentile, with the rest beside it. @param most ms that it should be */
export function row(what: string, measured: number[], most?: number): Row {
  return {
    what,
    measured: quantile(measured, 0.95),
    unit: 'ms',
    ...(most !== undefined && { target: { most } }),
    detail: `p50 ${median(measured).toFixed(2)}, p95 ${quantile(measured, 0.95).toFixed(2)}, worst ${Math.max(...measured).toFixed(2)} of ${measured.length}`,
  }
}
