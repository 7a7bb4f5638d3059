// A call type, as it is answered.
import { at } from '../wire.ts'
import type { CallType } from './model.ts'

export function writeCallType(type: CallType): Record<string, unknown> {
  return {
    name: type.id,
    created_at: at(type.createdAt),
    updated_at: at(type.updatedAt),
    settings: type.settings,
    notification_settings: type.notifications,
    grants: type.grants,
    ...(type.externalStorage !== undefined && { external_storage: type.externalStorage }),
  }
}
