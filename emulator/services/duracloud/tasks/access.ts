// What a plain user may ask a task about: the ACLs that stand before it (§2.3).
import { hasRole } from '../auth.ts'
import { refuse } from '../errors.ts'
import { findSpace, storeById } from '../find.ts'
import { splitSnapshotId } from '../snapshot-ids.ts'
import { allows } from '../voter.ts'
import { parseParameters } from './jackson-reader.ts'
import type { TaskCall } from './task.ts'

/** @throws {DuraCloudError} 403; 500 for a body that cannot be read, which is read more strictly here than by the task */
export function checkAccess(call: TaskCall): void {
  if (hasRole(call.caller, 'ROLE_ADMIN')) return
  if (call.name === 'get-url' || call.name === 'get-signed-url') checkSpace(call)
  else if (call.name === 'get-snapshot' || call.name.startsWith('get-snapshot-')) checkSnapshot(call)
}

function checkSpace({ body, world, store, caller }: TaskCall): void {
  const { spaceId } = parseParameters(body, 'org.duracloud.s3storageprovider.dto.GetUrlTaskParameters', {
    spaceId: 'string',
    contentId: 'string',
    resourcePrefix: 'string',
  })
  const space = spaceId === null ? undefined : findSpace(world, store, spaceId)
  if (!allows(space?.acls ?? {}, caller, 'READ')) {
    throw refuse(403, `You are not authorized to access space ${spaceId}.`)
  }
}

function checkSnapshot({ name, body, world, caller }: TaskCall): void {
  const { snapshotId } = parseParameters(body, 'org.duracloud.snapshot.dto.task.GetSnapshotTaskParameters', {
    snapshotId: 'string',
    // The page of contents and history is not what is asked about here.
    ...(name === 'get-snapshot' ? {} : { pageNumber: 'int', pageSize: 'int', prefix: 'string' }),
  })
  const parts = splitSnapshotId(snapshotId ?? '')
  if (!parts) {
    const length = (snapshotId ?? '').split('_').length
    throw refuse(500, `Index ${length} out of bounds for length ${length}`)
  }
  const store = storeById(parts.storeId)
  const space = store && findSpace(world, store, parts.spaceId)
  if (!allows(space?.acls ?? {}, caller, 'READ')) {
    throw refuse(403, `You are not authorized to access snapshot ${snapshotId}.`)
  }
}
