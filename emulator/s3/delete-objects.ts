// DeleteObjects: up to 1000 at once, each with its own outcome.
import { noteFault } from '../objects/errors.ts'
import type { VersionAddress } from '../objects/versioned-store.ts'
import { leadsOut } from './address.ts'
import { type Answer, type Asked, readDocument, xmlAnswer } from './call.ts'
import { invalidRequest, invalidUri, malformedXml, S3Error } from './errors.ts'
import { share } from '../slices.ts'
import { unquoted } from './put-headers.ts'
import type { XmlElement } from './read-xml.ts'
import { fromStore } from './store-errors.ts'
import { checkVersionId } from './version-in.ts'
import { XmlContent } from './xml-content.ts'
import { element, xmlDocument } from './xml.ts'

interface Named {
  key: string
  versionId: string | undefined
  etag: string | undefined
}

/** @throws {S3Error} MalformedXML, InvalidRequest */
export async function deleteObjects(asked: Asked): Promise<Answer> {
  requireChecksum(asked.headers)
  const content = new XmlContent(await readDocument(asked, 'Delete'), ['Quiet'], ['Object'])
  const objects = content.all('Object')
  if (objects.length === 0 || objects.length > 1000) throw malformedXml()
  const named = objects.map(parseNamed)
  const quiet = content.flag('Quiet') ?? false
  asked.store.settings(asked.bucket)
  let results = ''
  for (const object of named) {
    results += await deleteOne(asked, object, quiet)
    await share()
  }
  return xmlAnswer(xmlDocument('DeleteResult', results))
}

/** SDKs send one unasked: what is deleted by mistake is gone. @throws {S3Error} InvalidRequest */
function requireChecksum(headers: Headers): void {
  if (headers.has('content-md5') || headers.has('x-amz-trailer')) return
  if ([...headers.keys()].some((name) => name.startsWith('x-amz-checksum-'))) return
  throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*')
}

function parseNamed(object: XmlElement): Named {
  const content = new XmlContent(object, ['Key', 'VersionId', 'ETag', 'LastModifiedTime', 'Size'])
  return {
    key: content.required('Key'),
    versionId: content.text('VersionId') || undefined,
    etag: content.text('ETag'),
  }
}

async function deleteOne({ call, store, bucket }: Asked, named: Named, quiet: boolean): Promise<string> {
  const { key, versionId, etag } = named
  try {
    if (key === '') throw malformedXml()
    if (leadsOut(key)) throw invalidUri(key)
    const address: VersionAddress = { bucket, key }
    if (versionId !== undefined) address.versionId = checkVersionId(versionId, 'VersionId')
    const ifMatch = etag === undefined ? undefined : unquoted(etag)
    const deleted = await store.deleteVersion(address, { ifMatch })
    return quiet ? '' : deletedElement(named, deleted)
  } catch (error) {
    const refusal = error instanceof S3Error ? error : fromStore(error, bucket, key)
    if (!refusal) throw error
    noteFault(call, error)
    const what = element('Key', key) + element('VersionId', versionId)
    return `<Error>${what}${element('Code', refusal.code)}${element('Message', refusal.message)}</Error>`
  }
}

function deletedElement({ key, versionId: asked }: Named, deleted: { marker: boolean; versionId?: string }): string {
  const { marker, versionId } = deleted
  const markerElements = marker ? element('DeleteMarker', true) + element('DeleteMarkerVersionId', versionId) : ''
  return `<Deleted>${element('Key', key)}${element('VersionId', asked)}${markerElements}</Deleted>`
}
