// Which storage a call's files go to: what the call says, then what its type says, then Stream's own (§2.9).
import type { World } from '../../../world.ts'
import type { VideoCall } from '../calls/model.ts'
import { findCallType } from '../call-types/model.ts'
import { checkStorageName } from '../storages/check-name.ts'
import { streamS3 } from '../storages/model.ts'

/**
 * Without asking whether it is there: where it is not, the upload fails.
 * @param named at the level of the call: `recording_external_storage` and its like
 */
export function storageOf(world: World, { type }: Pick<VideoCall, 'type'>, named?: string): string {
  return named || findCallType(world, type)?.externalStorage || streamS3
}

/** Of a start that somebody asks for. @throws {StreamError} 400/4 for a name that no storage has, unless the settings let it be */
export function requireStorage(world: World, call: Pick<VideoCall, 'type'>, named?: string): string {
  const storage = storageOf(world, call, named)
  checkStorageName(world, storage)
  return storage
}
