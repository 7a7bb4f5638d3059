// Patterns of file names: `*` is any text, `?` any character.

/**
 * Whether a key fits a pattern. One without a slash is about the last segment of the key, one with a slash about all of it.
 * It goes back to the last `*` only, so that no pattern takes longer than its length times the key's.
 */
export function matchesGlob(pattern: string, key: string): boolean {
  const text = pattern.includes('/') ? key : key.slice(key.lastIndexOf('/') + 1)
  let at = 0
  let next = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    if (next < pattern.length && pattern[next] === '*') {
      star = next
      resume = at
      next += 1
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === text[at])) {
      at += 1
      next += 1
    } else if (star !== -1) {
      next = star + 1
      resume += 1
      at = resume
    } else return false
  }
  return /^\**$/.test(pattern.slice(next))
}
