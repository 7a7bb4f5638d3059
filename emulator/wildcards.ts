// Patterns with wildcards: `*` is any text, also none; `?` is one character.

/**
 * Whether a pattern stands for a text, all of it.
 * It goes back to the last `*` only, so that no pattern takes longer than its length times the text's.
 */
export function matchesWildcards(pattern: string, text: string): boolean {
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
