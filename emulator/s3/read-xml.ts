// XML as clients send it: a small tree, or a refusal. No document types, and no entities but XML's own five.
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { malformedXml } from './errors.ts'

export interface XmlElement {
  name: string
  /** Of the element itself. */
  text: string
  children: XmlElement[]
}

/** Far more than the deepest document of S3's. */
const maxDepth = 16
/** Tags, of elements that begin and that end: more than 10,000 parts of an upload have with all their checksums. */
const maxTags = 100_000

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  removeNSPrefix: true,
  cdataPropName: '#cdata',
  maxNestedTags: maxDepth,
})

/**
 * Reads a document whose root has that name.
 * @throws {S3Error} MalformedXML
 */
export function parseXml(text: string, root: string): XmlElement {
  // Whatever a document type declares, it is nothing that S3 would read.
  if (/<!DOCTYPE|<!ENTITY/i.test(text) || hasMoreTags(text, maxTags)) throw malformedXml()
  const roots = treeOf(text)
  const [only] = roots
  if (roots.length !== 1 || only?.name !== root) throw malformedXml()
  return only
}

function hasMoreTags(text: string, most: number): boolean {
  let count = 0
  for (let at = text.indexOf('<'); at !== -1 && count <= most; at = text.indexOf('<', at + 1)) count += 1
  return count > most
}

function treeOf(text: string): XmlElement[] {
  try {
    if (XMLValidator.validate(text) !== true) throw malformedXml()
    return nodesOf(parser.parse(text)).flatMap(elementOf)
  } catch {
    // Whatever the parser found: too deep, names that it refuses.
    throw malformedXml()
  }
}

/** As the parser gives it: an object with one member, the element's name, or `#text`. */
type Node = Readonly<Record<string, unknown>>

/** By hand: a schema takes longer than the parser. */
function nodesOf(given: unknown): Node[] {
  if (!Array.isArray(given)) throw malformedXml()
  return given.filter((one: unknown): one is Node => typeof one === 'object' && one !== null)
}

function elementOf(given: Node): XmlElement[] {
  return Object.entries(given).flatMap(([name, content]) => {
    if (name.startsWith('#') || name === ':@') return []
    const nodes = nodesOf(content)
    return [{ name, text: nodes.map(textOf).join(''), children: nodes.flatMap(elementOf) }]
  })
}

function textOf(given: Node): string {
  const plain = given['#text']
  if (typeof plain === 'string') return unescapeXml(plain)
  const literal = given['#cdata']
  return literal === undefined
    ? ''
    : nodesOf(literal)
        .map((part) => String(part['#text'] ?? ''))
        .join('')
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
