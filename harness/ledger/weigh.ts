// A new ledger against the one that is committed: what is lost, what is new, and of what nothing can be said here.
import type { Judgement } from './judgement.ts'
import { type Entry, type Ledger, withEntries } from './ledger.ts'
import { lossesOf } from './losses.ts'

export interface Weighed {
  /** The new one, with the proofs of the committed one of which nothing can be said. */
  ledger: Ledger
  lost: readonly Entry[]
  /** Proofs that the committed one has not. */
  gained: readonly Entry[]
  /** By the reason. */
  notJudged: ReadonlyMap<string, readonly Entry[]>
}

export function weigh(committed: Ledger, fresh: Ledger, { reasonAgainst }: Judgement): Weighed {
  const missing = lossesOf(committed, fresh)
  const notJudged = new Map<string, Entry[]>()
  const lost: Entry[] = []
  for (const entry of missing) {
    const reason = reasonAgainst(entry.by)
    if (reason === undefined) lost.push(entry)
    else notJudged.set(reason, [...(notJudged.get(reason) ?? []), entry])
  }
  return {
    ledger: withEntries(fresh, [...notJudged.values()].flat()),
    lost,
    gained: lossesOf(fresh, committed),
    notJudged,
  }
}
