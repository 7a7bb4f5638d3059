// Whether a bucket keeps versions: put and get.
import { type Answer, type Asked, readDocument, xmlAnswer } from './call.ts'
import { malformedXml, notImplemented } from './errors.ts'
import { XmlContent } from './xml-content.ts'
import { element, xmlDocument } from './xml.ts'

export function getBucketVersioning({ store, bucket }: Asked): Answer {
  return xmlAnswer(xmlDocument('VersioningConfiguration', element('Status', store.settings(bucket).versioning)))
}

/** @throws {S3Error} MalformedXML; NotImplemented for MFA delete */
export async function putBucketVersioning(asked: Asked): Promise<Answer> {
  const content = new XmlContent(await readDocument(asked, 'VersioningConfiguration'), [
    'Status',
    'MfaDelete',
    'MFADelete',
  ])
  const status = content.required('Status')
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml()
  if ((content.text('MfaDelete') ?? content.text('MFADelete')) === 'Enabled') throw notImplemented('MfaDelete')
  await asked.store.changeSettings(asked.bucket, { versioning: status })
  return {}
}
