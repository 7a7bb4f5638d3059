// What a space may be called (§3.3), in the order and words of DuraStore's checks.

const rules: readonly (readonly [broken: (id: string) => boolean, message: string])[] = [
  // Only here is the name trimmed.
  [(id) => id.trim().length < 3 || id.trim().length > 42, 'Space ID must be between 3 and 42 characters long'],
  [(id) => /[^a-z0-9.-]/.test(id), 'Only lowercase letters, numbers, periods, and dashes may be used in a Space ID'],
  [(id) => /^[^a-z]/.test(id), 'A Space ID must begin with a lowercase letter.'],
  [(id) => /\.\d[^.]*$/.test(id), 'The last period in a Space ID may not be immediately followed by a number.'],
  [(id) => id.endsWith('-'), 'A Space ID must end with a lowercase letter, number, or period'],
  [(id) => /\.\.|-\.|\.-/.test(id), "A Space ID must not contain '..' '-.' or '.-'"],
]

/** What is wrong with a name; undefined when nothing is. */
export function spaceNameMistake(id: string): string | undefined {
  return rules.find(([broken]) => broken(id))?.[1]
}
