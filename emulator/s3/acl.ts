// Access control lists: the canned ones that matter, `private`, `public-read` and `public-read-write`, however they are written.
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

/** What anybody may do. Of an object there is nothing to write: that is the bucket's. */
export interface PublicGrants {
  read: boolean
  write: boolean
}

/** What `x-amz-acl` lets anybody do; undefined without one. @throws {S3Error} InvalidArgument, NotImplemented */
export function publicGrants(headers: Headers): PublicGrants | undefined {
  for (const name of ['read', 'write', 'read-acp', 'write-acp', 'full-control'])
    if (headers.has(`x-amz-grant-${name}`)) throw notImplemented(`x-amz-grant-${name}`)
  const acl = headers.get('x-amz-acl')
  if (acl === null) return undefined
  if (acl === 'public-read') return { read: true, write: false }
  if (acl === 'public-read-write') return { read: true, write: true }
  if (privateAcls.has(acl)) return { read: false, write: false }
  if (acl === 'authenticated-read') throw notImplemented(`x-amz-acl: ${acl}`)
  throw invalidArgument('', 'x-amz-acl', acl)
}

export function getBucketAcl(asked: Asked): Answer {
  const { publicList: read = false, publicWrite: write = false } = asked.store.settings(asked.bucket)
  return aclAnswer(asked, { read, write })
}

export function getObjectAcl(asked: Asked): Answer {
  return aclAnswer(asked, { read: asked.store.headVersion(versionIn(asked)).publicRead, write: false })
}

export async function putBucketAcl(asked: Asked): Promise<Answer> {
  const { read, write } = await askedAcl(asked)
  await asked.store.changeSettings(asked.bucket, { publicList: read, publicWrite: write })
  return {}
}

export async function putObjectAcl(asked: Asked): Promise<Answer> {
  const address = versionIn(asked)
  asked.store.headVersion(address)
  await asked.store.retouch(address, { publicRead: (await askedAcl(asked)).read })
  return {}
}

/** @throws {S3Error} AccessDenied, when public ACLs are blocked */
export function refuseBlocked({ store, bucket }: Pick<Asked, 'store' | 'bucket'>, publicRead: boolean): void {
  if (publicRead && publicAccess(store.settings(bucket)).blockPublicAcls)
    throw new S3Error(403, 'AccessDenied', 'Access Denied')
}

async function askedAcl(asked: Asked): Promise<PublicGrants> {
  const grants = publicGrants(asked.headers) ?? (await aclDocument(asked))
  refuseBlocked(asked, grants.read || grants.write)
  return grants
}

/** Read and written by all, or by nobody but the owner; no other grant. */
async function aclDocument(asked: Asked): Promise<PublicGrants> {
  const root = new XmlContent(await readDocument(asked, 'AccessControlPolicy'), ['Owner', 'AccessControlList'])
  const list = root.element('AccessControlList')
  if (!list) throw malformedXml()
  const grants: PublicGrants = { read: false, write: false }
  for (const grant of new XmlContent(list, [], ['Grant']).all('Grant')) {
    const content = new XmlContent(grant, ['Grantee', 'Permission'])
    const grantee = content.element('Grantee')
    if (!grantee) throw malformedXml()
    const who = new XmlContent(grantee, ['ID', 'DisplayName', 'URI', 'EmailAddress', 'Type'])
    const permission = content.required('Permission')
    const everybody = who.text('URI') === allUsers
    if (everybody && permission === 'READ') grants.read = true
    else if (everybody && permission === 'WRITE') grants.write = true
    else if (who.text('ID') !== ownerId(asked.context)) throw notImplemented('grants to others than everybody')
  }
  return grants
}

function aclAnswer({ context }: Asked, { read, write }: PublicGrants): Answer {
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  const owner = `<Grant><Grantee ${xsi} xsi:type="CanonicalUser">${element('ID', ownerId(context))}${element('DisplayName', context.credentials.accessKeyId)}</Grantee><Permission>FULL_CONTROL</Permission></Grant>`
  const everybody = (permission: string) =>
    `<Grant><Grantee ${xsi} xsi:type="Group">${element('URI', allUsers)}</Grantee><Permission>${permission}</Permission></Grant>`
  const list = `<AccessControlList>${owner}${read ? everybody('READ') : ''}${write ? everybody('WRITE') : ''}</AccessControlList>`
  return xmlAnswer(
    `${xmlDeclaration}<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${ownerElement(context)}${list}</AccessControlPolicy>`,
  )
}
