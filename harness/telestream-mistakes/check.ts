// Whether a diagnosis is true: what it says the client signed must make the signature that arrived, and must differ from what was
// right by nothing but the mistakes that it names. Nothing of the double's own search is used for that.
import { createHash, createHmac } from 'node:crypto'
import type { MistakeCode } from '../../emulator/diagnosis/index.ts'
import type { Diagnosis } from '../../emulator/journal.ts'
import type { Surroundings } from './client.ts'

/** Undefined when it is; else what is wrong with it. */
export function untruth(
  { expected, mistakes, received }: Diagnosis,
  presented: string,
  secret: string,
  around: Surroundings,
): string | undefined {
  if (expected === undefined || received === undefined) return 'It shows no strings'
  const codes = new Set(mistakes.map(({ code }) => code))
  const names = mistakes.flatMap(({ message }) => [...message.matchAll(/"([^"=]+)["=]/g)].map(([, name = '']) => name))
  const meant = signaturesMeant(presented, codes)
  const signatures = secrets(codes, secret, around).flatMap((one) => hashes(codes, one, received.stringToSign))
  if (!signatures.some((signature) => meant.has(signature))) return 'What it shows does not make the signature'
  const joints = codes.has('separator' satisfies MistakeCode) ? ['\r\n', '\\n', '', '&', ' '] : ['\n']
  const same = joints.some((joint) => {
    const right = expected.stringToSign.split('\n')
    if (joint !== '\n') return right.join(joint) === received.stringToSign
    return plain(right, codes, names) === plain(received.stringToSign.split('\n'), codes, names)
  })
  return same ? undefined : 'The two strings differ by something else than it names'
}

function secrets(codes: ReadonlySet<string>, secret: string, { accessKey, otherSecrets }: Surroundings): string[] {
  if (codes.has('secret-whitespace')) return ['\n', '\r\n', ' ', '\r', '\t'].flatMap((w) => [secret + w, w + secret])
  if (codes.has('secret-quoted')) return [`"${secret}"`, `'${secret}'`]
  if (codes.has('key-as-secret')) return [accessKey]
  return codes.has('other-secret') ? [...otherSecrets] : [secret]
}

function hashes(codes: ReadonlySet<string>, secret: string, text: string): string[] {
  const mac = (algorithm: string, key: string, data: string) => createHmac(algorithm, key).update(data).digest('base64')
  if (codes.has('arguments-swapped')) return [mac('sha256', text, secret)]
  if (!codes.has('wrong-algorithm')) return [mac('sha256', secret, text)]
  const plain = [secret + text, text + secret, text].map((data) => createHash('sha256').update(data).digest('base64'))
  return [...['sha1', 'sha512', 'sha384', 'md5'].map((algorithm) => mac(algorithm, secret, text)), ...plain]
}

/** What the client meant to send, in base64. */
function signaturesMeant(presented: string, codes: ReadonlySet<string>): Set<string> {
  let meant = [presented]
  const undo = (code: MistakeCode, ...ways: ((text: string) => string)[]) => {
    if (codes.has(code)) meant = meant.flatMap((text) => [text, ...ways.map((way) => way(text))])
  }
  undo('double-encoded', decodeOnce)
  undo('signature-newline', (text) => text.trim())
  undo('signature-not-encoded', (text) => text.replaceAll(' ', '+'))
  undo('signature-base64url', (text) => Buffer.from(text, 'base64url').toString('base64'))
  undo(
    'signature-hex',
    (text) => Buffer.from(text, 'hex').toString('base64'),
    (text) => Buffer.from(Buffer.from(text, 'base64').toString(), 'hex').toString('base64'),
  )
  return new Set(meant)
}

type Parts = [verb: string, host: string, path: string, query: string]

/** The string without all that the mistakes could have changed. */
function plain(lines: readonly string[], codes: ReadonlySet<string>, names: readonly string[]): string {
  const [verb = '', host = '', path = '', query = '', ...more] = lines
  let parts: Parts = [verb, host, path, [query, ...more].join('\n')]
  const change = (code: MistakeCode, at: number, way: (text: string) => string) => {
    if (codes.has(code)) parts = parts.with(at, way(parts[at] ?? '')) as Parts
  }
  change('wrong-method', 0, () => '')
  change('host-case', 1, (text) => text.toLowerCase())
  change('scheme-in-host', 1, (text) => text.replace(/^https?:\/\//, '').replace(/\/$/, ''))
  change('port-in-host', 1, (text) => text.replace(/:\d+$/, ''))
  change('version-in-path', 2, (text) => text.replace(/^(?:\/w\/[^/]+)?\/(?:v3\.0|v2)/, ''))
  change('path-spelling', 2, (text) => text.replace(/^\/+|\/+$/g, '').replace(/\.json$/, ''))
  change('trailing-newline', 3, (text) => text.replace(/\r?\n$/, ''))
  const left = (text: string) =>
    pairs(text)
      .filter((pair) => !names.includes(decodeAll(pair.slice(0, pair.indexOf('=')))))
      .join('&')
  change('file-signed', 3, (text) =>
    left(text)
      .replace(/(^|&)file=[^&]*/, '')
      .replace(/^&/, ''),
  )
  change('not-signed', 3, left)
  change('added-after-signing', 3, left)
  change('signed-not-sent', 3, left)
  change('timestamp-not-encoded', 3, (text) => text.replace(/(timestamp=[^&]*?)(?:%(?:25)*20|%(?:25)*2B|\+| )/i, '$1'))
  change('plus-for-space', 3, (text) => text.replaceAll('+', '%20'))
  change('slash-not-encoded', 3, (text) => text.replaceAll('/', '%2F'))
  change('lower-case-escapes', 3, (text) => text.replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase()))
  change('brackets-encoded', 3, (text) => text.replaceAll('%5B', '[').replaceAll('%5D', ']'))
  change('other-escapes', 3, (text) => decodeOnce(text.replaceAll('+', '%20')))
  change('not-encoded', 3, decodeAll)
  change('double-encoded', 3, decodeAll)
  const unsorted = codes.has('keys-unsorted') || codes.has('raw-query')
  // Decoded values may hold an "&": then the order of all that is there is what is left to compare.
  change('raw-query', 3, (text) => decodeAll(text.replaceAll('+', '%20')))
  if (unsorted) parts = parts.with(3, [...(parts[3] ?? '')].sort().join('')) as Parts
  return JSON.stringify(parts)
}

const pairs = (query: string) => query.split('&')

function decodeOnce(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString())
}

function decodeAll(text: string): string {
  const once = decodeOnce(text)
  return once === text ? text : decodeAll(once)
}
