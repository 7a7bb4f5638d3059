// GET and HEAD of an object: conditions, parts, ranges, and its bytes as they are read.
import type { ObjectPart, VersionHead } from '../objects/versioned-store.ts'
import type { Answer, Asked } from './call.ts'
import { evaluateConditions, rangeApplies } from './conditions.ts'
import {
  anonymousOverride,
  invalidArgument,
  invalidPartNumber,
  invalidRange,
  invalidRequest,
  preconditionFailed,
} from './errors.ts'
import { expirationHeader } from './expiration.ts'
import { checksumHeaders, objectHeaders } from './object-headers.ts'
import { parseRange } from './range.ts'
import { versionIn } from './version-in.ts'

interface Described {
  status: number
  headers: Record<string, string>
  slice?: { start: number; end: number }
}

/** @throws {S3Error} PreconditionFailed, InvalidRange, InvalidPartNumber, InvalidRequest */
export async function getObject(asked: Asked): Promise<Answer> {
  const { body, described } = await read(asked, true)
  return body === undefined ? described : Object.assign(withLength(described), { body })
}

export async function headObject(asked: Asked): Promise<Answer> {
  const { described } = await read(asked, false)
  return withLength(described)
}

function withLength({ status, headers, slice }: Described): Answer {
  if (slice) headers['content-length'] = String(slice.end - slice.start)
  return { status, headers }
}

async function read(asked: Asked, withBody: boolean) {
  const address = versionIn(asked)
  let described: Described = { status: 200, headers: {} }
  const { body } = await asked.store.read(address, (head) => {
    described = describe(asked, head)
    return withBody ? described.slice : undefined
  })
  return { described, body }
}

function describe(asked: Asked, head: VersionHead): Described {
  const { headers: given, query } = asked
  const headers = objectHeaders(head)
  const outcome = evaluateConditions(given, head)
  if (outcome === 'not modified') return { status: 304, headers }
  if (outcome !== 'proceed') throw preconditionFailed(outcome.failed)
  if (asked.call.query.includes('response-')) override(asked, headers)
  Object.assign(headers, expirationHeader(asked, head))

  const number = query.text('partNumber')
  const range = given.get('range')
  if (number !== undefined && range !== null)
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter')
  const withChecksums = given.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED'
  if (number !== undefined) return describePart(asked, head, headers, withChecksums)
  const asksRange = range !== null && rangeApplies(given, head)
  const slice = asksRange ? parseRange(range, head.size) : undefined
  if (slice === 'unsatisfiable') throw invalidRange(range ?? '', head.size)
  if (!slice) {
    if (withChecksums) Object.assign(headers, checksumHeaders(head))
    return { status: 200, headers, slice: { start: 0, end: head.size } }
  }
  headers['content-range'] = `bytes ${slice.start}-${slice.end - 1}/${head.size}`
  return { status: 206, headers, slice }
}

function describePart(
  asked: Asked,
  head: VersionHead,
  headers: Record<string, string>,
  withChecksums: boolean,
): Described {
  const number = asked.query.number('partNumber', { least: 1, most: 10_000, byDefault: 1 })
  const part =
    head.partsCount === undefined
      ? onlyPart(head)
      : asked.store.partsOf(versionIn(asked), { after: number - 1, limit: 1 })[0]
  if (part?.number !== number) throw invalidPartNumber(number, head.partsCount ?? 1)
  const slice = { start: part.start, end: part.start + part.size }
  if (head.partsCount !== undefined) headers['x-amz-mp-parts-count'] = String(head.partsCount)
  if (withChecksums && part.checksums) Object.assign(headers, checksumHeaders({ ...head, checksums: part.checksums }))
  if (part.size > 0) headers['content-range'] = `bytes ${slice.start}-${slice.end - 1}/${head.size}`
  return { status: 206, headers, slice }
}

function onlyPart({ size, checksums }: VersionHead): ObjectPart {
  return { number: 1, start: 0, size, ...(checksums && { checksums }) }
}

const overrides = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

/** `response-content-type` and its like: only who signs may choose what is said of an object. @throws {S3Error} InvalidArgument */
function override({ owner, query }: Asked, headers: Record<string, string>): void {
  for (const name of overrides) {
    const value = query.get(`response-${name}`)
    if (value === undefined) continue
    if (!owner) throw anonymousOverride()
    // Names of files in other alphabets have to be escaped: https://github.com/IQSS/dataverse/issues/4524 quotes S3.
    if (/[^\0-\xff]/.test(value))
      throw invalidArgument('Header value cannot be represented using ISO-8859-1.', `response-${name}`, value)
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) headers[name] = value
  }
}
