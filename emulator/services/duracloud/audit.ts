// What was done to spaces and content, and by whom; from it come the audit log and the reports' numbers.
import type { World } from '../../world.ts'
import { dayOf } from './dates.ts'
import { type AuditEntry, auditLog, daysOfUse, type Space, spaces } from './model.ts'

/** Notes a change; `bytes` and `items` are by how much the space has grown. Belongs in the change's transaction. */
export function record(
  world: World,
  space: Space,
  entry: Omit<AuditEntry, 'id' | 'number' | 'storeId' | 'spaceId' | 'at'>,
  growth: { bytes: number; items: number } = { bytes: 0, items: 0 },
): void {
  const { state, clock } = world
  const number = state.next('duracloud-audit')
  const at = clock.now()
  const { storeId, spaceId } = space
  state.table(auditLog).insert({ id: String(number), number, storeId, spaceId, at, ...entry })
  grow(world, space, growth)
}

/** Notes how much more or less is stored, without a line in the log. */
export function grow(world: World, { id }: Space, growth: { bytes: number; items: number }): void {
  const { state, clock } = world
  const space = state.table(spaces).get(id)
  if (!space || (growth.bytes === 0 && growth.items === 0)) return
  const usage = {
    bytes: Math.max(0, space.usage.bytes + growth.bytes),
    items: Math.max(0, space.usage.items + growth.items),
  }
  state.table(spaces).put({ ...space, usage })
  const day = dayOf(clock.now())
  const { storeId, spaceId } = space
  state.table(daysOfUse).put({ id: `${id}/${day}`, storeId, spaceId, day, ...usage })
}
