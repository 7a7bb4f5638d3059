import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { S3Error } from './errors.ts'
import { parseXml, parseXmlInSlices, type XmlElement } from './read-xml.ts'
import { XmlContent } from './xml-content.ts'
import { element, escapeXml } from './xml.ts'

const names = fc.stringMatching(/^[A-Za-z_][\w.-]{0,5}$/)
/** As S3's: an element holds text or others. */
const trees = fc.letrec<{ root: XmlElement; element: XmlElement }>((tie) => ({
  root: tie('element').map((element) => ({ ...element, name: 'Root' })),
  element: fc.oneof(
    { depthSize: 'small' },
    fc.record({ name: names, text: fc.stringMatching(/^[a-z&<>"' ]{1,9}$/), children: fc.constant<XmlElement[]>([]) }),
    fc.record({ name: names, text: fc.constant(''), children: fc.array(tie('element'), { maxLength: 4 }) }),
  ),
})).root

function write({ name, text, children }: XmlElement, spaced: boolean): string {
  const [gap, prefix] = spaced ? [' ', 'p:'] : ['', '']
  const content = escapeXml(text) + children.map((child) => write(child, spaced)).join('')
  return `<${prefix}${name} a${gap}=${gap}"1"${gap}>${content}</${prefix}${name}${gap}>`
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  removeNSPrefix: true,
  ignoreAttributes: true,
})

/** Of what the other parser makes: objects with one member, the element's name or `#text`. */
function elementOf(given: Record<string, unknown>): XmlElement {
  const [[name = '', content] = []] = Object.entries(given)
  const nodes = Array.isArray(content) ? content : []
  const texts = nodes.filter((node) => '#text' in node).map((node) => String(node['#text']))
  return { name, text: texts.join(''), children: nodes.filter((node) => !('#text' in node)).map(elementOf) }
}

/** The code of the refusal; undefined when there is none. */
function refusal(text: string): string | undefined {
  try {
    parseXml(text, 'Root')
    return undefined
  } catch (error) {
    return error instanceof S3Error ? error.code : String(error)
  }
}

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
    ['with a text that is longer than anybody’s', `<Delete>${'a'.repeat(70_000)}</Delete>`],
    ['with an attribute twice', '<Delete a="1" a="2"/>'],
    [
      'with more attributes than anybody has',
      `<Delete ${Array.from({ length: 101 }, (_, n) => `a${n}=""`).join(' ')}/>`,
    ],
    ['with an attribute that does not end', '<Delete a="<b/>'],
    ['with another name at its end', '<a:Delete></b:Delete>'],
    ['with a declaration in its middle', '<Delete><?xml version="1.0"?></Delete>'],
    ['with a comment that does not end', '<Delete><!-- </Delete>'],
    ['with text behind it', '<Delete/>a'],
    [
      'that would be a billion laughs',
      `<!DOCTYPE lolz [<!ENTITY a "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${'&a;'.repeat(10)}">`).join('')}]><Delete>&a8;</Delete>`,
    ],
    ['that names a file', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Delete>&x;</Delete>'],
  ])('%s is malformed', (_, text) => {
    expect(() => parseXml(text, 'Delete')).toThrow('not well-formed or did not validate')
  })

  it('is what another parser takes it for', () => {
    fc.assert(
      fc.property(trees, fc.boolean(), (tree, spaced) => {
        const text = `<?xml version="1.0"?>\r\n<!-- ' -->${write(tree, spaced)}\n`
        expect(parseXml(text, 'Root')).toEqual(tree)
        expect(elementOf(parser.parse(text).at(-1))).toEqual(tree)
      }),
      { numRuns: 100 },
    )
  })

  it('cut off or altered anywhere is malformed, or another document', () => {
    fc.assert(
      fc.property(
        trees,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.string({ maxLength: 3 }),
        (tree, share, wrong) => {
          const text = write(tree, false)
          const at = Math.floor(text.length * share)
          expect(refusal(text.slice(0, at))).toContain('MalformedXML')
          expect(['MalformedXML', undefined]).toContain(refusal(text.slice(0, at) + wrong + text.slice(at + 1)))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('of ten thousand parts lets others in between', async () => {
    const parts = '<Part><PartNumber>1</PartNumber><ETag>"d41d8cd98f00b204e9800998ecf8427e"</ETag></Part>'.repeat(
      10_000,
    )
    const reading = parseXmlInSlices(`<Upload>${parts}</Upload>`, 'Upload')
    const whichFirst = await Promise.race([reading, new Promise<string>((resolve) => setImmediate(resolve, 'others'))])
    expect(whichFirst).toBe('others')
    expect((await reading).children).toHaveLength(10_000)
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
