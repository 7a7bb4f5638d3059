// Whether a fault is about what happens.
import { matchesWildcards } from '../wildcards.ts'
import type { Occurrence, StoredFault } from './model.ts'

export function isAbout(fault: StoredFault, occurrence: Occurrence): boolean {
  return (
    fault.kind === occurrence.kind &&
    fault.service === occurrence.service &&
    fault.event === occurrence.event &&
    fits(fault.vendor, occurrence.vendor) &&
    fits(fault.operation, occurrence.operation) &&
    fits(fault.method, occurrence.method) &&
    fits(fault.path, occurrence.path) &&
    (fault.credential === undefined || isPresented(fault.credential, occurrence.credentials ?? []))
  )
}

function fits(pattern: string | undefined, value: string | undefined): boolean {
  if (pattern === undefined) return true
  return value !== undefined && matchesWildcards(pattern.toLowerCase(), value.toLowerCase())
}

/** Keys are `SERVICE/KIND/KEY`; people know the last part. */
function isPresented(credential: string, presented: readonly string[]): boolean {
  return presented.some((key) => key === credential || key.split('/').slice(2).join('/') === credential)
}

/** Whether it is the time for it. */
export function isDue({ from, until }: StoredFault, now: number): boolean {
  return (from === undefined || from <= now) && (until === undefined || now < until)
}
