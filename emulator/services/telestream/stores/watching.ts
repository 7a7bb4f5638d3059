// Watching a store: what is new in its bucket and fits a rule is submitted once, by itself; `sync` looks at all that is there.
import { isObjectStoreError } from '../../../objects/errors.ts'
import type { ObjectHead } from '../../../objects/object-store.ts'
import type { Notice } from '../../../objects/watches.ts'
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import { encodings, videos } from '../model.ts'
import { workflowJobs } from '../workflows/model.ts'
import { type Store, stores, type WatchRule, watchRules, type WatchSubmission, watchSubmissions } from './model.ts'
import { keyFilter } from './watch-filter.ts'
import { watchTarget } from './watch-targets.ts'

/** World time until a new object is seen, in ms, in a store without a `watch_interval`. */
const usualDelay = 10_000
/** Objects that one step of a scan looks at. */
const scanStep = 500

interface Scan {
  ruleId: string
  after?: string
}

const scanSubject = (ruleId: string) => `scan/${ruleId}`

/** Watches as the rule says now; what was noticed and not submitted is forgotten with a rule that is switched off. */
export function watch(world: World, rule: WatchRule): void {
  const store = world.state.table(stores).get(rule.storeId)
  if (!rule.enabled || !store) return unwatch(world, rule)
  const delay = store.watchInterval === null ? usualDelay : store.watchInterval * 60_000
  world.watches.put({ id: rule.id, bucket: store.bucket, kind: 'telestream.watch', delay })
}

function unwatch(world: World, { id }: WatchRule): void {
  world.watches.delete(id)
  world.jobs.cancel(id)
}

/** After a change of the store. */
export function watchAgain(world: World, { id }: Store): void {
  for (const rule of world.state.table(watchRules).list({ where: { storeId: id } })) watch(world, rule)
}

export function forget(world: World, rule: WatchRule): void {
  unwatch(world, rule)
  world.jobs.cancel(scanSubject(rule.id))
  for (const { id } of world.state.table(watchSubmissions).list({ where: { ruleId: rule.id } }))
    world.state.table(watchSubmissions).delete(id)
  world.state.table(watchRules).delete(rule.id)
}

/** Looks, now, at everything that the store holds. */
export function scan(world: World, { id: ruleId }: WatchRule): void {
  const now = world.clock.now()
  world.jobs.cancel(scanSubject(ruleId))
  world.state.table(watchRules).update(ruleId, { synced: false, syncScheduledAt: now })
  scheduleScan(world, { ruleId }, now)
}

function scheduleScan(world: World, payload: Scan, dueAt: number): void {
  world.jobs.schedule({ kind: 'telestream.watch-scan', dueAt, payload, subject: scanSubject(payload.ruleId) })
}

export const watchJobs: Service['jobs'] = {
  async 'telestream.watch'(job, world) {
    const { watchId, key, etag } = job.payload as Notice
    const rule = world.state.table(watchRules).get(watchId)
    const store = rule && world.state.table(stores).get(rule.storeId)
    if (!rule?.enabled || !store) return
    const head = await headOf(world, store.bucket, key)
    // A newer version has a notice of its own.
    if (head?.etag === etag) await submit(world, rule, store, head)
  },

  async 'telestream.watch-scan'(job, world) {
    const { ruleId, after } = job.payload as Scan
    const rule = world.state.table(watchRules).get(ruleId)
    const store = rule && world.state.table(stores).get(rule.storeId)
    if (!rule || !store) return undefined
    const page = await world.objects.list(store.bucket, { limit: scanStep, ...(after === undefined ? {} : { after }) })
    for (const head of page.objects) await submit(world, rule, store, head)
    const { next } = page
    return () => {
      if (next === undefined) world.state.table(watchRules).update(ruleId, { synced: true })
      else scheduleScan(world, { ruleId, after: next }, job.dueAt)
    }
  },
}

async function submit(world: World, rule: WatchRule, store: Store, head: ObjectHead): Promise<void> {
  const target = watchTarget(rule.serviceName)
  if (!target || target.refuse(world, rule.serviceId) !== undefined) return
  if (!keyFilter(rule.filters)(head.key) || isOutput(world, head.key)) return
  const submissions = world.state.table(watchSubmissions)
  const id = `${rule.id}/${head.etag}/${head.key}`
  const begun: WatchSubmission =
    submissions.get(id) ??
    submissions.insert({
      id,
      ruleId: rule.id,
      resultId: world.ids.hex(target.idKind),
      done: false,
      at: world.clock.now(),
    })
  if (begun.done) return
  await target.submit(world, {
    rule,
    store,
    head,
    resultId: begun.resultId,
    done: () => void submissions.put({ ...begun, done: true }),
  })
}

/**
 * What the double has written itself is no source, or a rule on a bucket that takes outputs too would never come to an end. The names of
 * outputs and originals hold the id of their encoding, video or job: path_format asks for it (§3.2).
 */
function isOutput(world: World, key: string): boolean {
  const { state } = world
  return idsIn(key).some(
    (id) => state.table(videos).get(id) ?? state.table(encodings).get(id) ?? state.table(workflowJobs).get(id),
  )
}

/** Everything in a key that could be an id; what stands before it in a path_format may look like a part of it. */
function idsIn(key: string): string[] {
  return (key.match(/[0-9a-f]{32,}/g) ?? []).flatMap((run) =>
    Array.from({ length: run.length - 31 }, (_, at) => run.slice(at, at + 32)),
  )
}

async function headOf(world: World, bucket: string, key: string): Promise<ObjectHead | undefined> {
  try {
    return await world.objects.head(bucket, key)
  } catch (error) {
    if (isObjectStoreError(error, 'NoSuchKey') || isObjectStoreError(error, 'NoSuchBucket')) return undefined
    throw error
  }
}
