// How a password that was sent comes of the right one, where it does.
import { type Mistake, mistake, type MistakeCode } from '../../diagnosis/index.ts'

type Way = readonly [code: MistakeCode, message: string, is: (sent: string, right: string) => boolean]

const ways: readonly Way[] = [
  [
    'secret-whitespace',
    'The password was sent with a line end behind it',
    (sent, right) => /^\r?\n$|^\r$/.test(behind(sent, right)),
  ],
  [
    'secret-whitespace',
    'The password was sent with white space around it',
    (sent, right) => sent !== right && sent.trim() === right.trim(),
  ],
  [
    'secret-quoted',
    'The password was sent with quotes around it',
    (sent, right) => sent === `"${right}"` || sent === `'${right}'`,
  ],
  [
    'secret-encoded',
    'The password was sent percent-encoded',
    (sent, right) => sent !== right && percentDecoded(sent) === right,
  ],
  [
    'secret-encoded',
    'The password was sent percent-decoded',
    (sent, right) => sent !== right && percentDecoded(right) === sent,
  ],
  ['secret-encoded', 'The password was sent in base64', (sent, right) => base64Decoded(sent) === right],
  [
    'secret-encoded',
    'The password was sent with other capitals',
    (sent, right) => sent !== right && sent.toLowerCase() === right.toLowerCase(),
  ],
  [
    'wrong-charset',
    'The password was sent in another of the forms that Unicode has for its letters',
    (sent, right) => sent !== right && sent.normalize('NFC') === right.normalize('NFC'),
  ],
  [
    'secret-cut',
    'The password was cut at its first special character',
    (sent, right) => sent !== '' && right.startsWith(sent) && /^[$#&;:/+=%"'\\\s@]/.test(right.slice(sent.length)),
  ],
]

const hints: Partial<Record<MistakeCode, string>> = {
  'secret-whitespace': 'Trim it where it is read: `echo` adds a line end, `echo -n` or printf does not',
  'secret-encoded':
    'Send the very characters of the password: what stands in a URL is percent-encoded there, and nowhere else',
}

export function passwordMistake(sent: string, right: string): Mistake | undefined {
  const [code, message] = ways.find(([, , is]) => is(sent, right)) ?? []
  if (code === undefined || message === undefined) return undefined
  const hint = hints[code]
  return mistake(code, { message, ...(hint !== undefined && { hint }) })
}

function behind(sent: string, right: string): string {
  return sent.startsWith(right) ? sent.slice(right.length) : ''
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded.
    return undefined
  }
}

function base64Decoded(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)))
  } catch {
    // Not base64.
    return undefined
  }
}
