// Pages as Flip 3.1 wraps them (§4): the clients require all four keys.
import type { Call } from '../call.ts'
import { readPage } from '../page.ts'

/** @param rows those of the page that the call asks for */
export function pageBody(call: Call, rows: Record<string, unknown[]>, total: number) {
  const { page, perPage } = readPage(call)
  return { ...rows, page, per_page: perPage, total }
}
