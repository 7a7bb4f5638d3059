// Whether JSON is nested deeper than anybody means it, told without parsing it: that would take twenty times as long.

/** Far more than any document of any API; what is deeper costs a parser more than it is worth. */
export const deepestJson = 1000

const code = { quote: 0x22, backslash: 0x5c, openList: 0x5b, closeList: 0x5d, openObject: 0x7b, closeObject: 0x7d }

/** @param limit of lists and objects within each other */
export function isDeeper(text: string, limit = deepestJson): boolean {
  // Whatever is so deep begins so many times.
  if (text.length <= limit) return false
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at)
    if (inText && character === code.backslash) at += 1
    else if (character === code.quote) inText = !inText
    else if (inText) continue
    else if (character === code.openList || character === code.openObject) depth += 1
    else if (character === code.closeList || character === code.closeObject) depth -= 1
    if (depth > limit) return true
  }
  return false
}
