// Tables of Markdown, for generated pages.

/** @param header may be empty where a column speaks for itself */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n')
}

/** Code in a line; a bar in it would end a cell, and is escaped by `table`. */
export function code(text: string): string {
  return `\`${text}\``
}

/** Outside of code, what looks like HTML would be taken for it. */
function cell(text: string): string {
  const parts = text
    .replaceAll('\n', ' ')
    .replaceAll('|', '\\|')
    .split(/(`[^`]*`)/)
  return parts.map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;'))).join('')
}
