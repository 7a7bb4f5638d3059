// The same search where a text is signed as it is: Signature Version 2, the policy of a form, a chunk of a body.
import type { Mistake } from '../../diagnosis/index.ts'

export interface TextAlternative {
  /** Undefined: as the double has it. */
  readonly mistake?: Mistake
  readonly text: string
}

export interface KeyAlternative {
  readonly mistake?: Mistake
  readonly sign: (text: string) => string
}

export interface TextFound {
  readonly mistakes: readonly Mistake[]
  readonly text: string
}

/** The most signatures that are made. */
const most = 1200

/**
 * Tries each key with each text, those without a mistake first.
 * @param texts the right one first; the same of `keys`
 */
export function searchTexts(
  signature: string,
  texts: readonly TextAlternative[],
  keys: readonly KeyAlternative[],
): TextFound | undefined {
  let tried = 0
  const find = (count: number): TextFound | undefined => {
    for (const { text, mistake: first } of texts)
      for (const { sign, mistake: second } of keys) {
        const mistakes = [first, second].filter((one) => one !== undefined)
        if (mistakes.length !== count || text.length * (tried += 1) > most * 4096 || tried > most) continue
        if (sign(text) === signature) return { mistakes, text }
      }
    return undefined
  }
  return find(0) ?? find(1) ?? find(2)
}
