// Workflows are profiles that say what goes in and out; a work order is a source for one.
import type { World } from '../../../world.ts'
import type { Call } from '../call.ts'
import { allProfiles, factoryOf, profilesOf } from '../find.ts'
import { type Factory, type Profile, profiles } from '../model.ts'
import { pageOf } from '../page.ts'
import { makeVideo } from '../videos.ts'
import { pageBody } from './page.ts'
import { showProfile } from './profiles.ts'

export function list(call: Call) {
  const table = call.world.state.table(profiles)
  const where = { factoryId: factoryOf(call).id, isWorkflow: true }
  const rows = table.list({ where, ...pageOf(call) }).map((profile) => showProfile(call, profile))
  return pageBody(call, { workflows: rows }, table.count(where))
}

/** A multipart form with `file` or `source_url`; the clients ignore what is answered. */
export async function submit(call: Call) {
  const asked = call.input.filled('profile_id')
  await makeVideo(call, (world, factory) =>
    asked === undefined ? workflowsOf(world, factory) : profilesOf(world, factory, [asked]),
  )
  return {}
}

/** All of the factory's; where it has none, all of its profiles, as for any video. */
function workflowsOf(world: World, factory: Factory): Profile[] {
  const found = world.state.table(profiles).list({ where: { factoryId: factory.id, isWorkflow: true } })
  return found.length > 0 ? found : allProfiles(world, factory)
}
