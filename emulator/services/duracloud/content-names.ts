// What content may be called (§3.4).

/** What is wrong with an id; undefined when nothing is. */
export function contentIdMistake(id: string): string | undefined {
  if (id.includes('?')) return "Content ID may not include the '?' character"
  if (id.includes('\\')) return "Content ID may not include the '\\' character"
  if (encodedLength(id) > 1024) return 'Content ID must <= 1024 bytes after URL and UTF-8 encoding'
  return undefined
}

/** As Java's URLEncoder writes it, whose result is never shorter than the UTF-8. */
function encodedLength(id: string): number {
  return encodeURIComponent(id)
    .replaceAll(/[!'()~]/g, '%xx')
    .replaceAll('%20', '+').length
}
