// What the double refused while a command ran, for whoever looks for the reason of its failure.
import type { Emulator } from '../emulator.ts'
import type { JournalEntry } from '../journal.ts'
import { describeSigned } from '../journal-text.ts'
import { type Painter, prettyEntry } from './pretty.ts'

/** The last ones are the likeliest reasons. */
const most = 20

export function refusals({ worlds }: Emulator, paint: Painter): string {
  const entries = worlds
    .list()
    .flatMap((world) => world.journal.list({ limit: 1000 }).entries)
    .filter((entry) => entry.error !== undefined || (entry.response.status ?? 0) >= 400)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || Number(a.id) - Number(b.id))
  if (entries.length === 0) return 'stuntdouble refused nothing.'
  const shown = entries.slice(-most)
  const which =
    shown.length < entries.length
      ? `the last ${most} of ${entries.length} requests`
      : `${entries.length} request${entries.length === 1 ? '' : 's'}`
  return [`stuntdouble refused, or failed, ${which}:`, ...shown.flatMap((entry) => describe(entry, paint))].join('\n')
}

function describe(entry: JournalEntry, paint: Painter): string[] {
  const lines = describeSigned(entry.diagnosis).map((line) => paint('gray', line))
  return [prettyEntry(entry, new Date(entry.at), paint), ...lines]
}
