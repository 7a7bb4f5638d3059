// Access control lists: the two canned ones that matter, `private` and `public-read`, however they are written.
import { type Answer, type Asked, readDocument, xmlAnswer } from './call.ts'
import { invalidArgument, malformedXml, notImplemented, S3Error } from './errors.ts'
import { ownerElement, ownerId } from './owner.ts'
import { publicAccess } from './public-access.ts'
import { versionIn } from './version-in.ts'
import { XmlContent } from './xml-content.ts'
import { element, xmlDeclaration } from './xml.ts'

const allUsers = 'http://acs.amazonaws.com/groups/global/AllUsers'

/** With one owner, who has everything anyway, these are all the same. */
const privateAcls = new Set([
  'private',
  'bucket-owner-read',
  'bucket-owner-full-control',
  'aws-exec-read',
  'log-delivery-write',
])

/** Whether `x-amz-acl` lets anybody read; undefined without one. @throws {S3Error} InvalidArgument, NotImplemented */
export function publicByAcl(headers: Headers): boolean | undefined {
  for (const name of ['read', 'write', 'read-acp', 'write-acp', 'full-control'])
    if (headers.has(`x-amz-grant-${name}`)) throw notImplemented(`x-amz-grant-${name}`)
  const acl = headers.get('x-amz-acl')
  if (acl === null) return undefined
  if (acl === 'public-read') return true
  if (privateAcls.has(acl)) return false
  if (acl === 'public-read-write' || acl === 'authenticated-read') throw notImplemented(`x-amz-acl: ${acl}`)
  throw invalidArgument('', 'x-amz-acl', acl)
}

export function getBucketAcl(asked: Asked): Answer {
  return aclAnswer(asked, asked.store.settings(asked.bucket).publicList ?? false)
}

export function getObjectAcl(asked: Asked): Answer {
  return aclAnswer(asked, asked.store.headVersion(versionIn(asked)).publicRead)
}

export async function putBucketAcl(asked: Asked): Promise<Answer> {
  const publicList = await askedAcl(asked)
  await asked.store.changeSettings(asked.bucket, { publicList })
  return {}
}

export async function putObjectAcl(asked: Asked): Promise<Answer> {
  const address = versionIn(asked)
  asked.store.headVersion(address)
  await asked.store.retouch(address, { publicRead: await askedAcl(asked) })
  return {}
}

/** @throws {S3Error} AccessDenied, when public ACLs are blocked */
export function refuseBlocked({ store, bucket }: Pick<Asked, 'store' | 'bucket'>, publicRead: boolean): void {
  if (publicRead && publicAccess(store.settings(bucket)).blockPublicAcls)
    throw new S3Error(403, 'AccessDenied', 'Access Denied')
}

async function askedAcl(asked: Asked): Promise<boolean> {
  const publicRead = publicByAcl(asked.headers) ?? (await aclDocument(asked))
  refuseBlocked(asked, publicRead)
  return publicRead
}

/** Read by all, or by nobody but the owner; no other grant. */
async function aclDocument(asked: Asked): Promise<boolean> {
  const root = new XmlContent(await readDocument(asked, 'AccessControlPolicy'), ['Owner', 'AccessControlList'])
  const list = root.element('AccessControlList')
  if (!list) throw malformedXml()
  let publicRead = false
  for (const grant of new XmlContent(list, [], ['Grant']).all('Grant')) {
    const content = new XmlContent(grant, ['Grantee', 'Permission'])
    const grantee = content.element('Grantee')
    if (!grantee) throw malformedXml()
    const who = new XmlContent(grantee, ['ID', 'DisplayName', 'URI', 'EmailAddress', 'Type'])
    const permission = content.required('Permission')
    if (who.text('URI') === allUsers && permission === 'READ') publicRead = true
    else if (who.text('ID') !== ownerId(asked.context)) throw notImplemented('grants to others than everybody')
  }
  return publicRead
}

function aclAnswer({ context }: Asked, publicRead: boolean): Answer {
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  const owner = `<Grant><Grantee ${xsi} xsi:type="CanonicalUser">${element('ID', ownerId(context))}</Grantee><Permission>FULL_CONTROL</Permission></Grant>`
  const everybody = `<Grant><Grantee ${xsi} xsi:type="Group">${element('URI', allUsers)}</Grantee><Permission>READ</Permission></Grant>`
  const list = `<AccessControlList>${owner}${publicRead ? everybody : ''}</AccessControlList>`
  return xmlAnswer(
    `${xmlDeclaration}<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${ownerElement(context)}${list}</AccessControlPolicy>`,
  )
}
