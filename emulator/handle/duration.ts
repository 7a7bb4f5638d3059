// Lengths of time as people write them: `2h`, `90s`, or ms.

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** ms, or a number with its unit: `'250ms'`, `'90s'`, `'5m'`, `'2h'`, `'1d'`. */
export type Duration = number | `${number}${keyof typeof units}`

/** ms. @throws {RangeError} for a text that is none, and for time that would run backwards */
export function milliseconds(duration: Duration): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(duration)) ?? []
  const length = typeof duration === 'number' ? duration : Number(amount) * units[unitOf(unit)]
  if (Number.isFinite(length) && length >= 0) return length
  throw new RangeError(`"${duration}" is no length of time; it takes ms from 0, or 90s, 5m, 2h, 1d`)
}

function unitOf(text: string | undefined): keyof typeof units {
  return text === 's' || text === 'm' || text === 'h' || text === 'd' ? text : 'ms'
}
