// What becomes of spaces and distributions in a world that is a copy: its users have other names, and its hosts are its own.
import type { Credentials } from '../../credentials.ts'
import type { World } from '../../world.ts'
import { type Space, spaces, stores } from './model.ts'
import { keepHostsApart } from './streaming/distributions.ts'

export function adopt(world: World, former: Credentials): void {
  keepHostsApart(world)
  const renamed = new Map(
    former.duracloud.map(({ username }, at) => [username, world.credentials.duracloud[at]?.username ?? username]),
  )
  if ([...renamed].every(([before, after]) => before === after)) return
  const table = world.state.table(spaces)
  for (const { id } of stores)
    for (const space of table.list({ where: { storeId: id }, orderBy: 'spaceId' }))
      table.update(space.id, { acls: withNames(space.acls, renamed) })
}

/** Groups keep theirs, and so do people who are no users of the world. */
function withNames(acls: Space['acls'], renamed: ReadonlyMap<string, string>): Space['acls'] {
  return Object.fromEntries(Object.entries(acls).map(([name, access]) => [renamed.get(name) ?? name, access]))
}
