// Properties as headers: `x-dura-meta-NAME`, in lower case both ways (§1.4).

export const propertyPrefix = 'x-dura-meta-'

/** These have the shape of a property and a meaning of their own. */
export const mimeTypeHeader = 'x-dura-meta-content-mimetype'
export const copySource = 'x-dura-meta-copy-source'
export const copySourceStore = 'x-dura-meta-copy-source-store'

/** The custom properties that a request carries; `except` are headers of that shape with a meaning of their own. */
export function propertiesOfRequest(headers: Headers, except: readonly string[] = []): Record<string, string> {
  const named = [...headers].filter(([name]) => name.startsWith(propertyPrefix) && !except.includes(name))
  return Object.fromEntries(named.map(([name, value]) => [name.slice(propertyPrefix.length), value]))
}

/** Puts properties on an answer; what no header can say is left out, as Tomcat leaves it out. */
export function setProperties(headers: Headers, properties: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(properties)) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) headers.set(`${propertyPrefix}${name}`, headerText(value))
  }
}

/** ISO-8859-1 on one line; Tomcat writes a question mark for what it cannot say. */
export function headerText(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, ' ').replaceAll(/[^\t\x20-\x7e\x80-\xff]/gu, '?')
}
