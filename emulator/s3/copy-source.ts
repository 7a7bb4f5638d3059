// `x-amz-copy-source` and the conditions on it.
import { isObjectStoreError } from '../objects/errors.ts'
import { isVersionId } from '../objects/places.ts'
import type { VersionAddress, VersionHead } from '../objects/versioned-store.ts'
import { leadsOut } from './address.ts'
import { evaluateConditions } from './conditions.ts'
import { invalidArgument, invalidRequest, preconditionFailed } from './errors.ts'

const name = 'x-amz-copy-source'

/** `/BUCKET/KEY?versionId=ID`, percent-encoded, with or without the first slash. @throws {S3Error} InvalidArgument */
export function copySourceOf(headers: Headers): VersionAddress {
  const text = headers.get(name) ?? ''
  // A key may hold a question mark; clients encode it there.
  const question = text.indexOf('?versionId=')
  const path = question === -1 ? text : text.slice(0, question)
  const versionId = question === -1 ? undefined : text.slice(question + '?versionId='.length)
  const plain = decode(path).replace(/^\//, '')
  const slash = plain.indexOf('/')
  if (slash < 1 || slash === plain.length - 1)
    throw invalidArgument(
      'You must specify an object in the copy source, as /bucket/key; both are URL-encoded',
      name,
      text,
    )
  if (versionId !== undefined && !isVersionId(versionId))
    throw invalidArgument('Invalid version id specified', name, text)
  const key = plain.slice(slash + 1)
  if (leadsOut(key)) throw invalidArgument('Invalid copy source object key', name, text)
  return { bucket: plain.slice(0, slash), key, versionId }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'))
  } catch {
    throw invalidArgument('Copy Source must be URL-encoded UTF-8', name, text)
  }
}

/** Does something with a source. @throws {S3Error} InvalidRequest for a delete marker that was named by its version */
export async function ofSource<R>({ versionId }: VersionAddress, work: () => Promise<R>): Promise<R> {
  try {
    return await work()
  } catch (error) {
    if (versionId === undefined || !isObjectStoreError(error, 'IsDeleteMarker')) throw error
    throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.')
  }
}

/** @throws {S3Error} PreconditionFailed; a copy is never answered by 304 */
export function checkSource(headers: Headers, source: VersionHead): void {
  const conditions = new Headers()
  for (const condition of ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since']) {
    const value = headers.get(`${name}-${condition}`)
    if (value !== null) conditions.set(condition, value)
  }
  const outcome = evaluateConditions(conditions, source)
  if (outcome === 'proceed') return
  throw preconditionFailed(`${name}-${outcome === 'not modified' ? 'If-None-Match' : outcome.failed}`)
}
