// Watch rules (§3.9): who gets what is new in a store.
import { Fields, show } from './fields.ts'
import { findWatchRule } from './find.ts'
import type { JsonCall } from './json-api.ts'
import { stores, type WatchRule, watchRules } from './model.ts'
import { FilterUnknown, keyFilter } from './watch-filter.ts'
import { watchableServices, watchTarget } from './watch-targets.ts'
import { forget, scan, watch } from './watching.ts'
import { watchRuleBody } from './wire.ts'

type Path = Readonly<Record<string, string>>

/** In the order of creation. */
export function list({ world, query }: JsonCall) {
  const serviceId = query.get('service_id') || undefined
  const storeId = query.get('store_id') || undefined
  return world.state.table(watchRules).list({ where: { serviceId, storeId } }).map(watchRuleBody)
}

export function get({ world }: JsonCall, { id = '' }: Path) {
  return watchRuleBody(findWatchRule(world, id))
}

/** `id`, `synced` and `sync_scheduled_at` are told, not taken: Go's SDK sends the year 1 for an instant that was not set. */
export function create(call: JsonCall) {
  const { world, body } = call
  const fields = new Fields(body)
  for (const name of ['store_id', 'service_name', 'service_id']) fields.required(name)
  const now = world.clock.now()
  const rule = read(call, fields, {
    id: '',
    storeId: '',
    serviceName: '',
    serviceId: '',
    filters: null,
    enabled: true,
    synced: false,
    syncScheduledAt: null,
    createdAt: now,
    updatedAt: now,
  })
  return keep(call, { ...rule, id: world.ids.hex('watch-rule') })
}

export function update(call: JsonCall, { id = '' }: Path) {
  const rule = findWatchRule(call.world, id)
  return keep(call, { ...read(call, new Fields(call.body), rule), updatedAt: call.world.clock.now() })
}

export function remove({ world }: JsonCall, { id = '' }: Path): undefined {
  const rule = findWatchRule(world, id)
  world.state.transaction(() => forget(world, rule))
}

export function sync({ world }: JsonCall, { id = '' }: Path): undefined {
  const rule = findWatchRule(world, id)
  world.state.transaction(() => scan(world, rule))
}

function keep({ world }: JsonCall, rule: WatchRule) {
  world.state.transaction(() => {
    world.state.table(watchRules).put(rule)
    watch(world, rule)
  })
  return watchRuleBody(rule)
}

/** What was sent, over what there was. @throws {ListedErrors} 422 */
function read({ world }: JsonCall, fields: Fields, before: WatchRule): WatchRule {
  const rule: WatchRule = {
    ...before,
    storeId: fields.text('store_id') ?? before.storeId,
    serviceName: fields.text('service_name') ?? before.serviceName,
    serviceId: fields.text('service_id') ?? before.serviceId,
    filters: fields.has('filters') ? fields.value('filters') : before.filters,
    enabled: fields.boolean('enabled') ?? before.enabled,
  }
  if (rule.storeId !== '' && !world.state.table(stores).get(rule.storeId))
    fields.refuse('store_id', `Couldn't find Store with ID=${rule.storeId}`)
  const target = watchTarget(rule.serviceName)
  if (rule.serviceName !== '' && !target)
    fields.refuse('service_name', `must be one of ${watchableServices.join(', ')}, not ${show(rule.serviceName)}`)
  const refusal = rule.serviceId === '' ? undefined : target?.refuse(world, rule.serviceId)
  if (refusal !== undefined) fields.refuse('service_id', refusal)
  checkFilters(fields, rule.filters)
  fields.end()
  return rule
}

function checkFilters(fields: Fields, filters: unknown): void {
  try {
    keyFilter(filters)
  } catch (error) {
    if (!(error instanceof FilterUnknown)) throw error
    fields.refuse('filters', error.message)
  }
}
