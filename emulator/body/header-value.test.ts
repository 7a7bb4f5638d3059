import { describe, expect, test } from 'vitest'
import { parseHeaderValue } from './header-value.ts'

function parsed(text: string) {
  const header = parseHeaderValue(text)
  return header && { value: header.value, ...Object.fromEntries(header.parameters) }
}

describe('a header value with parameters', () => {
  test.each([
    ['text/plain', { value: 'text/plain' }],
    [' Text/PLAIN ; Charset=UTF-8 ', { value: 'text/plain', charset: 'UTF-8' }],
    ['form-data; name="a b"; filename="c;d=e.mp4"', { value: 'form-data', name: 'a b', filename: 'c;d=e.mp4' }],
    ['form-data;name=a;filename=b.mp4', { value: 'form-data', name: 'a', filename: 'b.mp4' }],
    ['form-data; name="a"; filename=""', { value: 'form-data', name: 'a', filename: '' }],
    [
      'form-data; name="日本語"; filename*=UTF-8\'\'%e2%82%ac',
      { value: 'form-data', name: '日本語', 'filename*': "UTF-8''%e2%82%ac" },
    ],
    ['form-data; name="say \\"hi\\""', { value: 'form-data', name: 'say "hi"' }],
    ['form-data; name="a\\\\b"', { value: 'form-data', name: 'a\\b' }],
    ['form-data; filename="C:\\videos\\a.mp4"', { value: 'form-data', filename: 'C:\\videos\\a.mp4' }],
    ['form-data; name=first; name=second', { value: 'form-data', name: 'first' }],
    ['application/json;', { value: 'application/json' }],
    ['application/json; charset', { value: 'application/json', charset: '' }],
    ['', { value: '' }],
  ])('%s', (text, expected) => {
    expect(parsed(text)).toEqual(expected)
  })

  test.each(['form-data; name="a', 'form-data; name="a\\"', 'form-data; name="a"b', 'form-data name=a', 'a/b; =c'])(
    '%s cannot be read',
    (text) => {
      expect(parsed(text)).toBeUndefined()
    },
  )

  test('takes no longer for a hostile one', () => {
    for (const hostile of [`x; a="${'\\'.repeat(100_000)}`, `x${'; '.repeat(50_000)}"`, `x; ${' '.repeat(100_000)}"`]) {
      expect(parsed(hostile)).toBeUndefined()
    }
  })
})
