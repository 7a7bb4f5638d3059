// Two strings to sign, cut where they part, line by line, so that the place can be marked in both.

export interface MarkedLine {
  number: number
  /** The same in both strings, up to the place. */
  same: string
  /** The first character that is another; empty where this string, or its line, ends. */
  mark: string
  /** What comes behind it. */
  rest: string
  /** Whether a line feed ends it. */
  ended: boolean
}

/** The first place at which they differ; undefined when they do not. */
export function placeOf(one: string, other: string): number | undefined {
  if (one === other) return undefined
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  // Not within a character that takes two places.
  const code = one.charCodeAt(at - 1)
  return at > 0 && code >= 0xd800 && code <= 0xdbff ? at - 1 : at
}

/** @param at the place; undefined: nothing is marked */
export function markedLines(text: string, at: number | undefined): MarkedLine[] {
  let start = 0
  const lines = text.split('\n')
  return lines.map((line, index): MarkedLine => {
    const end = start + line.length
    const ended = index < lines.length - 1
    const number = index + 1
    const from = start
    start = end + 1
    if (at === undefined || at > end) return { number, same: line, mark: '', rest: '', ended }
    if (at < from) return { number, same: '', mark: '', rest: line, ended }
    const [first = ''] = line.slice(at - from)
    return {
      number,
      same: line.slice(0, at - from),
      mark: first || (ended ? '⏎' : '∎'),
      rest: line.slice(at - from + first.length),
      ended,
    }
  })
}

/** `line 3, character 12`, both from 1. */
export function wordsFor(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  return `line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1}`
}
