// XML as S3 writes it.

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
}

/** Text of an element. What XML 1.0 cannot say, such as a NUL in a key, becomes U+FFFD: a parser would refuse all of the document. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[&<>"'\r]/g, (character) => escapes[character] ?? character)
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
}

/** `<name>…</name>` for each pair. */
export function elements(pairs: Iterable<readonly [name: string, text: string]>): string {
  let xml = ''
  for (const [name, text] of pairs) xml += `<${name}>${escapeXml(text)}</${name}>`
  return xml
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
