// XML as DuraStore's JDOM writes it: CRLF, attributes in double quotes, ` />` for what is empty (§3.2, §3.3).

const unspeakable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Nearly all that is ever said: nothing of it needs another spelling. */
const plain = /^[\t\n\x20-\x25\x27-\x3b\x3d\x3f-\x7e\u00a0-\ud7ff]*$/

/** What XML 1.0 cannot say, such as a control character in a content id, becomes U+FFFD: no parser would take the document. */
export function escapeText(text: string): string {
  if (plain.test(text)) return text
  return text
    .toWellFormed()
    .replaceAll(unspeakable, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;')
}

export function escapeAttribute(text: string): string {
  const escaped = escapeText(text)
  if (!/["\t\n]/.test(escaped)) return escaped
  return escaped.replaceAll('"', '&quot;').replaceAll('\t', '&#x9;').replaceAll('\n', '&#xA;')
}

/** A document on one line, as the lists of spaces and of contents are. */
export function xmlDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\r\n${root}\r\n`
}

/** An element with attributes; empty content closes it at once. */
export function element(name: string, attributes: Readonly<Record<string, string>>, content = ''): string {
  let start = name
  for (const [key, value] of Object.entries(attributes)) start += ` ${key}="${escapeAttribute(value)}"`
  return content === '' ? `<${start} />` : `<${start}>${content}</${name}>`
}
