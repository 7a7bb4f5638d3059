// Times, sizes and lengths as people read them.

/** `14:22:31.042`; with the date when it is not that of `beside`. */
export function clockTime(iso: string, beside?: string): string {
  const time = iso.slice(11, 23)
  return beside !== undefined && beside.slice(0, 10) === iso.slice(0, 10) ? time : `${iso.slice(0, 10)} ${time}`
}

/** `4 ms`, `1.3 s`, `12 min`, `3 h`, `2 d`. */
export function duration(ms: number): string {
  if (ms < 10) return `${trimmed(ms, 1)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${trimmed(ms / 1000, 1)} s`
  if (ms < 3_600_000) return `${trimmed(ms / 60_000, 1)} min`
  return ms < 86_400_000 ? `${trimmed(ms / 3_600_000, 1)} h` : `${trimmed(ms / 86_400_000, 1)} d`
}

/** `812 B`, `1.2 kB`, `34 MB`. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`
  if (size < 1e6) return `${trimmed(size / 1e3, 1)} kB`
  return size < 1e9 ? `${trimmed(size / 1e6, 1)} MB` : `${trimmed(size / 1e9, 1)} GB`
}

/** `12,040`. */
export function count(number: number): string {
  return number.toLocaleString('en')
}

/** `1 job`, `3 jobs`. */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`
}

/** Path and query of a URL; the whole of one that leads elsewhere. */
export function shortUrl(url: string, whole = false): string {
  const start = whole ? -1 : url.indexOf('/', url.indexOf('://') + 3)
  return start === -1 ? url : url.slice(start)
}

/** The same in two: the query is what is read last. */
export function urlParts(url: string, whole = false): { path: string; query: string } {
  const short = shortUrl(url, whole)
  const start = short.indexOf('?')
  return start === -1 ? { path: short, query: '' } : { path: short.slice(0, start), query: short.slice(start) }
}

/** JSON with line breaks; anything else as it is. */
export function pretty(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // It only looked like JSON, or was cut.
    return text
  }
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}
