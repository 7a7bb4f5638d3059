// Which version of an object a request names.
import { isVersionId } from '../objects/places.ts'
import type { VersionAddress } from '../objects/versioned-store.ts'
import type { Asked } from './call.ts'
import { invalidArgument } from './errors.ts'

/** @throws {S3Error} InvalidArgument */
export function versionIn({ bucket, key, query }: Asked): VersionAddress {
  const versionId = query.get('versionId')
  if (versionId === undefined) return { bucket, key }
  return { bucket, key, versionId: checkVersionId(versionId, 'versionId') }
}

/** @throws {S3Error} InvalidArgument */
export function checkVersionId(versionId: string, name: string): string {
  if (versionId === '') throw invalidArgument('Version id cannot be the empty string', name, versionId)
  if (!isVersionId(versionId)) throw invalidArgument('Invalid version id specified', name, versionId)
  return versionId
}
