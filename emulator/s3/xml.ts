// XML as S3 writes it.

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
}

/**
 * Text of an element. Control characters become references, as S3 writes them, although strict parsers refuse those too:
 * clients ask for lists with `encoding-type=url`. A NUL, which no parser takes, becomes U+FFFD.
 */
export function escapeXml(text: string): string {
  // Nearly every text there is.
  if (/^[\w !#-%(-;=?@[-`{-~]*$/.test(text)) return text
  return text
    .toWellFormed()
    .replaceAll(/[&<>"'\r]/g, (character) => escapes[character] ?? character)
    .replaceAll(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, reference)
    .replaceAll('\u0000', '\ufffd')
}

function reference(character: string): string {
  return `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`
}

/** `<name>…</name>`; nothing where there is no value. */
export function element(name: string, value: string | number | boolean | undefined): string {
  if (value === undefined) return ''
  return `<${name}>${typeof value === 'string' ? escapeXml(value) : value}</${name}>`
}

/** `<name>…</name>` for each pair. */
export function elements(pairs: Iterable<readonly [name: string, text: string]>): string {
  let xml = ''
  for (const [name, text] of pairs) xml += element(name, text)
  return xml
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** A document of S3's; `content` is XML. */
export function xmlDocument(root: string, content: string): string {
  return `${xmlDeclaration}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`
}

/** ms → `2026-01-01T00:00:00.000Z` */
export function xmlTime(ms: number): string {
  return new Date(ms).toISOString()
}
