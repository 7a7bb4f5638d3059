// Requests that depend on the version that a client has: RFC 9110, section 13.

export interface Version {
  /** Without quotes. */
  etag: string
  /** ms. */
  lastModified: number
}

/** What is to be done: `304`, the name of a condition that failed (412), or the request itself. */
export type Outcome = 'proceed' | 'not modified' | { failed: string }

/** Evaluates a GET's or HEAD's conditions in the order of section 13.2.2. */
export function evaluateConditions(headers: Headers, version: Version): Outcome {
  const ifMatch = headers.get('if-match')
  const ifUnmodifiedSince = instantOf(headers.get('if-unmodified-since'))
  if (ifMatch !== null) {
    if (!matches(ifMatch, version, 'strong')) return { failed: 'If-Match' }
  } else if (ifUnmodifiedSince !== undefined && seconds(version) > ifUnmodifiedSince) {
    return { failed: 'If-Unmodified-Since' }
  }
  const ifNoneMatch = headers.get('if-none-match')
  const ifModifiedSince = instantOf(headers.get('if-modified-since'))
  if (ifNoneMatch !== null) return matches(ifNoneMatch, version, 'weak') ? 'not modified' : 'proceed'
  return ifModifiedSince !== undefined && seconds(version) <= ifModifiedSince ? 'not modified' : 'proceed'
}

/** Whether the Range header of a request counts: only when If-Range, where there is one, names the version there is. */
export function rangeApplies(headers: Headers, version: Version): boolean {
  const ifRange = headers.get('if-range')
  if (ifRange === null) return true
  if (/^(W\/)?"/.test(ifRange)) return matches(ifRange, version, 'strong')
  return instantOf(ifRange) === seconds(version)
}

/** S3 also takes an ETag without its quotes, which some clients send. */
function matches(list: string, { etag }: Version, comparison: 'strong' | 'weak'): boolean {
  if (list.trim() === '*') return true
  const tags = list.match(/(?:W\/)?"[^"]*"|[^\s,]+/g) ?? []
  return tags.some((tag) => {
    const weak = tag.startsWith('W/')
    return (comparison === 'weak' || !weak) && tag.replace(/^W\//, '').replaceAll('"', '') === etag
  })
}

/** ms of an HTTP date in any of its three forms; undefined when it is none, and so to be ignored. */
function instantOf(date: string | null): number | undefined {
  if (date === null || !/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(date)) return undefined
  // The oldest form has no zone, and means GMT.
  const instant = Date.parse(date.endsWith('GMT') ? date : `${date} GMT`)
  return Number.isNaN(instant) ? undefined : instant
}

/** HTTP dates have no fractions. */
function seconds({ lastModified }: Version): number {
  return Math.floor(lastModified / 1000) * 1000
}
