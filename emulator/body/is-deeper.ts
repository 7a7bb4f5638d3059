// Whether JSON is nested deeper than anybody means it, told without parsing it: that would take twenty times as long.
import { backslash, closing, kinds, opening, quote } from './json-structure.ts'

/** Far more than any document of any API; what is deeper costs a parser more than it is worth. */
export const deepestJson = 1000

/** @param limit of lists and objects within each other */
export function isDeeper(text: string, limit = deepestJson): boolean {
  // Whatever is so deep begins so many times.
  if (text.length <= limit) return false
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const kind = kinds[text.charCodeAt(at)]
    if (kind === undefined || kind === 0) continue
    if (inText && kind === backslash) at += 1
    else if (kind === quote) inText = !inText
    else if (inText) continue
    else if (kind === opening) {
      depth += 1
      if (depth > limit) return true
    } else if (kind === closing) depth -= 1
  }
  return false
}
