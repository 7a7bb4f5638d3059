// What a signature may have been before it was encoded, cut or wrapped: found by its looks alone, without a single HMAC.
import { type Mistake, mistake } from '../../../diagnosis/index.ts'

/** Named by how many bytes they make; `sha256` is right. */
export type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** The base64 of what was signed, by algorithm, each with the mistakes that led from it to what arrived. */
export type SignatureForms = ReadonlyMap<Algorithm, ReadonlyMap<string, readonly Mistake[]>>

const algorithms: Readonly<Record<number, Algorithm>> = {
  16: 'md5',
  20: 'sha1',
  32: 'sha256',
  48: 'sha384',
  64: 'sha512',
}

interface Step {
  readonly code: Mistake['code']
  readonly message?: string
  readonly undo: (text: string) => string | undefined
}

const steps: readonly Step[] = [
  { code: 'signature-not-encoded', undo: (text) => (text.includes(' ') ? text.replaceAll(' ', '+') : undefined) },
  { code: 'signature-newline', undo: (text) => (text.trim() === text ? undefined : text.trim()) },
  {
    code: 'double-encoded',
    message: 'The signature arrived percent-encoded twice.',
    undo: (text) => (/%[0-9A-Fa-f]{2}/.test(text) ? decoded(text) : undefined),
  },
  { code: 'signature-base64url', undo: fromBase64url },
  { code: 'signature-hex', undo: fromHex },
  {
    code: 'signature-hex',
    message: 'The signature is the base64 of hex digits.',
    undo: (text) => {
      const hex = bytesOf(text)
      return hex && fromHex(hex)
    },
  },
]

/** Nobody sends a longer signature by mistake. */
const longest = 600

/** Empty when no mistake that is known leads to what arrived. At most two of them, and not one twice. */
export function signatureForms(presented: string): SignatureForms {
  const forms = new Map<Algorithm, Map<string, readonly Mistake[]>>()
  if (presented.length > longest) return forms
  let reached = new Map<string, readonly Mistake[]>([[presented, []]])
  for (let count = 0; count <= 2; count += 1) {
    const next = new Map<string, readonly Mistake[]>()
    for (const [text, mistakes] of reached) {
      keep(forms, text, mistakes)
      for (const { code, message, undo } of steps) {
        const before = undo(text)
        if (before === undefined || mistakes.some((made) => made.code === code)) continue
        // What was done last is undone first.
        const all = [mistake(code, message === undefined ? {} : { message }), ...mistakes]
        if (!next.has(before)) next.set(before, all)
      }
    }
    reached = next
  }
  return forms
}

function keep(
  forms: Map<Algorithm, Map<string, readonly Mistake[]>>,
  text: string,
  mistakes: readonly Mistake[],
): void {
  const bytes = bytesOf(text)
  const algorithm = bytes === undefined ? undefined : algorithms[bytes.length]
  if (algorithm === undefined) return
  const other = algorithm === 'sha256' ? [] : [wrongAlgorithm(algorithm)]
  if (other.length + mistakes.length > 2) return
  const known = forms.get(algorithm) ?? new Map<string, readonly Mistake[]>()
  if (!known.has(text)) known.set(text, [...other, ...mistakes])
  forms.set(algorithm, known)
}

function wrongAlgorithm(algorithm: Algorithm): Mistake {
  const name = algorithm === 'md5' ? 'MD5' : `SHA-${algorithm.slice(3)}`
  return mistake('wrong-algorithm', {
    message: `The signature is an HMAC-${name}.`,
    hint: 'Sign by HMAC-SHA256.',
  })
}

/** A character a byte; undefined for what is not the base64 that an encoder writes. */
function bytesOf(base64: string): string | undefined {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  const bytes = atob(base64)
  return btoa(bytes) === base64 ? bytes : undefined
}

function fromHex(text: string): string | undefined {
  if (!/^(?:[0-9a-f]{2}){16,64}$/i.test(text)) return undefined
  return btoa(text.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))))
}

function fromBase64url(text: string): string | undefined {
  if (!/^[\w+/-]+$/.test(text) && !/^[\w-]+=*$/.test(text)) return undefined
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  const padded = standard.padEnd(Math.ceil(standard.length / 4) * 4, '=')
  return padded === text ? undefined : padded
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // No escapes after all.
    return undefined
  }
}
