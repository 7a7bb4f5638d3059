// Names of nested parameters: `base[key]`, one level deep (§2.1).
import { encode } from './encode.ts'

/** Where the `[` of `base[key]` stands, or -1 for a flat name. */
function bracketAt(name: string): number {
  const at = name.indexOf('[')
  return at > 0 && name.endsWith(']') ? at : -1
}

/** `events` for `events[video_created]`; a flat name is its own base. */
export function baseOf(name: string): string {
  const at = bracketAt(name)
  return at < 0 ? name : name.slice(0, at)
}

/** As it is signed: literal brackets, the base as it is, the key encoded. */
export function encodeName(name: string): string {
  const at = bracketAt(name)
  return at < 0 ? encode(name) : `${name.slice(0, at)}[${encode(name.slice(at + 1, -1))}]`
}

/** Puts `[` and `]` back into encoded text. */
export function withBrackets(encoded: string): string {
  return encoded.replace(/%5B/gi, '[').replace(/%5D/gi, ']')
}
