// What a ledger has lost against an older one.
import { type Entry, entriesOf, type Ledger } from './ledger.ts'

/**
 * Proofs of the older ledger that the newer has not, or has as refusals alone. Another version of the same client proves the same.
 */
export function lossesOf(older: Ledger, newer: Ledger): Entry[] {
  const kept = new Map<string, Entry['proof']>()
  for (const entry of entriesOf(newer)) {
    const key = keyOf(entry)
    if (kept.get(key) !== 'answered') kept.set(key, entry.proof)
  }
  return entriesOf(older).filter((entry) => {
    const now = kept.get(keyOf(entry))
    return now === undefined || (now === 'refused' && entry.proof === 'answered')
  })
}

function keyOf({ service, section, operation, by }: Entry): string {
  return [service, section, operation, withoutVersion(by)].join('\n')
}

/** `sdk getstream 7.0.0 (Python)` without `7.0.0`. */
export function withoutVersion(by: string): string {
  return by.replace(/ v?\d[\w.+-]*(?= \([^()]*\)$)/, '')
}
