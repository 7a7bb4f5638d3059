// Which of a request's headers there are, by their names.
import { headerNames } from '#platform'

/** Names in lower case, each once and in their order: nearly always none or one, which needs neither. */
export function namesWhere(headers: Headers, isWanted: (name: string) => boolean): string[] {
  const names = headerNames(headers).filter(isWanted)
  return names.length < 2 ? names : [...new Set(names)].toSorted()
}
