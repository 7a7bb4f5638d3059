// Who may do what: the owner everything that no policy denies, others what a policy, an ACL or the bucket itself lets anybody do.
import { ObjectStoreError } from '../objects/errors.ts'
import type { BucketSettings } from '../objects/bucket-settings.ts'
import type { VersionAddress, VersionedStore } from '../objects/versioned-store.ts'
import type { Asked } from './call.ts'
import { accessDenied } from './errors.ts'
import { judge } from './policy.ts'
import { publicAccess } from './public-access.ts'

/** Who asks; and what policies may ask about the request. */
type Asking = Pick<Asked, 'store' | 'request' | 'query' | 'owner'>

const reads = new Set(['s3:GetObject', 's3:GetObjectVersion'])
const lists = new Set(['s3:ListBucket'])
const writes = new Set(['s3:PutObject', 's3:DeleteObject'])

/**
 * @param action as policies name it
 * @throws {S3Error} AccessDenied @throws {ObjectStoreError} NoSuchBucket
 */
export function requireAccess(asking: Asking, action: string, address: VersionAddress): void {
  if (address.bucket === '' || action === 's3:CreateBucket') {
    if (!asking.owner) throw accessDenied()
    return
  }
  const settings = asking.store.settings(address.bucket)
  if (asking.owner && settings.policy === undefined) return
  const verdict = verdictOf(asking, settings, action, address)
  if (verdict === 'Deny') throw accessDenied()
  if (asking.owner || verdict === 'Allow') return
  if (lists.has(action) && isListable(asking.store, settings, address.bucket)) return
  if (reads.has(action) && isReadable(asking, settings, address)) return
  if (writes.has(action) && isWritable(settings)) return
  throw accessDenied()
}

/** Of the source of a copy. */
export function requireRead(asking: Asking, from: VersionAddress): void {
  requireAccess(asking, from.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', from)
}

/** Who may not list a bucket is not told what is missing in it. */
export function mayList(asking: Asking, bucket: string): boolean {
  try {
    requireAccess(asking, 's3:ListBucket', { bucket, key: '' })
    return true
  } catch {
    // Refused, and so the answer is no.
    return false
  }
}

function isListable(store: VersionedStore, settings: BucketSettings, bucket: string): boolean {
  const byAcl = settings.publicList === true && !publicAccess(settings).ignorePublicAcls
  return byAcl || store.bucket(bucket).publicRead
}

function isWritable(settings: BucketSettings): boolean {
  return settings.publicWrite === true && !publicAccess(settings).ignorePublicAcls
}

function isReadable(asking: Asking, settings: BucketSettings, address: VersionAddress): boolean {
  const { store } = asking
  if (store.bucket(address.bucket).publicRead) return true
  if (publicAccess(settings).ignorePublicAcls) return false
  try {
    return store.headVersion(address).publicRead
  } catch (error) {
    // Who may list the bucket sees that it is missing, and so may be told.
    if (error instanceof ObjectStoreError) return mayList(asking, address.bucket)
    throw error
  }
}

function verdictOf(asking: Asking, settings: BucketSettings, action: string, { bucket, key }: VersionAddress) {
  if (settings.policy === undefined) return undefined
  // Whatever an owner puts on a bucket, they can take it off again.
  if (asking.owner && /^s3:(?:Get|Put|Delete)BucketPolicy$/.test(action)) return undefined
  const resource = `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`
  const { request, query, owner } = asking
  const facts = {
    'aws:securetransport': String(request.url.startsWith('https:')),
    'aws:referer': request.headers.get('referer') ?? undefined,
    'aws:useragent': request.headers.get('user-agent') ?? undefined,
    's3:prefix': query.get('prefix'),
    's3:delimiter': query.get('delimiter'),
  }
  const verdict = judge(settings.policy.statements, { action, resource, owner, facts })
  const restricted = !owner && publicAccess(settings).restrictPublicBuckets
  return restricted && verdict === 'Allow' ? undefined : verdict
}
