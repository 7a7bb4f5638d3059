// Profiles (§3.4): what a source is encoded to.
import { UniqueViolation } from '../../state/table.ts'
import type { World } from '../../world.ts'
import type { Call } from './call.ts'
import { listEncodings } from './encodings.ts'
import { badRequest, missingParameters } from './errors.ts'
import { factoryOf, findProfile } from './find.ts'
import { type Input, isObject, quote } from './input.ts'
import { type Factory, type Profile, profiles } from './model.ts'
import { pageOf } from './page.ts'
import { presets } from './presets.ts'
import type { PathParameters } from './routes.ts'
import { parseBoolean, profileBody } from './wire.ts'

export function list(call: Call) {
  const factory = factoryOf(call)
  const expand = call.input.boolean('expand') ?? false
  return call.world.state
    .table(profiles)
    .list({ where: { factoryId: factory.id }, ...pageOf(call) })
    .map((profile) => profileBody(profile, expand))
}

export function get(call: Call, { id = '' }: PathParameters) {
  return profileBody(findProfile(call, id), call.input.boolean('expand') ?? false)
}

export function create(call: Call) {
  const { input } = call
  const profile = createProfile(call.world, factoryOf(call), readProfile(input))
  return profileBody(profile, input.boolean('expand') ?? false)
}

export function update(call: Call, { id = '' }: PathParameters) {
  const { world, input } = call
  const profile = findProfile(call, id)
  const presetName = input.filled('preset_name') ?? profile.presetName
  if (presetName !== null && !presets[presetName]) throw unknownPreset(presetName)
  const changed: Profile = {
    ...profile,
    presetName,
    name: input.filled('name') ?? profile.name,
    title: input.text('title') ?? profile.title,
    command: input.filled('command') ?? profile.command,
    extname: readExtname(input) ?? profile.extname,
    settings: { ...profile.settings, ...readSettings(input) },
    updatedAt: world.clock.now(),
  }
  return profileBody(
    store(changed.name, () => world.state.table(profiles).put(changed)),
    input.boolean('expand') ?? false,
  )
}

export function remove(call: Call, { id = '' }: PathParameters) {
  // Encodings keep the name of a profile that is gone.
  call.world.state.table(profiles).delete(findProfile(call, id).id)
  return { deleted: true }
}

export function encodings(call: Call, { id = '' }: PathParameters) {
  return listEncodings(call, { profileId: findProfile(call, id).id })
}

export type NewProfile = Pick<Profile, 'name' | 'presetName' | 'command' | 'extname'> & Partial<Profile>

/** @throws {TelestreamError} 400 when the factory has a profile of that name */
export function createProfile(world: World, factory: Factory, given: NewProfile): Profile {
  const now = given.createdAt ?? world.clock.now()
  const preset = given.presetName === null ? undefined : presets[given.presetName]
  const profile: Profile = {
    id: world.ids.hex('profile'),
    factoryId: factory.id,
    title: preset?.title ?? null,
    settings: {},
    createdAt: now,
    updatedAt: now,
    ...given,
  }
  // §3.4's size and bitrates of a preset belong to the profile that is made from it, with or without `expand`.
  const { width, height, video_bitrate: videoBitrate, audio_bitrate: audioBitrate } = preset?.settings ?? {}
  const inherited = Object.entries({ width, height, video_bitrate: videoBitrate, audio_bitrate: audioBitrate }).filter(
    ([, value]) => value !== undefined,
  )
  profile.settings = { ...Object.fromEntries(inherited), ...profile.settings }
  return store(profile.name, () => world.state.table(profiles).insert(profile))
}

function readProfile(input: Input): NewProfile {
  const presetName = input.filled('preset_name') ?? null
  const command = input.filled('command') ?? null
  const name = input.filled('name')
  const title = input.text('title')
  const settings = readSettings(input)
  if (presetName !== null) {
    const preset = presets[presetName]
    if (!preset) throw unknownPreset(presetName)
    return {
      name: name ?? presetName,
      presetName,
      command,
      extname: readExtname(input) ?? preset.extname,
      settings,
      ...(title === undefined ? {} : { title }),
    }
  }
  if (command === null) throw missingParameters('preset_name')
  const extname = readExtname(input)
  if (extname === undefined) throw missingParameters('extname')
  return {
    name: name ?? `custom${extname}`,
    presetName,
    command,
    extname,
    settings,
    ...(title === undefined ? {} : { title }),
  }
}

function readExtname(input: Input): string | undefined {
  const extname = input.filled('extname')
  if (extname === undefined) return undefined
  const dotted = (extname.startsWith('.') ? extname : `.${extname}`).toLowerCase()
  if (!/^(\.[a-z0-9]{1,10}){1,2}$/.test(dotted))
    throw badRequest(`extname must be an extension such as .mp4, not ${quote(extname)}`)
  return dotted
}

const ofThemselves = new Set([
  'id',
  'name',
  'title',
  'preset_name',
  'command',
  'extname',
  'created_at',
  'updated_at',
  'expand',
  'factory_id',
  'cloud_id',
])
const ofTheCall = new Set(['access_key', 'signature', 'signature_version', 'timestamp', 'checksum', 'token'])
const numbers = new Set([
  'width',
  'height',
  'video_bitrate',
  'max_rate',
  'buffer_size',
  'keyframe_interval',
  'audio_bitrate',
  'audio_sample_rate',
  'audio_channels',
  'frame_count',
  'priority',
  'h264_crf',
])
const booleans = new Set(['upscale', 'two_pass', 'cbr', 'deinterlace', 'merge_audio_streams', 'motion_compensate_fps'])
const aspectModes = ['preserve', 'constrain', 'letterbox', 'pad', 'crop', 'fill', 'stretch', 'center']

/** Settings in the types that they have on the wire; names that we do not know are kept as they came. */
function readSettings(input: Input): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  for (const [name, value] of input.entries()) {
    if (ofThemselves.has(name) || ofTheCall.has(name) || name.includes('[')) continue
    settings[name] = readSetting(input, name, value)
  }
  return settings
}

function readSetting(input: Input, name: string, value: unknown): unknown {
  if (value === null || value === '') return null
  if (numbers.has(name)) return input.integer(name)
  if (booleans.has(name)) return input.boolean(name)
  if (name === 'fps') return readFps(String(value))
  if (name === 'aspect_mode' && !aspectModes.includes(String(value)))
    throw badRequest(`aspect_mode must be one of ${aspectModes.join(', ')}, not ${quote(String(value))}`)
  return isObject(value) || typeof value !== 'string'
    ? value
    : parseBoolean(value) !== undefined && !/^[01]$/.test(value)
      ? parseBoolean(value)
      : value
}

/** A number, or the word for the source's own; null copies it too. */
function readFps(text: string): number | string {
  if (text === 'same_as_source') return text
  const fps = Number(text)
  if (!(fps > 0 && fps <= 1000)) throw badRequest(`fps must be a number of frames a second, not ${quote(text)}`)
  return fps
}

function store(name: string, write: () => Profile): Profile {
  try {
    return write()
  } catch (error) {
    if (error instanceof UniqueViolation) throw badRequest(`A profile with the name ${quote(name)} exists already`)
    throw error
  }
}

function unknownPreset(name: string) {
  return badRequest(`preset_name must be one of ${Object.keys(presets).join(', ')}, not ${quote(name)}`)
}
