// A span of time in words, for people.

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** The two largest units of a span in ms: `1 hour 5 minutes`. Less than a second is `less than a second`. */
export function inWords(ms: number): string {
  let rest = ms
  const words: string[] = []
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) words.push(`${count} ${unit}${count === 1 ? '' : 's'}`)
    // A day and some seconds is a day.
    else if (words.length > 0) break
  }
  return words.slice(0, 2).join(' ') || 'less than a second'
}
