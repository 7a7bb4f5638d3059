// Dates as DuraStore writes them. It writes its server's zone without saying so; a world's is UTC.

/** `yyyy-MM-dd'T'HH:mm:ss` */
export function zonelessDate(at: number): string {
  return new Date(at).toISOString().slice(0, 19)
}

/** `yyyy-MM-dd-HH-mm-ss`, as it stands in ids and file names. */
export function dashedDate(at: number): string {
  return zonelessDate(at).replaceAll(/[T:]/g, '-')
}

const dashed = /^(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/

/** ms; undefined when it is no such date. */
export function parseDashedDate(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] = dashed.exec(text) ?? []
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? undefined : at
}

export const dayLength = 24 * 60 * 60_000

/** Days since 1970, in UTC. */
export function dayOf(at: number): number {
  return Math.floor(at / dayLength)
}
