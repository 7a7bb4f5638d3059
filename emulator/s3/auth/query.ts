// The query of a request, decoded as S3 decodes it.
import { invalidUri } from '../errors.ts'
import type { Parameter } from './canonical-request.ts'

/**
 * Name and value of each parameter, in their order; a name without `=` has the empty value, and a `+` is a space.
 * @throws {S3Error} InvalidURI, when an escape is none, or is no UTF-8
 */
export function parseQuery(query: string): Parameter[] {
  if (query === '') return []
  try {
    return query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const equals = pair.indexOf('=')
        return equals === -1 ? [decode(pair), ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))]
      })
  } catch {
    throw invalidUri(`?${query}`)
  }
}

function decode(text: string): string {
  return /[%+]/.test(text) ? decodeURIComponent(text.replaceAll('+', '%20')) : text
}
