// A world's journal as its user holds it.
import type { JournalEntry, JournalFilter } from '../journal.ts'
import { describeEntry, wentWrong } from '../journal-text.ts'
import type { World } from '../world.ts'

/** Of what happened; what is left out excludes nothing. */
export type EntryFilter = Omit<JournalFilter, 'limit' | 'after'>

export interface WorldJournal {
  /** What came in and what went out, oldest first: requests, webhook deliveries, sources that were fetched. */
  entries: (filter?: EntryFilter) => JournalEntry[]
  /** Those that were refused, or failed; refusals of a signature carry their diagnosis. */
  refusals: (filter?: EntryFilter) => JournalEntry[]
  /** As text, one line an entry; by default all of them. */
  describe: (entries?: readonly JournalEntry[]) => string
  clear: () => void
}

export function journalHandle({ journal }: Pick<World, 'journal'>): WorldJournal {
  const entries = (filter: EntryFilter = {}) => journal.list({ ...filter, limit: Infinity }).entries.toReversed()
  return {
    entries,
    refusals: (filter) => entries(filter).filter(wentWrong),
    describe: (shown = entries()) => shown.map(describeEntry).join('\n'),
    clear: () => journal.clear(),
  }
}
