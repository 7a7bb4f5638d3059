// A header value with parameters: `form-data; name="file"; filename="a.mp4"`.

export interface HeaderValue {
  /** Lower case. */
  value: string
  /** By lower-case name; the first of several wins. */
  parameters: Map<string, string>
}

const first = /\s*([^\s;]*)\s*/y
// Browsers write a backslash as it is, others escape quotes and backslashes with one: only in front of those two does it escape.
const parameter = /;\s*(?:([^\s=;"]+)\s*(?:=\s*(?:"((?:\\["\\]|\\(?!["\\])|[^"\\])*)"|([^\s;"]*))\s*)?)?/y

/** @returns undefined when the value cannot be read to its end */
export function parseHeaderValue(text: string): HeaderValue | undefined {
  first.lastIndex = 0
  const value = first.exec(text)?.[1]?.toLowerCase() ?? ''
  const parameters = new Map<string, string>()
  let position = first.lastIndex
  while (position < text.length) {
    parameter.lastIndex = position
    const match = parameter.exec(text)
    if (match === null) return undefined
    const [, name, quoted, token = ''] = match
    if (name !== undefined && !parameters.has(name.toLowerCase())) {
      parameters.set(name.toLowerCase(), quoted?.replace(/\\(["\\])/g, '$1') ?? token)
    }
    position = parameter.lastIndex
  }
  return { value, parameters }
}
