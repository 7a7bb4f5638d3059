// The Range header as DuraStore takes it: `bytes=X-Y` or `bytes=X-`, the first of several (§3.4).
import { refuse } from './errors.ts'

export interface Range {
  start: number
  /** Behind the last byte. */
  end?: number
}

/**
 * @returns undefined for a range that ends before it begins: DuraStore passes it on, and S3 answers as if there were none
 * @throws {DuraCloudError} 400 for any other form
 */
export function parseRange(header: string): Range | undefined {
  const [first = ''] = header.split(',')
  const [, from, to = ''] = /^bytes=\+?(\d+)-(\d*)$/.exec(first) ?? []
  if (from === undefined || !isLong(from) || !isLong(to)) {
    throw refuse(
      400,
      `The Range header value, when utilized, must be in the format 'bytes=X-Y', where X and Y are numerical values. The value provided (${header}) is not valid.`,
    )
  }
  if (to === '') return { start: Number(from) }
  return Number(to) < Number(from) ? undefined : { start: Number(from), end: Number(to) + 1 }
}

/** Java's `long`. */
const isLong = (digits: string) => BigInt(digits) < 2n ** 63n
