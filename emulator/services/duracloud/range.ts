// The Range header as DuraStore takes it: `bytes=X-Y` or `bytes=X-`, the first of several (§3.4).
import { refuse } from './errors.ts'

/** `end` is behind the last byte. @throws {DuraCloudError} 400 for any other form */
export function parseRange(header: string): { start: number; end?: number } {
  const [first = ''] = header.split(',')
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(first.trim()) ?? []
  if (from === undefined || (to !== undefined && to !== '' && Number(to) < Number(from))) {
    throw refuse(
      400,
      `The Range header value, when utilized, must be in the format 'bytes=X-Y', where X and Y are numerical values. The value provided (${header}) is not valid.`,
    )
  }
  return { start: Number(from), ...(to !== undefined && to !== '' && { end: Number(to) + 1 }) }
}
