// What an element of a client's document holds, strictly: what is not of the schema is MalformedXML.
import { malformedXml } from './errors.ts'
import type { XmlElement } from './read-xml.ts'

/** The children by name; only those that are allowed, and each at most once but where it may repeat. */
export class XmlContent {
  readonly #children: readonly XmlElement[]

  /** @throws {S3Error} MalformedXML */
  constructor({ children, text }: XmlElement, allowed: readonly string[], repeated: readonly string[] = []) {
    const once = new Set<string>()
    for (const { name } of children) {
      if (repeated.includes(name)) continue
      if (!allowed.includes(name) || once.has(name)) throw malformedXml()
      once.add(name)
    }
    if (text.trim() !== '') throw malformedXml()
    this.#children = children
  }

  element(name: string): XmlElement | undefined {
    return this.#children.find((child) => child.name === name)
  }

  all(name: string): XmlElement[] {
    return this.#children.filter((child) => child.name === name)
  }

  texts(name: string): string[] {
    return this.all(name).map(leaf)
  }

  text(name: string): string | undefined {
    const found = this.element(name)
    return found && leaf(found)
  }

  /** @throws {S3Error} MalformedXML, when it is missing */
  required(name: string): string {
    const text = this.text(name)
    if (text === undefined) throw malformedXml()
    return text
  }

  /** A whole number from `least`. @throws {S3Error} MalformedXML */
  number(name: string, least = 0): number | undefined {
    const text = this.text(name)?.trim()
    if (text === undefined) return undefined
    const value = Number(text)
    if (!/^\d{1,15}$/.test(text) || value < least) throw malformedXml()
    return value
  }

  /** @throws {S3Error} MalformedXML */
  flag(name: string): boolean | undefined {
    const text = this.text(name)?.trim().toLowerCase()
    if (text !== undefined && text !== 'true' && text !== 'false') throw malformedXml()
    return text === undefined ? undefined : text === 'true'
  }
}

function leaf({ children, text }: XmlElement): string {
  if (children.length > 0) throw malformedXml()
  return text
}
