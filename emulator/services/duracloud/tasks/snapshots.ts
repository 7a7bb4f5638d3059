// The tasks of the snapshot provider: what DuraCloud does itself, and what it asks of the bridge (§2.7).
import type { World } from '../../../world.ts'
import { accountHost, accountName, memberId, snapshotUser } from '../account.ts'
import { hasRole } from '../auth.ts'
import { dashedDate, parseDashedDate } from '../dates.ts'
import { refuse } from '../errors.ts'
import { findContent, findSpace } from '../find.ts'
import { type Space, spaces } from '../model.ts'
import { splitSnapshotId } from '../snapshot-ids.ts'
import { BridgeError, refuseWithoutBridge } from '../snapshots/bridge-error.ts'
import { propertiesFile, propertiesFileType, readProperty, writeProperties } from '../snapshots/properties-file.ts'
import * as restores from '../snapshots/restores.ts'
import * as snapshots from '../snapshots/snapshots.ts'
import { cleanUpDays, completeCancel, completeSnapshot, expireContent, unmark } from '../snapshots/space-changes.ts'
import { createSpace } from '../space-life.ts'
import { visibleSpaces } from '../spaces.ts'
import type { TaskBody } from './first-value.ts'
import { type Fields, parseParameters } from './jackson-reader.ts'
import { type Json, prettyJson } from './jackson-writer.ts'
import { emptyParameters, requireParameter, requireTaskSpace, type TaskCall } from './task.ts'

const parse = <F extends Fields>(body: TaskBody, name: string, fields: F, whole?: keyof F & string) =>
  parseParameters(body, `org.duracloud.snapshot.dto.task.${name}TaskParameters`, fields, whole)

/** The bridge's answer as it is; a refusal is told by its status alone. */
async function asked(world: World, what: string, answer: () => Json | Promise<Json>): Promise<string> {
  try {
    refuseWithoutBridge(world)
    return prettyJson(await answer())
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error
    throw refuse(
      500,
      `Exception encountered attempting to ${what}. Error reported: Unexpected response code: ${error.status}`,
    )
  }
}

export async function createSnapshot({ world, store, body, caller }: TaskCall): Promise<string> {
  const given = parse(body, 'CreateSnapshot', { spaceId: 'string', description: 'string', userEmail: 'string' })
  const spaceId = requireParameter(given.spaceId)
  const userEmail = requireParameter(given.userEmail)
  const known = findSpace(world, store, spaceId)
  const underway = known && (await snapshotUnderWay(world, known))
  if (underway !== undefined) {
    throw refuse(409, `A snapshot (${underway}) + is already underway for this space (${spaceId})`)
  }
  // Java asks a description that is none for its text.
  if (given.description === null) throw refuse(500, 'null')
  const { description } = given
  const space = requireTaskSpace(world, store, spaceId)
  return prettyJson(await beginSnapshot(world, space, { description, userEmail, username: caller.name ?? '' }))
}

/** Marks the space, and asks the bridge for a snapshot of it. @throws {DuraCloudError} 409, 500 as the bridge refuses it */
export async function beginSnapshot(
  world: World,
  space: Space,
  { description, userEmail, username }: { description: string; userEmail: string; username: string },
): Promise<Json> {
  const { spaceId, storeId } = space
  const now = world.clock.now()
  const id = `${accountName}_${storeId}_${spaceId}_${dashedDate(now)}`
  const properties = writeProperties({
    'duracloud-host': accountHost,
    'duracloud-space-id': spaceId,
    'duracloud-store-id': storeId,
    'snapshot-id': id,
    'snapshot-date': javaDate(now),
    'owner-id': username,
    description,
    'user-email': userEmail,
    'member-id': memberId,
  })
  await world.objects.put(space.bucket, propertiesFile, new TextEncoder().encode(properties), {
    contentType: propertiesFileType,
  })
  world.state.table(spaces).update(space.id, {
    properties: { ...space.properties, 'snapshot-id': id },
    acls: { ...space.acls, [snapshotUser]: 'READ' },
  })
  try {
    refuseWithoutBridge(world)
    return await snapshots.take(world, space, { id, description, userEmail })
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error
    const marked = world.state.table(spaces).get(space.id)
    if (marked) await unmark(world, marked)
    throw error.status === 409 ? refuse(409, error.message) : refuse(500, `${error.message} (${error.status})`)
  }
}

/** The id in the file that a snapshot leaves in its space. */
async function snapshotUnderWay(world: World, space: Space): Promise<string | undefined> {
  const file = await findContent(world, space, propertiesFile)
  if (!file) return undefined
  const bytes = await world.objects.readRange(space.bucket, propertiesFile, 0, Math.min(file.size, 64 * 1024))
  return readProperty(new TextDecoder().decode(bytes), 'snapshot-id')
}

/** `EEE, d MMM yyyy HH:mm:ss z` */
function javaDate(at: number): string {
  return new Date(at).toUTCString().replace(/, 0/, ', ').replace('GMT', 'UTC')
}

export function getSnapshot({ world, body }: TaskCall): Promise<string> {
  const id = requireParameter(parse(body, 'GetSnapshot', { snapshotId: 'string' }).snapshotId)
  return asked(world, 'get  snapshot', () => snapshots.details(world, id))
}

export function getSnapshots({ world, store, caller }: TaskCall): Promise<string> {
  const visible = hasRole(caller, 'ROLE_ADMIN') ? undefined : visibleSpaces(world, caller, store)
  const ids = visible && new Set(visible.map(({ spaceId }) => spaceId))
  return asked(world, 'get list of snapshots', () => snapshots.list(world, store.id, ids))
}

export function getSnapshotsTotals({ world, store, body }: TaskCall): Promise<string> {
  const status = requireParameter(parse(body, 'GetSnapshotsTotals', { status: 'string' }).status)
  return asked(world, 'get total count, size, and files of snapshots', () => snapshots.totals(world, store.id, status))
}

const paged = { snapshotId: 'string', pageNumber: 'int', pageSize: 'int' } as const
const noSnapshotId = () => refuse(500, 'Value for snapshot ID may not be empty')

const pageOf = ({ pageNumber, pageSize }: { pageNumber: number; pageSize: number }) =>
  snapshots.pageOf(pageNumber, pageSize)

export function getSnapshotContents({ world, body }: TaskCall): Promise<string> {
  const given = parse(body, 'GetSnapshotContents', { ...paged, prefix: 'string' })
  const id = requireParameter(given.snapshotId, noSnapshotId)
  return asked(world, 'get snapshot contents', () =>
    snapshots.contents(world, id, { ...pageOf(given), prefix: given.prefix ?? '' }),
  )
}

export function getSnapshotHistory({ world, body }: TaskCall): Promise<string> {
  const given = parse(body, 'GetSnapshotHistory', paged)
  const id = requireParameter(given.snapshotId, noSnapshotId)
  return asked(world, 'get snapshot history', () => snapshots.historyOf(world, id, pageOf(given)))
}

export function restartSnapshot({ world, body }: TaskCall): Promise<string> {
  const id = requireParameter(parse(body, 'RestartSnapshot', { snapshotId: 'string' }).snapshotId)
  return asked(world, 'restart snapshot', () => snapshots.restart(world, id))
}

function spaceOf({ world, store, body }: TaskCall, name: string, whole?: 'spaceId'): Space {
  return requireTaskSpace(world, store, requireParameter(parse(body, name, { spaceId: 'string' }, whole).spaceId))
}

/** Called by the bridge, and open to administrators. */
export function cleanupSnapshot(call: TaskCall): string {
  expireContent(call.world, spaceOf(call, 'CleanupSnapshot'), cleanUpDays, false)
  return prettyJson({ contentExpirationDays: cleanUpDays })
}

export function completeSnapshotTask(call: TaskCall): string {
  completeSnapshot(call.world, spaceOf(call, 'CompleteSnapshot'))
  return prettyJson({ result: 'Snapshot complete was successful' })
}

export async function completeCancelSnapshot(call: TaskCall): Promise<string> {
  const space = spaceOf(call, 'CompleteCancelSnapshot', 'spaceId')
  await completeCancel(call.world, space)
  return prettyJson({ result: `completed cancellation for ${space.spaceId}` })
}

export function requestRestoreSnapshot({ world, body }: TaskCall): Promise<string> {
  const given = parse(body, 'RequestRestoreSnapshot', {
    host: 'string',
    port: 'string',
    storeId: 'string',
    spaceId: 'string',
    snapshotId: 'string',
    userEmail: 'string',
  })
  const id = requireParameter(given.snapshotId)
  requireSnapshotId(id)
  return asked(world, 'initiate snapshot request', () => restores.request(world, id, given.userEmail ?? ''))
}

/** Makes the space, then asks the bridge; when that refuses, the space stays. */
export async function restoreSnapshot({ world, store, body, caller }: TaskCall): Promise<string> {
  const given = parse(body, 'RestoreSnapshot', { snapshotId: 'string', userEmail: 'string' })
  const id = requireParameter(given.snapshotId)
  const userEmail = requireParameter(given.userEmail)
  const { spaceId: source, time } = requireSnapshotId(id)
  const spaceId = `${source}-${time}`.slice(0, 42).replace(/-$/, '')
  if (findSpace(world, store, spaceId)) {
    throw refuse(
      500,
      `A request to restore snapshot with ID ${id} has been made previously. The snapshot is being restored to space: ${spaceId}`,
    )
  }
  const { name = '' } = caller
  const space = await createSpace(world, store, spaceId, { acls: { [name]: 'WRITE' }, username: name })
  return asked(world, 'initiate snapshot request', () => {
    const restore = restores.begin(world, id, space, userEmail)
    world.state.table(spaces).update(space.id, {
      properties: { ...space.properties, 'restore-id': restore.id },
      acls: { [snapshotUser]: 'WRITE' },
    })
    return { restoreId: restore.id, status: restore.status, spaceId }
  })
}

/** @throws {DuraCloudError} 500 */
function requireSnapshotId(id: string): { spaceId: string; time: string } {
  const parts = splitSnapshotId(id)
  if (!parts) {
    const { length } = id.split('_')
    throw refuse(500, `Index ${length} out of bounds for length ${length}`)
  }
  if (parseDashedDate(parts.time) === undefined) throw refuse(500, `Invalid Snapshot ID: ${id}`)
  return parts
}

export function completeRestore({ world, store, body }: TaskCall): string {
  const given = parse(body, 'CompleteRestore', { spaceId: 'string', daysToExpire: 'int' })
  const spaceId = requireParameter(given.spaceId)
  if (given.daysToExpire < 0) throw refuse(500, 'Task parameter value must be a positive integer')
  expireContent(world, requireTaskSpace(world, store, spaceId), given.daysToExpire, true)
  return prettyJson({ result: 'Complete restore was successful' })
}

export function getRestore({ world, body }: TaskCall): Promise<string> {
  const { snapshotId, restoreId } = parse(body, 'GetRestore', { snapshotId: 'string', restoreId: 'string' })
  if (isBlank(snapshotId) && isBlank(restoreId)) throw emptyParameters()
  if (!isBlank(snapshotId) && !isBlank(restoreId)) {
    throw refuse(
      500,
      'Unable to parse task parameters due to: EITHER a snapshotId or a restoreId may be set, but not both',
    )
  }
  // An id that is empty and not null is asked for as it is.
  return asked(world, 'get restore', () =>
    restoreId === null ? restores.detailsBySnapshot(world, snapshotId ?? '') : restores.details(world, restoreId),
  )
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === ''
}
