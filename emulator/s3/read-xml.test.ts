import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseXml } from './read-xml.ts'
import { XmlContent } from './xml-content.ts'
import { element, escapeXml } from './xml.ts'

describe('a document', () => {
  it('is a tree of elements and their texts', () => {
    const root = parseXml(
      '<?xml version="1.0"?>\n<Delete xmlns="http://s3"><!-- all --><Object><Key>a &amp; &#x62;&#13;</Key></Object><Quiet> true </Quiet></Delete>',
      'Delete',
    )
    const content = new XmlContent(root, ['Quiet'], ['Object'])
    expect(content.flag('Quiet')).toBe(true)
    expect(content.all('Object')[0]?.children).toEqual([{ name: 'Key', text: 'a & b\r', children: [] }])
  })

  it('may hold characters as they are', () => {
    expect(parseXml('<Key><![CDATA[a &amp; <b>]]> &lt;</Key>', 'Key').text).toBe('a &amp; <b> <')
  })

  it.each([
    ['of another kind', '<Other/>'],
    ['of no kind', 'hello'],
    ['without an end', '<Delete>'],
    ['with two roots', '<Delete/><Delete/>'],
    ['that overlaps', '<Delete><a><b></a></b></Delete>'],
    ['that is empty', ''],
    ['that is too deep', `<Delete>${'<a>'.repeat(40)}${'</a>'.repeat(40)}</Delete>`],
    ['of more elements than S3 takes', `<Delete>${'<a></a>'.repeat(50_000)}</Delete>`],
    ['with a type', '<!DOCTYPE Delete><Delete/>'],
    ['with an unknown entity', '<Delete>&nbsp;</Delete>'],
    ['with a lone ampersand', '<Delete>a & b</Delete>'],
    ['with half a surrogate pair', '<Delete>&#xD800;</Delete>'],
    ['with a name that is no name for an object', '<Delete><__proto__>a</__proto__></Delete>'],
    [
      'that would be a billion laughs',
      `<!DOCTYPE lolz [<!ENTITY a "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${'&a;'.repeat(10)}">`).join('')}]><Delete>&a8;</Delete>`,
    ],
    ['that names a file', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Delete>&x;</Delete>'],
  ])('%s is malformed', (_, text) => {
    expect(() => parseXml(text, 'Delete')).toThrow('not well-formed or did not validate')
  })

  it('says what was written, whatever that was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = text.replaceAll('\0', '\ufffd')
        expect(parseXml(element('Key', text), 'Key').text).toBe(written)
      }),
      { numRuns: 500 },
    )
    expect(escapeXml('\u0001\uffff\0')).toBe('&#x1;&#xFFFF;\ufffd')
  })
})

describe('content', () => {
  it('that the schema does not know, or that comes twice, is malformed', () => {
    for (const text of ['<a><x/></a>', '<a><b/><b/></a>', '<a>text<b/></a>', '<a><b><c/></b></a>'])
      expect(() => new XmlContent(parseXml(text, 'a'), ['b']).required('b')).toThrow('not well-formed')
    expect(() => new XmlContent(parseXml('<a><b>-1</b></a>', 'a'), ['b']).number('b')).toThrow('not well-formed')
    expect(() => new XmlContent(parseXml('<a><b>yes</b></a>', 'a'), ['b']).flag('b')).toThrow('not well-formed')
  })
})
