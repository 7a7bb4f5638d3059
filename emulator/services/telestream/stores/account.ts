// The account whose stores and workflows these are: a world has one.
import type { World } from '../../../world.ts'

/** Made when it is first asked for. */
export function accountId(world: World): string {
  const known = world.state.read<string>('telestream/account')
  if (known !== undefined) return known
  const id = world.ids.hex('telestream-account', 28)
  world.state.write('telestream/account', id)
  return id
}
