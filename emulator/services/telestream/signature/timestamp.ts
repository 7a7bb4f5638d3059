// The `timestamp` parameter: every form that an SDK writes (§2.1), and how long one is good for.

const minute = 60_000

/** Date, `T`, time with or without seconds and a fraction, and a zone: `Z` or a numeric one with or without its colon. */
const written = /^([1-9]\d{3})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):?(\d\d))$/

/**
 * The instant in epoch ms, what is finer cut off; undefined for anything that no SDK writes: no zone, a date alone, a space for the
 * `T`, a day or an hour that does not exist. Seconds may be missing, as in the first Java SDK (`yyyy-MM-dd'T'HH:mmZ`).
 */
export function parseTimestamp(text: string): number | undefined {
  const parts = written.exec(text)
  if (parts === null) return undefined
  const month = Number(parts[2])
  const day = Number(parts[3])
  const hours = Number(parts[4])
  const minutes = Number(parts[5])
  const seconds = Number(parts[6] ?? 0)
  const zoneHours = Number(parts[9] ?? 0)
  const zoneMinutes = Number(parts[10] ?? 0)
  if (month < 1 || month > 12) return undefined
  if (hours > 23 || minutes > 59 || seconds > 59 || zoneHours > 23 || zoneMinutes > 59) return undefined
  const ms = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'))
  const local = Date.UTC(Number(parts[1]), month - 1, day, hours, minutes, seconds, ms)
  // 30 February rolls over into March: another day of the month comes back.
  if (new Date(local).getUTCDate() !== day) return undefined
  const offset = (zoneHours * 60 + zoneMinutes) * minute
  return parts[8] === '-' ? local + offset : local - offset
}

/**
 * The timestamp that a client meant which put `+00:00` into a URL unencoded, so that it arrived as ` 00:00`; undefined when that
 * did not happen. Such a request is refused all the same: this is for explaining it.
 */
export function restoreLostPlus(text: string): string | undefined {
  const restored = text.replace(' ', '+')
  return restored !== text && parseTimestamp(restored) !== undefined ? restored : undefined
}

/** How long after its timestamp a request is accepted, in ms: 30 minutes for `POST /videos.json`, else 5 (§2.1). */
export function signatureLifetime(verb: string, path: string): number {
  return verb === 'POST' && path === '/videos.json' ? 30 * minute : 5 * minute
}
