// Where a version stands among all versions of a bucket: by key, and the newest first. A text that SQLite orders so.

/** Keys may hold any character, so what ends one has to be less than all of them: those that would be less are escaped. */
const escaped: Readonly<Record<string, string>> = { '\u0000': '\u0001\u0002', '\u0001': '\u0001\u0003' }
const end = '\u0001\u0001'
const behindEnd = '\u0001\u0002'

/** All sequence numbers have as many digits. */
const most = 0xffff_ffff_ffff

/** The beginning of all places of keys that begin with `prefix`; keeps the order. */
export function placePrefix(prefix: string): string {
  return prefix.replaceAll(/[\u0000\u0001]/g, (character) => escaped[character] ?? character)
}

/** @param sequence greater for what is newer */
export function placeOf(key: string, sequence: number): string {
  return `${placePrefix(key)}${end}${(most - sequence).toString(16).padStart(12, '0')}`
}

/** All places of one key lie from the first to, and without, the second. */
export function placesOf(key: string): { from: string; before: string } {
  const prefix = placePrefix(key)
  return { from: prefix + end, before: prefix + behindEnd }
}

/** A version's id tells its place, so that a list can go on behind a version that is gone meanwhile. */
export function newVersionId(random: string, sequence: number): string {
  return `${random.slice(0, 20)}${sequence.toString(16).padStart(12, '0')}`
}

export function isVersionId(text: string): boolean {
  return text === nullVersion || /^[0-9a-f]{32}$/.test(text)
}

export function sequenceOf(versionId: string): number {
  return Number.parseInt(versionId.slice(20), 16)
}

/** The id of what was written while the bucket was not versioned. */
export const nullVersion = 'null'
