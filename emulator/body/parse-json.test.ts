import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'

/** White space that makes any document a large one, where it may stand. */
const gap = ' '.repeat(40_000)
const long = 'x'.repeat(40_000)

/** Large everywhere: each text is long, each list and object is taken apart. */
const large = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 12.5e-3, '', 'a"]}[{,:\\', `${long}"\\,]}`),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', '1', '__proto__', 'q"', `${long}\\`), tie('value')),
  ),
})).value

function plainly(text: string): unknown {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return String(error).split(':')[0]
  }
}

async function inPieces(text: string): Promise<unknown> {
  return parseJson(text).then(
    (value) => ({ value }),
    (error: unknown) => String(error).split(':')[0],
  )
}

describe('large JSON', () => {
  it('is what it is to JSON.parse', () =>
    fc.assert(
      fc.asyncProperty(large, fc.constantFrom('', '\t', '\n '), async (value, space) => {
        const text = JSON.stringify(value, null, space) + gap
        expect(await inPieces(text)).toEqual(plainly(text))
      }),
      { numRuns: 60 },
    ))

  it('that is broken is refused, as by JSON.parse', () =>
    fc.assert(
      fc.asyncProperty(
        large,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom('', ',', ']', '}', '[', '{', '"', ':', '1', '\\', '\u00a0'),
        fc.boolean(),
        async (value, share, wrong, replaces) => {
          const text = JSON.stringify(value) + gap
          const at = Math.floor((text.length - gap.length) * share)
          const broken = text.slice(0, at) + wrong + text.slice(replaces ? at + 1 : at)
          expect(await inPieces(broken)).toEqual(plainly(broken))
        },
      ),
      { numRuns: 120 },
    ))

  it.each([
    '[]',
    '{}',
    '[,]',
    '[1,]',
    '[,1]',
    '{,}',
    '{"a":1,}',
    '[1}',
    '{"a"}',
    '[[],]',
    '[1]]',
    '[1] 2',
    '"a',
    '[1,,2]',
    '{"a":1,"a":2}',
    '{"__proto__":{"b":1}}',
    '["a\n"]',
    '',
    '{1:2}',
    '{"a":}',
  ])('%s is judged as JSON.parse judges it, wherever it is blown up', async (text) => {
    const blown = [
      gap + text,
      text + gap,
      ...[',', '[', '{', ']', '}', ':'].map((at) => text.replaceAll(at, gap + at + gap)),
    ]
    for (const one of blown) expect(await inPieces(one)).toEqual(plainly(one))
  })

  it('lets others in between', async () => {
    const parsing = parseJson(`[${'{"a":1},'.repeat(250_000)}1]`)
    const others = new Promise<string>((resolve) => setImmediate(resolve, 'others'))
    expect(await Promise.race([parsing, others])).toBe('others')
    expect(await parsing).toHaveLength(250_001)
  })
})
