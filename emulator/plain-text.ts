// The text of a value that came as JSON. Not `String`: a client's object may have a `toString` of its own, which is no function.

/** Lists as JavaScript writes them, objects as JSON. */
export function plainText(value: unknown): string {
  if (Array.isArray(value))
    return value.map((item) => (item === null || item === undefined ? '' : plainText(item))).join(',')
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
