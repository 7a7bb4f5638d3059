// Profiles, as Flip 3.1 shows, changes and copies them.
import type { Call } from '../call.ts'
import { missingParameters } from '../errors.ts'
import { factoryOf, findFactory, findProfile } from '../find.ts'
import { type Profile, profiles } from '../model.ts'
import { pageOf } from '../page.ts'
import { changeProfile, createProfile, makeProfile } from '../profiles.ts'
import type { PathParameters } from '../routes.ts'
import { pageBody } from './page.ts'
import { flipProfileBody } from './wire.ts'

export function list(call: Call) {
  const table = call.world.state.table(profiles)
  const isAdvanced = call.input.boolean('exclude_advanced_services') ? false : undefined
  const where = { factoryId: factoryOf(call).id, isAdvanced }
  const rows = table.list({ where, ...pageOf(call) }).map((profile) => showProfile(call, profile))
  return pageBody(call, { profiles: rows }, table.count(where))
}

export function get(call: Call, { id = '' }: PathParameters) {
  return showProfile(call, findProfile(call, id))
}

export function create(call: Call) {
  return showProfile(call, makeProfile(call))
}

export function update(call: Call, { id = '' }: PathParameters) {
  if (id === '{profile_id}') call.exchange.diagnosis = lostId
  return showProfile(call, changeProfile(call, findProfile(call, id)))
}

const lostId = {
  mistakes: [
    {
      code: 'placeholder-in-path',
      message: 'The path has the placeholder {profile_id} where the profile’s id should be',
      hint: 'A mistake of telestream-cloud-flip 2.1.0 itself: its update_profile loses the id. 2.0.1 keeps it',
    },
  ],
}

/** Into any factory of the account, under a name of its own. */
export function copy(call: Call, { id = '' }: PathParameters) {
  const { input, world } = call
  const { presetName, command, extname, title, settings } = findProfile(call, id)
  const factoryId = input.filled('dest_factory_id')
  const name = input.filled('profile_name')
  if (factoryId === undefined || name === undefined) {
    throw missingParameters(
      ...(factoryId === undefined ? ['dest_factory_id'] : []),
      ...(name === undefined ? ['profile_name'] : []),
    )
  }
  const destination = findFactory(call, factoryId)
  return showProfile(call, createProfile(world, destination, { name, presetName, command, extname, title, settings }))
}

export function showProfile({ input }: Call, profile: Profile) {
  return flipProfileBody(profile, input.boolean('expand') ?? false)
}
