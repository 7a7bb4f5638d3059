// When an object expires by the lifecycle of its bucket.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-number-of-days
import type { LifecycleRule } from '../objects/bucket-settings.ts'
import type { VersionHead, VersionedStore } from '../objects/versioned-store.ts'
import { httpDate } from './http-date.ts'
import { concerns } from './lifecycle-filter.ts'

export const day = 86_400_000

/** "adding the number of days specified in the rule to the time when the object is created, and rounding up … to midnight UTC". */
export function dueAfter(since: number, days: number): number {
  return nextMidnight(since + days * day)
}

/** The first midnight that is not before an instant. */
export function nextMidnight(instant: number): number {
  return Math.ceil(instant / day) * day
}

/** The rule by which a current object expires first, and when. */
export function expiryOf(
  rules: readonly LifecycleRule[],
  head: VersionHead,
): { rule: LifecycleRule; at: number } | undefined {
  let first: { rule: LifecycleRule; at: number } | undefined
  for (const rule of rules) {
    const { days, date } = rule.expiration ?? {}
    if (!rule.enabled || (days === undefined && date === undefined) || !concerns(rule.filter, head)) continue
    const at = date ?? dueAfter(head.lastModified, days ?? 0)
    if (!first || at < first.at) first = { rule, at }
  }
  return first
}

/** `x-amz-expiration`, where there is one. */
export function expirationHeader(
  { store, bucket }: { store: VersionedStore; bucket: string },
  head: VersionHead,
): Record<string, string> {
  const { lifecycle } = store.settings(bucket)
  const expiry = lifecycle && expiryOf(lifecycle, head)
  if (!expiry) return {}
  const [date, id] = [httpDate(expiry.at), encodeURIComponent(expiry.rule.id)]
  return { 'x-amz-expiration': `expiry-date="${date}", rule-id="${id}"` }
}
