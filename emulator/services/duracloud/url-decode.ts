// Percent-encoding as Java's URLDecoder reads it: a plus is a space, and what is no escape is an error.
import { refuse } from './errors.ts'

/** @throws {DuraCloudError} 500 in Java's words */
export function urlDecode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  const bytes: number[] = []
  for (let at = 0; at < spaced.length; at += 1) {
    const character = spaced.charAt(at)
    if (character !== '%') {
      bytes.push(...new TextEncoder().encode(String.fromCodePoint(spaced.codePointAt(at) ?? 0)))
      if ((spaced.codePointAt(at) ?? 0) > 0xffff) at += 1
      continue
    }
    bytes.push(escaped(text.slice(at + 1, at + 3)))
    at += 2
  }
  return new TextDecoder().decode(Uint8Array.from(bytes))
}

function escaped(digits: string): number {
  if (digits.length < 2) throw refuse(500, 'URLDecoder: Incomplete trailing escape (%) pattern')
  const odd = digits.search(/[^\da-f]/i)
  if (odd === -1) return Number.parseInt(digits, 16)
  const where = `Error at index ${odd} in: "${digits}"`
  throw refuse(500, `URLDecoder: Illegal hex characters in escape (%) pattern - ${where}`)
}
