// Dates as HTTP writes them, in whole seconds.

/** Of the seconds in which answers are made, and of those in which objects were: mostly few. */
const most = 1000
const written = new Map<number, string>()

/** ms → `Thu, 01 Jan 2026 00:00:00 GMT` */
export function httpDate(ms: number): string {
  const second = Math.floor(ms / 1000)
  const known = written.get(second)
  if (known !== undefined) return known
  const text = new Date(ms).toUTCString()
  if (written.size >= most) written.clear()
  written.set(second, text)
  return text
}
