// A storage that is named by a call type, a start or a go_live (§2.3, §2.9, §8.3).
import type { World } from '../../../world.ts'
import { inputError } from '../errors.ts'
import { storageExists } from './model.ts'

/** @throws {StreamError} 400/4 for a name that no storage has, unless the settings let it be */
export function checkStorageName(world: World, name: string | undefined): void {
  if (name === undefined || name === '' || world.settings.stream.unknownStorage === 'accept') return
  if (!storageExists(world, name)) throw inputError(`external storage "${name}" does not exist`)
}
