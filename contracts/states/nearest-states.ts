// Which states somebody may have meant: of similar letters, or of similar words.
import { nearest } from '../../emulator/nearest.ts'

/** `; did you mean "a video exists", or "a video is encoded"?`; else where they are listed. */
export function nearestStates(asked: string, known: readonly string[]): string {
  const words = wordsOf(asked)
  const [spelt, ...shared] = [nearest(asked, known), ...bySharedWords(words, known)].filter(
    (name, at, all): name is string => name !== undefined && all.indexOf(name) === at,
  )
  if (spelt === undefined) return '; docs/provider-states.md lists those that there are'
  const others = shared.slice(0, 2)
  return `; did you mean ${[spelt, ...others].map((name) => `"${name}"`).join(', or ')}?`
}

function bySharedWords(words: ReadonlySet<string>, known: readonly string[]): string[] {
  return known
    .map((name) => ({ name, shared: [...wordsOf(name)].filter((word) => words.has(word)).length }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .map(({ name }) => name)
}

/** Without those that every state has. */
function wordsOf(name: string): Set<string> {
  const small = new Set([
    'a',
    'an',
    'the',
    'is',
    'of',
    'to',
    'be',
    'with',
    'that',
    'there',
    'exists',
    'has',
    'was',
    'it',
  ])
  return new Set(
    name
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '' && !small.has(word)),
  )
}
