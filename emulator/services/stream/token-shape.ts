// A token as a client may have meant it, whatever it has put around it.
import { type Account, type Mistake, mistake } from '../../diagnosis/index.ts'

export interface ReadToken {
  /** What its signature is of. */
  readonly signed: string
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
  readonly signature: Uint8Array
}

const alone = 'Authorization: the JWT alone; SDKs make it from key and secret'

/**
 * @param presented without the `Bearer` before it, which does no harm
 * @param accounts whose keys and secrets a client may have sent in place of a token; their texts are never said
 */
export function readTokenLeniently(
  presented: string,
  accounts: readonly Account[],
): { token?: ReadToken; mistakes: readonly Mistake[] } {
  const said = (message: string, hint = alone): Mistake => mistake('malformed-credentials', { message, hint })
  const trimmed = presented.trim()
  if (/^(?:bearer|token|jwt)?$/i.test(trimmed))
    return {
      mistakes: [
        mistake('no-credentials', { message: 'There is no token: Authorization is missing or empty', hint: alone }),
      ],
    }
  const around: Mistake[] = []
  let text = trimmed
  const peeled = (pattern: RegExp, to: string, message: string) => {
    const less = text.replace(pattern, to)
    if (less === text) return
    text = less
    around.push(said(message))
  }
  peeled(/^(?:bearer|token|jwt)\s+/i, '', 'There is a word before the token')
  peeled(/^(["'])(.*)\1$/s, '$2', 'There are quotes around the token')
  peeled(/^b'(.*)'$/s, '$1', "The token is the text of Python's bytes: b'…'")
  if (/%[0-9a-f]{2}/i.test(text)) peeled(/%(?:22|20|0A|0D|3D)/gi, '', 'The token was percent-encoded')
  peeled(/\s+/g, '', 'There is white space within the token')

  const parts = text.split('.')
  if (parts.length !== 3) return { mistakes: [...around, said(...without(text, parts.length, accounts))] }
  const [head = '', body = '', signature = ''] = parts
  if (/[+/=]/.test(text))
    around.push(said('The token is in standard base64, with "+", "/" or "="', 'A JWT is in base64url without padding'))
  const header = decodeSegment(head)
  const payload = decodeSegment(body)
  const bytes = decodeBytes(signature)
  if (!header || !payload || !bytes)
    return {
      mistakes: [
        ...around,
        said(`The ${!header ? 'header' : !payload ? 'payload' : 'signature'} of the token is not base64url of JSON`),
      ],
    }
  return { token: { signed: `${head}.${body}`, header, payload, signature: bytes }, mistakes: around }
}

function without(text: string, segments: number, accounts: readonly Account[]): [message: string, hint?: string] {
  const word = text.replace(/^(?:basic|apikey)\s*/i, '')
  if (accounts.some(({ secret }) => secret === word))
    return ['A secret was sent in place of a token', 'The secret never leaves the server: it signs the token']
  if (accounts.some(({ key }) => key === word)) return ['The API key was sent in place of a token']
  if (segments === 2) return ['The token has no signature: it was cut off, or never signed']
  if (segments === 5) return ['The token is encrypted (JWE)', 'Stream takes signed tokens: HS256']
  return ['What is in Authorization is no JWT']
}

export function decodeSegment(segment: string): Record<string, unknown> | undefined {
  const bytes = decodeBytes(segment)
  if (!bytes) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    // No JSON: the caller says that it is malformed.
    return undefined
  }
}

function decodeBytes(segment: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(segment.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    )
  } catch {
    // No base64, the same.
    return undefined
  }
}
