// The call types of an app: four that every app has, and its own.
import { defineTable } from '../../../state/table.ts'
import type { World } from '../../../world.ts'
import { type Grants, defaultGrants } from './grants.ts'
import { defaultNotifications, type NotificationSettings } from './notifications.ts'
import { builtInSettings, defaultSettings } from './settings/defaults.ts'
import type { CallSettings } from './settings/model.ts'

export interface CallType {
  /** Its name. */
  id: string
  settings: CallSettings
  notifications: NotificationSettings
  grants: Grants
  /** Where recordings and transcriptions go that do not say it themselves; by default to Stream. */
  externalStorage?: string
  createdAt: number
  updatedAt: number
}

export const callTypes = defineTable<CallType>('stream_call_types')

export function newCallType(name: string, now: number): CallType {
  return {
    id: name,
    settings: builtInSettings[name] ?? defaultSettings,
    notifications: defaultNotifications,
    grants: defaultGrants,
    createdAt: now,
    updatedAt: now,
  }
}

export function isBuiltIn(name: string): boolean {
  return Object.hasOwn(builtInSettings, name)
}

export function findCallType(world: World, name: string): CallType | undefined {
  return world.state.table(callTypes).get(name)
}

/** Puts the four there; those that are already, because a process was killed while it began, stay. */
export function seedCallTypes(world: World): void {
  world.state.transaction(() => {
    for (const name of Object.keys(builtInSettings))
      if (!findCallType(world, name)) world.state.table(callTypes).insert(newCallType(name, world.bornAt))
  })
}
