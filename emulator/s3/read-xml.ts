// XML as clients send it: a small tree, or a refusal. No document types, and no entities but XML's own five.
//
// By hand, because it is done in slices: a parser that reads a document of 10,000 parts at a stretch makes everybody else wait for it.
import { atOnce, inSlices } from '../slices.ts'
import { malformedXml } from './errors.ts'

export interface XmlElement {
  name: string
  /** Of the element itself. */
  text: string
  children: readonly XmlElement[]
}

/** Far more than the deepest document of S3's. */
const maxDepth = 16
/** Tags, of elements that begin and that end: more than 10,000 parts of an upload have with all their checksums. */
const maxTags = 100_000
/** Characters between two tags, and attributes of one: far more than the longest key needs. */
const maxText = 65_536
const maxAttributes = 100
/** Names that are kept once, however often they come. */
const mostNames = 100

/**
 * Reads a small document whose root has that name.
 * @throws {S3Error} MalformedXML
 */
export function parseXml(text: string, root: string): XmlElement {
  return atOnce(parsing(text, root))
}

/** The same of one that may be large: others are served meanwhile. */
export function parseXmlInSlices(text: string, root: string): Promise<XmlElement> {
  return inSlices(parsing(text, root))
}

interface Open {
  element: XmlElement
  /** Its name as it was written, prefix and all. */
  written: string
  /** Of the element, once there are any. */
  children?: XmlElement[]
}

/** Leaves share it: of a hundred thousand elements that live until the end of the document, most are ones. */
const none: readonly XmlElement[] = []

function* parsing(text: string, root: string): Generator<void, XmlElement> {
  const document: XmlElement = { name: '', text: '', children: none }
  const around: Open[] = []
  let inside: Open = { element: document, written: '' }
  let tags = 0
  // Ten thousand parts have the same few names.
  const names = new Map<string, string>()
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length;) {
    const tag = text.indexOf('<', at)
    inside.element.text += unescapeXml(textOf(text, at, tag === -1 ? text.length : tag))
    if (tag === -1) break
    tags += 1
    if (tags > maxTags) throw malformedXml()
    if (tags % 32 === 0) yield
    if (text.startsWith('<?', tag)) at = behindInstruction(text, tag)
    else if (text.startsWith('<!--', tag)) at = behind(text, '-->', tag + '<!--'.length)
    else if (text.startsWith('<![CDATA[', tag)) {
      at = behind(text, ']]>', tag)
      inside.element.text += textOf(text, tag + '<![CDATA['.length, at - ']]>'.length)
    } else if (text.startsWith('</', tag)) {
      at = behind(text, '>', tag)
      const outside = around.pop()
      if (!outside || text.slice(tag + 2, at - 1).trimEnd() !== inside.written) throw malformedXml()
      inside = outside
    } else {
      const { written, element, empty, end } = readTag(text, tag)
      element.name = sameText(names, element.name)
      adopt(inside, element)
      if (!empty) {
        around.push(inside)
        inside = { element, written }
      }
      if (around.length > maxDepth) throw malformedXml()
      at = end
    }
  }
  const [only] = document.children
  const isWhole = around.length === 0 && document.children.length === 1 && document.text.trim() === ''
  if (!isWhole || only?.name !== root) throw malformedXml()
  return only
}

/** One of equal texts, of which a document has few. */
function sameText(known: Map<string, string>, text: string): string {
  const same = known.get(text)
  if (same !== undefined) return same
  if (known.size < mostNames) known.set(text, text)
  return text
}

function adopt(parent: Open, child: XmlElement): void {
  if (parent.children) parent.children.push(child)
  else parent.element.children = parent.children = [child]
}

const nameAt = /<((?:[A-Za-z_][\w.-]{0,200}:)?([A-Za-z_][\w.-]{0,200}))/y
const attributeAt = /\s+([A-Za-z_][\w:.-]{0,200})\s*=\s*(?:"[^"<]{0,1000}"|'[^'<]{0,1000}')/y
const endAt = /\s*(\/?)>/y

/** What begins an element; a document type begins none. */
function readTag(text: string, at: number): Open & { empty: boolean; end: number } {
  const [begin, written, name] = matchAt(nameAt, text, at) ?? []
  if (begin === undefined || written === undefined || name === undefined) throw malformedXml()
  let end = at + begin.length
  let attributes: Set<string> | undefined
  for (;;) {
    const [whole, attribute] = matchAt(attributeAt, text, end) ?? []
    if (whole === undefined || attribute === undefined) break
    attributes ??= new Set()
    if (attributes.has(attribute) || attributes.size === maxAttributes) throw malformedXml()
    attributes.add(attribute)
    end += whole.length
  }
  const [rest, slash] = matchAt(endAt, text, end) ?? []
  if (rest === undefined) throw malformedXml()
  return { element: { name, text: '', children: none }, written, empty: slash === '/', end: end + rest.length }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** The declaration stands at the very beginning, or nowhere. */
function behindInstruction(text: string, at: number): number {
  if (/^<\?xml\s/i.test(text.slice(at, at + 6)) && text.slice(0, at).replace('\ufeff', '') !== '') throw malformedXml()
  return behind(text, '?>', at)
}

function behind(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  if (at === -1) throw malformedXml()
  return at + end.length
}

function textOf(text: string, from: number, to: number): string {
  if (to - from > maxText) throw malformedXml()
  return text.slice(from, to).replace(/\r\n?/g, '\n')
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&([^;&]*);?/g, (_, name: string) => {
    const character = entities[name] ?? numeric(name)
    if (character === undefined) throw malformedXml()
    return character
  })
}

function numeric(name: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? []
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  const valid = Number.isInteger(point) && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
  return valid ? String.fromCodePoint(point) : undefined
}
