// A header of HTTP Basic as a client may have meant it.
import { type Mistake, mistake } from '../../diagnosis/index.ts'

export interface PresentedPair {
  readonly username: string
  readonly password: string
  /** That have to be made good for it to be read so. */
  readonly mistakes: readonly Mistake[]
}

const hint = 'Authorization: Basic base64(NAME + ":" + PASSWORD), in UTF-8'

/** Every way to read a name and a password there, the right one first. */
export function presentedPairs(authorization: string): {
  pairs: readonly PresentedPair[]
  mistakes: readonly Mistake[]
} {
  const token = authorization.trim().replace(/^basic\s*/i, '')
  const malformed = (message: string) => mistake('malformed-credentials', { message, hint })
  if (token === '') return { pairs: [], mistakes: [malformed('Nothing follows Basic')] }
  const unquoted = token.replace(/^(["'])(.*)\1$/, '$2')
  const around = unquoted === token ? [] : [malformed('There are quotes around what follows Basic')]
  if (unquoted.includes(':')) {
    const text = new TextDecoder().decode(Uint8Array.from(unquoted, (character) => character.charCodeAt(0)))
    return {
      pairs: pairsOf([{ text, mistakes: [] }]),
      mistakes: [...around, malformed('NAME:PASSWORD was sent as it is, not in base64')],
    }
  }
  const isUrl = /[-_]/.test(unquoted)
  const bytes = bytesOf(unquoted.replaceAll('-', '+').replaceAll('_', '/'))
  if (!bytes) return { pairs: [], mistakes: [...around, malformed('What follows Basic is no base64')] }
  const shape = isUrl ? [...around, malformed('The base64 is that of URLs, with "-" or "_"')] : around
  const texts = readings(bytes)
  const pairs = pairsOf(texts)
  if (pairs.length > 0) return { pairs, mistakes: shape }
  const [first] = texts
  const again = first && bytesOf(first.text.trim())
  const twice = again ? pairsOf(readings(again)) : []
  if (twice.length > 0)
    return {
      pairs: twice,
      mistakes: [...shape, mistake('double-encoded', { message: 'NAME:PASSWORD was encoded in base64 twice', hint })],
    }
  return {
    pairs: [],
    mistakes: [
      ...shape,
      malformed('There is no ":" in what was encoded: name and password stand on either side of it'),
    ],
  }
}

interface Reading {
  text: string
  mistakes: readonly Mistake[]
}

/** The bytes as UTF-8, as Latin-1, and as UTF-8 of what was taken for Latin-1. */
function readings(bytes: Uint8Array): Reading[] {
  const utf8 = new TextDecoder().decode(bytes)
  if (bytes.every((byte) => byte < 128)) return [{ text: utf8, mistakes: [] }]
  const charset = (message: string) => [
    mistake('wrong-charset', { message, hint: 'Encode NAME:PASSWORD as UTF-8, once, before base64' }),
  ]
  const latin1 = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  const others: Reading[] = [
    { text: latin1, mistakes: charset('Name and password were encoded as Latin-1, not as UTF-8') },
  ]
  if ([...utf8].every((character) => character.charCodeAt(0) < 256))
    others.push({
      text: new TextDecoder().decode(Uint8Array.from(utf8, (character) => character.charCodeAt(0))),
      mistakes: charset('Name and password were encoded as UTF-8 twice'),
    })
  return [{ text: utf8, mistakes: [] }, ...others]
}

function pairsOf(texts: readonly Reading[]): PresentedPair[] {
  return texts.flatMap(({ text, mistakes }) => {
    const colon = text.indexOf(':')
    return colon === -1 ? [] : [{ username: text.slice(0, colon), password: text.slice(colon + 1), mistakes }]
  })
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    // No base64: the caller says so.
    return undefined
  }
}
