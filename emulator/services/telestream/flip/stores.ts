// The stores that Flip 3.1's bodies name by `store_id`; they are those of the Stores API.
import type { Call } from '../call.ts'
import { recordNotFound } from '../errors.ts'
import { type Store, stores } from '../stores/model.ts'

/** @throws {TelestreamError} 404 */
export function findStore({ world }: Pick<Call, 'world'>, id: string): Store {
  const store = world.state.table(stores).get(id)
  if (!store) throw recordNotFound('Store', id)
  return store
}
