// Whether a bucket's policy lets somebody do something.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import type { PolicyStatement } from '../objects/bucket-settings.ts'

/** What somebody wants to do. */
export interface Deed {
  /** `s3:GetObject` */
  action: string
  /** `arn:aws:s3:::BUCKET/KEY` */
  resource: string
  owner: boolean
  /** `aws:SecureTransport`, `s3:prefix` and so on, in lower case. */
  facts: Readonly<Record<string, string | undefined>>
}

export const operators: Readonly<Record<string, (fact: string | undefined, wanted: readonly string[]) => boolean>> = {
  StringEquals: (fact, wanted) => fact !== undefined && wanted.includes(fact),
  StringNotEquals: (fact, wanted) => fact === undefined || !wanted.includes(fact),
  StringLike: (fact, wanted) => fact !== undefined && wanted.some((pattern) => like(pattern, fact)),
  StringNotLike: (fact, wanted) => fact === undefined || !wanted.some((pattern) => like(pattern, fact)),
  Bool: (fact, wanted) => fact !== undefined && wanted.includes(fact),
}

/** `Deny` wins; undefined when no statement says anything. */
export function judge(statements: readonly PolicyStatement[], deed: Deed): 'Allow' | 'Deny' | undefined {
  const effects = statements.filter((each) => concerns(each, deed)).map(({ Effect }) => Effect)
  return effects.includes('Deny') ? 'Deny' : effects[0]
}

function concerns(each: PolicyStatement, deed: Deed): boolean {
  const who = each.Principal === undefined ? !isMeant(each.NotPrincipal, deed) : isMeant(each.Principal, deed)
  if (!who) return false
  const what = matches(each.Action, deed.action, true) ?? !matches(each.NotAction, deed.action, true)
  const where = matches(each.Resource, deed.resource) ?? !matches(each.NotResource, deed.resource)
  return what && where && holds(each.Condition, deed)
}

/** Everybody; or, by whatever ARN, the owner, who is the only one with a name. */
function isMeant(given: PolicyStatement['Principal'], { owner }: Deed): boolean {
  if (given === undefined) return false
  if (given === '*') return true
  const named = given['AWS'] ?? []
  return named.includes('*') || (owner && named.length > 0)
}

function matches(patterns: readonly string[] | undefined, text: string, ignoreCase = false): boolean | undefined {
  const plain = (given: string) => (ignoreCase ? given.toLowerCase() : given)
  return patterns?.some((pattern) => like(plain(pattern), plain(text)))
}

function holds(given: PolicyStatement['Condition'], { facts }: Deed): boolean {
  return Object.entries(given ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => operators[operator]?.(facts[key.toLowerCase()], wanted)),
  )
}

/** `*` is any text, `?` any character. Not by a regular expression, which a pattern of many stars could make run for ever. */
export function like(pattern: string, text: string): boolean {
  let [at, from] = [0, 0]
  let star = -1
  let retry = 0
  while (from < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++
      retry = from
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) {
      at += 1
      from += 1
    } else if (star !== -1) {
      at = star + 1
      from = ++retry
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}

/** Whether it lets anybody do anything, as `GetBucketPolicyStatus` tells. A condition on who asks makes it less than public. */
export function isPublic(statements: readonly PolicyStatement[]): boolean {
  return statements.some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' && Principal !== undefined && isMeant(Principal, { ...nobody, owner: false }) && !Condition,
  )
}

const nobody: Deed = { action: '', resource: '', owner: false, facts: {} }
