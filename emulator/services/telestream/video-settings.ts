// What a video is made with (§3.2, §3.7), however its source comes: profiles, path, payload, clip, files beside the source.
import type { World } from '../../world.ts'
import { plainText } from '../../plain-text.ts'
import type { Call } from './call.ts'
import { checkClipTime } from './clip.ts'
import { badRequest } from './errors.ts'
import { readNamedFiles } from './extra-files.ts'
import { findStore, profilesOf } from './find.ts'
import type { Input } from './input.ts'
import type { Factory, Profile } from './model.ts'
import { checkPathFormat } from './path-format.ts'

export interface VideoSettings {
  profiles: Profile[]
  pathFormat: string
  payload: string | null
  /** See `Video.settings`. */
  settings: Record<string, unknown>
}

/**
 * @param otherwise the profiles when the call names none: all for POST /videos, none for an upload (§3.2)
 * @throws {TelestreamError} 400, 404
 */
export function readVideoSettings({ input, world }: Call, factory: Factory, otherwise: () => Profile[]): VideoSettings {
  const asked = input.list('profiles')
  const payload = input.text('payload') ?? null
  if (payload !== null && [...payload].length > 256) throw badRequest('payload must not be longer than 256 characters')
  const pathFormat = input.filled('path_format')
  return {
    profiles:
      asked === undefined
        ? otherwise()
        : asked.length === 1 && asked[0] === 'none'
          ? []
          : profilesOf(world, factory, asked),
    pathFormat: pathFormat === undefined ? (factory.outputsPathFormat ?? ':id') : checkPathFormat(pathFormat),
    payload,
    settings: readKept(input, world),
  }
}

const times = ['clip_offset', 'clip_length', 'clip_end']
const texts = [
  'starting_timecode',
  'store_id',
  'pixel_format',
  'input_path',
  'watermark_url',
  'watermark_left',
  'watermark_top',
  'watermark_right',
  'watermark_bottom',
  'watermark_width',
  'watermark_height',
]

function readKept(input: Input, world: World): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  const keep = (name: string, value: unknown) => {
    if (value !== undefined) kept[name] = value
  }
  for (const name of times) {
    const time = input.filled(name)
    keep(name, time === undefined ? undefined : checkClipTime(name, time))
  }
  for (const name of texts) keep(name, input.filled(name))
  if (typeof kept.store_id === 'string') findStore(world, kept.store_id)
  keep('pipeline', input.json('pipeline'))
  const variables = input.object('extra_variables')
  if (Object.keys(variables).length > 0) keep('extra_variables', readVariables(variables))
  return kept
}

/** The files beside a source that is named, and not uploaded. @throws {TelestreamError} 400 */
export function readSidecars(input: Input): Record<string, unknown> {
  const storeId = input.filled('store_id')
  const subtitles = input.json('subtitle_files') ?? input.list('subtitle_files')
  const extraFiles = input.json('extra_files')
  const kept: Record<string, unknown> = {}
  if (subtitles !== undefined) kept.subtitle_files = typeof subtitles === 'string' ? [subtitles] : subtitles
  if (extraFiles !== undefined && extraFiles !== null) kept.extra_files = extraFiles
  readNamedFiles({ ...kept, ...(storeId === undefined ? {} : { store_id: storeId }) })
  return kept
}

function readVariables(variables: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => {
      if (typeof value === 'object') throw badRequest('extra_variables must be an object of texts')
      return [name, plainText(value)]
    }),
  )
}
