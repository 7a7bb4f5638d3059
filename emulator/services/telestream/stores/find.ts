// What a call names, or the vendor's 404.
import type { World } from '../../../world.ts'
import { notFound } from './errors.ts'
import { type Store, stores, type WatchRule, watchRules } from './model.ts'

/** @throws {ListedErrors} 404 */
export function findStore(world: World, id: string): Store {
  const store = world.state.table(stores).get(id)
  if (!store) throw notFound('Store', id)
  return store
}

/** @throws {ListedErrors} 404 */
export function findWatchRule(world: World, id: string): WatchRule {
  const rule = world.state.table(watchRules).get(id)
  if (!rule) throw notFound('WatchRule', id)
  return rule
}
