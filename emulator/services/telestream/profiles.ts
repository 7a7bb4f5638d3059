// Profiles (§3.4): what a source is encoded to.
import { UniqueViolation } from '../../state/table.ts'
import type { World } from '../../world.ts'
import type { Call } from './call.ts'
import { listEncodings } from './encodings.ts'
import { badRequest, missingParameters } from './errors.ts'
import { factoryOf, findProfile } from './find.ts'
import { type Input, quote } from './input.ts'
import { type ApiName, type Factory, type Profile, profiles } from './model.ts'
import { pageOf } from './page.ts'
import { presets } from './presets.ts'
import { classify, readSettings } from './profile-settings.ts'
import type { PathParameters } from './routes.ts'
import { profileBody } from './wire.ts'

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
  return profileBody(makeProfile(call), call.input.boolean('expand') ?? false)
}

export function update(call: Call, { id = '' }: PathParameters) {
  return profileBody(changeProfile(call, findProfile(call, id)), call.input.boolean('expand') ?? false)
}

export function remove(call: Call, { id = '' }: PathParameters) {
  // Encodings keep the name of a profile that is gone.
  call.world.state.table(profiles).delete(findProfile(call, id).id)
  return { deleted: true }
}

export function encodings(call: Call, { id = '' }: PathParameters) {
  return listEncodings(call, { profileId: findProfile(call, id).id })
}

/** The profile that the call describes, in the factory that it names. @throws {TelestreamError} 400, 404 */
export function makeProfile(call: Call): Profile {
  const { world, input, api } = call
  const factory = factoryOf(call)
  const { name, ...given } = readProfile(input, api)
  return createProfile(world, factory, { name: name ?? freeName(world, factory, given.extname), ...given })
}

/** `custom.mp4`, `custom-2.mp4`, …: PHP's README makes a profile of a command without a name. */
function freeName(world: World, factory: Factory, extname: string): string {
  const isTaken = (name: string) => world.state.table(profiles).find({ factoryId: factory.id, name }) !== undefined
  let name = `custom${extname}`
  for (let count = 2; isTaken(name); count++) name = `custom-${count}${extname}`
  return name
}

/** What the call does not speak of stays. @throws {TelestreamError} 400 */
export function changeProfile({ world, input, api }: Call, profile: Profile): Profile {
  const presetName = input.filled('preset_name') ?? profile.presetName
  const preset = presetName === null ? undefined : presets[presetName]
  if (presetName !== null && !preset) throw unknownPreset(presetName)
  const inherited = presetName === profile.presetName ? profile.extname : preset?.extname
  const changed: Profile = {
    ...profile,
    presetName,
    name: input.filled('name') ?? profile.name,
    title: input.text('title') ?? profile.title,
    command: input.filled('command') ?? profile.command,
    extname: readExtname(input) ?? inherited ?? profile.extname,
    settings: { ...profile.settings, ...readSettings(input, api) },
    updatedAt: world.clock.now(),
  }
  return store(changed, (row) => world.state.table(profiles).put(row))
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
    isWorkflow: false,
    isAdvanced: false,
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
  return store(profile, (row) => world.state.table(profiles).insert(row))
}

function readProfile(input: Input, api: ApiName): Omit<NewProfile, 'name'> & { name: string | undefined } {
  const presetName = input.filled('preset_name') ?? null
  const command = input.filled('command') ?? null
  const name = input.filled('name')
  const title = input.text('title')
  const settings = readSettings(input, api)
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
    name,
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

function store(profile: Profile, write: (row: Profile) => Profile): Profile {
  try {
    return write({ ...profile, ...classify(profile) })
  } catch (error) {
    if (error instanceof UniqueViolation)
      throw badRequest(`A profile with the name ${quote(profile.name)} exists already`)
    throw error
  }
}

function unknownPreset(name: string) {
  return badRequest(`preset_name must be one of ${Object.keys(presets).join(', ')}, not ${quote(name)}`)
}
