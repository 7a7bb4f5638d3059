// What a partial description says is laid over what there is.

export type Over<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: Over<T[K]> | undefined }
    : T

/** Maps with free keys are replaced whole: else no key could be taken out again. */
const wholes = new Set(['options', 'video_encoding_options', 'data', 'custom'])

/** Objects are merged, everything else is replaced; what is undefined stays as it was, `null` is a value. */
export function deepMerge<T extends object>(base: T, over: Over<T>): T {
  // Over<T> has the members of T and no others, so that what is laid over T is a T.
  return mergeMembers(base, over) as T
}

function mergeMembers(base: object, over: object): object {
  const merged = new Map<string, unknown>(Object.entries(base))
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue
    const before = merged.get(name)
    merged.set(name, isMap(value) && !wholes.has(name) ? mergeMembers(isMap(before) ? before : {}, value) : value)
  }
  // Also a member that is called `__proto__`.
  return Object.fromEntries(merged)
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
