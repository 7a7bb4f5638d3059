// Whether a fault is about what happens.
import { matchesWildcards } from '../wildcards.ts'
import type { Occurrence, StoredFault } from './model.ts'

/** Reads the patterns of a fault once, for everything that it will be held against. */
export function matcherOf({ kind, service, event, vendor, operation, method, path, credential }: StoredFault) {
  const patterns = {
    vendor: patternOf(vendor),
    operation: patternOf(operation),
    method: patternOf(method),
    path: patternOf(path),
  }
  return (occurrence: Occurrence): boolean =>
    kind === occurrence.kind &&
    service === occurrence.service &&
    event === occurrence.event &&
    patterns.vendor(occurrence.vendor) &&
    patterns.operation(occurrence.operation) &&
    patterns.method(occurrence.method) &&
    patterns.path(occurrence.path) &&
    (credential === undefined || isPresented(credential, occurrence.credentials ?? []))
}

function patternOf(given: string | undefined): (value: string | undefined) => boolean {
  if (given === undefined) return () => true
  const pattern = given.toLowerCase()
  const fits = /[*?]/.test(pattern)
    ? (value: string) => matchesWildcards(pattern, value)
    : (value: string) => value === pattern
  return (value) => value !== undefined && fits(value.toLowerCase())
}

/** Keys are `SERVICE/KIND/KEY`; people know the last part. */
function isPresented(credential: string, presented: readonly string[]): boolean {
  return presented.some((key) => key === credential || key.split('/').slice(2).join('/') === credential)
}

/** Whether it is the time for it. */
export function isDue({ from, until }: StoredFault, now: number): boolean {
  return (from === undefined || from <= now) && (until === undefined || now < until)
}
