// Settings of a call type or of a call, changed by a request (§2.3, §1.7).
import { inputError } from '../../errors.ts'
import { deepMerge } from '../deep-merge.ts'
import type { CallSettings } from './model.ts'
import type { CallSettingsRequest } from './schema.ts'

/**
 * The request over the settings that there are.
 * @throws {StreamError} 400/4 for recording without a quality, and for a camera that is on where video is off
 */
export function mergeSettings(base: CallSettings, request: CallSettingsRequest | undefined): CallSettings {
  if (!request) return base
  const { recording } = request
  // §1.7: what was set before does not help; the request itself must say it.
  if (recording && recording.mode !== 'disabled' && recording.quality === undefined && recording.audio_only !== true)
    throw inputError('recording quality is required when audio_only is false and recording is enabled')
  const settings = deepMerge(base, request)
  if (request.video?.camera_default_on === true && !settings.video.enabled)
    throw inputError('Video is not enabled for this call')
  return settings
}
