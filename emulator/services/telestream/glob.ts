// Patterns of file names: `*` is any text, `?` any character.
import { matchesWildcards } from '../../wildcards.ts'

/** Whether a key fits a pattern. One without a slash is about the last segment of the key, one with a slash about all of it. */
export function matchesGlob(pattern: string, key: string): boolean {
  return matchesWildcards(pattern, pattern.includes('/') ? key : key.slice(key.lastIndexOf('/') + 1))
}
