// What becomes of factories in a world that is a copy: the first one has the token of the world's own credentials.
import type { Credentials } from '../../credentials.ts'
import type { World } from '../../world.ts'
import { factories } from './model.ts'

/** Tokens of other factories stay as they are: below `/w/NAME` they open the copy, and elsewhere the world that issued them. */
export function adopt(world: World, { telestream }: Credentials): void {
  const table = world.state.table(factories)
  const factory = table.get(telestream.factoryId)
  const { token } = world.credentials.telestream
  if (factory?.token !== telestream.token || factory.token === token) return
  // The former one may have been claimed again with all others.
  world.unclaim(`telestream/token/${telestream.token}`)
  table.put({ ...factory, token })
}
