// A world's journal as its user holds it.
import type { Har } from '../har/model.ts'
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
  /** As an HTTP Archive 1.2, for the tools that read one; refusals have their diagnosis in `_diagnosis`. */
  har: (filter?: EntryFilter) => Promise<Har>
  /** As text, one line an entry; by default all of them. */
  describe: (entries?: readonly JournalEntry[]) => string
  clear: () => void
}

export function journalHandle({ journal }: Pick<World, 'journal'>): WorldJournal {
  const entries = (filter: EntryFilter = {}) => journal.list({ ...filter, limit: Infinity }).entries.toReversed()
  return {
    entries,
    refusals: (filter) => entries(filter).filter(wentWrong),
    async har(filter) {
      const { harOf } = await import('../har/har.ts')
      return harOf(journal.list({ ...filter, limit: Infinity }))
    },
    describe: (shown = entries()) => shown.map(describeEntry).join('\n'),
    clear: () => journal.clear(),
  }
}
