// Which storage a call's files go to: what the call says, then what its type says, then Stream's own (§2.9).
import type { World } from '../../../world.ts'
import type { VideoCall } from '../calls/model.ts'
import { findCallType } from '../call-types/model.ts'
import { checkStorageName } from '../storages/check-name.ts'
import { streamS3 } from '../storages/model.ts'

/**
 * @param named at the level of the call: `recording_external_storage` and its like
 * @throws {StreamError} 400/4 for a name that no storage has, unless the settings let it be
 */
export function storageOf(world: World, { type }: Pick<VideoCall, 'type'>, named?: string): string {
  checkStorageName(world, named)
  return named || findCallType(world, type)?.externalStorage || streamS3
}
