// Paging and filters of the bare lists (§4): page 1, 100 a page, 100 at most, newest first.
import type { Call } from './call.ts'
import { badRequest } from './errors.ts'
import { quote } from './input.ts'
import type { Status } from './model.ts'

/** For `Table.list`. A page beyond the end is empty; more than 100 a page are 100. */
export function pageOf({ input }: Call): { limit: number; offset: number; direction: 'desc' } {
  const page = input.integer('page', { min: 1 }) ?? 1
  const perPage = Math.min(input.integer('per_page', { min: 1 }) ?? 100, 100)
  return { limit: perPage, offset: Math.min((page - 1) * perPage, Number.MAX_SAFE_INTEGER), direction: 'desc' }
}

export function statusFilter({ input }: Call): Status | undefined {
  const status = input.filled('status')
  if (status === undefined || status === 'success' || status === 'fail' || status === 'processing') return status
  throw badRequest(`status must be success, fail or processing, not ${quote(status)}`)
}
