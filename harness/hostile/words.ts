// What nobody should send: texts, numbers and pieces of JSON that have broken programs before.
import type { Chance } from './chance.ts'

const texts: readonly string[] = [
  '',
  ' ',
  '\0',
  'null',
  'undefined',
  'NaN',
  'true',
  '0',
  '-1',
  '1.5',
  '1e309',
  '9007199254740993',
  '99999999999999999999',
  '0x10',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../../../etc/passwd',
  '..\\..\\..\\windows\\win.ini',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '/etc/passwd',
  'file:///etc/passwd',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::ffff:169.254.169.254]/',
  'javascript:alert(1)',
  '<script>alert(1)</script>',
  ']]><!ENTITY x SYSTEM "file:///etc/passwd">&x;',
  "'; DROP TABLE videos; --",
  '" OR ""="',
  '$(touch /tmp/stuntdouble-hostile)',
  '`touch /tmp/stuntdouble-hostile`',
  '; touch /tmp/stuntdouble-hostile #',
  '{{7*7}}',
  '${7*7}',
  '%s%n%x',
  '%',
  '%zz',
  '%00',
  '%c0%af',
  '\r\nX-Injected: 1',
  '\u202e\u0000\ufeff',
  '\ud800',
  '😀'.repeat(50),
  'é'.repeat(300),
  'a'.repeat(255),
  'a'.repeat(256),
  'a'.repeat(1025),
  'a'.repeat(5000),
  '1'.repeat(400),
  `${'a'.repeat(60)}!`,
  '-'.repeat(300),
  '.'.repeat(300),
  '/'.repeat(300),
  '*'.repeat(200),
  '[['.repeat(200),
  '{"a":'.repeat(200),
  '(a+)+$',
  ',,,,,,,,',
  ';;;;;===',
  '2026-01-01T00:00:00Z',
  '9999-99-99T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
]

const numbers: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.1,
  1.5,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e308,
  5e-324,
  8.64e15,
  8.64e15 + 1,
]

/** Any text: one of the known ones, or characters of all planes. */
export function hostileText(chance: Chance): string {
  if (chance.one(0.7)) return chance.pick(texts)
  const length = chance.below(chance.one(0.1) ? 400 : 16)
  return Array.from({ length }, () => String.fromCodePoint(codePoint(chance))).join('')
}

function codePoint(chance: Chance): number {
  const end = chance.pick([0x20, 0x7f, 0x7f, 0x7f, 0x250, 0x10000, 0x110000])
  const point = chance.below(end)
  return point >= 0xd800 && point < 0xe000 ? 0xfffd : point
}

export function hostileNumber(chance: Chance): number {
  return chance.one(0.7) ? chance.pick(numbers) : (chance.fraction() - 0.5) * 10 ** chance.below(20)
}

/** Any JSON; `depth` is how deep it may still go. */
export function hostileJson(chance: Chance, depth = 3): unknown {
  const kind = chance.below(depth > 0 ? 8 : 5)
  if (kind === 0) return null
  if (kind === 1) return chance.one(0.5)
  if (kind === 2) return hostileNumber(chance)
  if (kind <= 4) return hostileText(chance)
  if (kind === 5 && chance.one(0.05)) return nested(200 + chance.below(1300))
  if (kind <= 6) return chance.some(4, () => hostileJson(chance, depth - 1))
  return Object.fromEntries(chance.some(5, () => [hostileText(chance), hostileJson(chance, depth - 1)] as const))
}

function nested(depth: number): unknown {
  let value: unknown = {}
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** A segment of a path, percent-encoded or not quite. */
export function hostileSegment(chance: Chance): string {
  if (chance.one(0.15)) return chance.pick(['%', '%2f..%2f', '%00', ';a=b', '%0d%0a', '..%2f', '%ff', '.%2e', '+', '@'])
  return encode(hostileText(chance))
}

/** A header's value as HTTP can carry it. */
export function hostileHeader(chance: Chance): string {
  return hostileText(chance)
    .replaceAll(/[^\x20-\x7e\x80-\xff]/g, '')
    .trim()
}

export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
