// How long something took for real; in the journal and the log only, never in a vendor's answer.

/** Starts to measure; the function answers the ms that have passed, with three decimals. */
export function stopwatch(): () => number {
  const start = performance.now()
  return () => Math.round((performance.now() - start) * 1000) / 1000
}
