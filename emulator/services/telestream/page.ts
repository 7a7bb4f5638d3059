// Paging and filters of lists (§4): page 1, 100 a page, 100 at most, newest first.
import type { Call } from './call.ts'
import { badRequest } from './errors.ts'
import { quote } from './input.ts'
import type { Status } from './model.ts'

/** More than 100 a page are 100. @throws {TelestreamError} 400 when it is no number from 1 */
export function readPage({ input }: Call): { page: number; perPage: number } {
  const page = input.integer('page', { min: 1 }) ?? 1
  const perPage = Math.min(input.integer('per_page', { min: 1 }) ?? 100, 100)
  return { page, perPage }
}

/** For `Table.list`. A page beyond the end is empty. */
export function pageOf(call: Call): { limit: number; offset: number; direction: 'desc' } {
  const { page, perPage } = readPage(call)
  return { limit: perPage, offset: Math.min((page - 1) * perPage, Number.MAX_SAFE_INTEGER), direction: 'desc' }
}

export function statusFilter({ input }: Call): Status | undefined {
  const status = input.filled('status')
  if (status === undefined || status === 'success' || status === 'fail' || status === 'processing') return status
  throw badRequest(`status must be success, fail or processing, not ${quote(status)}`)
}
