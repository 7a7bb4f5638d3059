// Where two strings to sign part, with a little of what stands around it.

export interface Difference {
  /** The first character that is another, from 0. */
  readonly at: number
  /** A few characters before and behind it; `…` stands for what was cut off. */
  readonly expected: string
  readonly received: string
}

const before = 16
const behind = 24

/** Undefined when they are the same. */
export function firstDifference(expected: string, received: string): Difference | undefined {
  if (expected === received) return undefined
  let at = 0
  while (at < expected.length && expected[at] === received[at]) at += 1
  return { at, expected: excerpt(expected, at), received: excerpt(received, at) }
}

/** Where in both excerpts the difference begins. */
export function differenceOffset({ at }: Difference): number {
  return at > before ? before + 1 : at
}

function excerpt(text: string, at: number): string {
  const start = Math.max(0, at - before)
  const end = at + behind
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}
