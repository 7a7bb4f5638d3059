// Numbers as ffmpeg reads them.

/** Seconds, to the millisecond. */
export function secondsOf(ms: number): string {
  return String(Math.round(ms) / 1000)
}

/** Without an exponent, which filters would not understand. */
export function decimal(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, '')
}

/**
 * Rates are kbit/s in V2 and V3.0's documents and bits/s in Flip 3.1's (§9): what would be absurdly much as the one is meant as the other.
 * @returns kbit/s
 */
export function kilobits(rate: number, absurd: number): number {
  return rate >= absurd ? Math.max(1, Math.round(rate / 1000)) : rate
}

/** kbit/s of pictures and of sound that no preset asks for. */
export const absurd = { video: 150_000, audio: 8000 } as const
