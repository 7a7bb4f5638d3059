// The settings of a call: what it overrides, over those that its type has now.
import type { World } from '../../../world.ts'
import { deepMerge } from '../call-types/deep-merge.ts'
import { type CallType, findCallType } from '../call-types/model.ts'
import { type CallSettings, defaultSettings } from '../call-types/settings/index.ts'
import type { VideoCall } from './model.ts'

const remembered = new WeakMap<VideoCall, { type: CallType | undefined; settings: CallSettings }>()

/** Remembered as long as the rows are: merging trees this size for every read would be most of its work. */
export function settingsOf(world: World, call: VideoCall): CallSettings {
  const type = findCallType(world, call.type)
  const known = remembered.get(call)
  if (known && known.type === type) return known.settings
  // A type that was deleted leaves its calls with the defaults.
  const base = type?.settings ?? defaultSettings
  const settings = call.settingsOverride ? deepMerge(base, call.settingsOverride) : base
  remembered.set(call, { type, settings })
  return settings
}
