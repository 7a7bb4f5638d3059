// Reports of how much is stored, by day, week or month (§3.10).
import { answerText } from '../../exchange.ts'
import { accountName } from './account.ts'
import type { Call } from './call.ts'
import { dayLength, dayOf } from './dates.ts'
import { Cause, refuseAsJson } from './errors.ts'
import { findSpace, requireStore } from './find.ts'
import { type DayOfUse, daysOfUse, type Store, type Usage } from './model.ts'
import type { PathParameters } from './routes.ts'

interface Sample extends Usage {
  day: number
}

const groupings = ['day', 'week', 'month'] as const
type Grouping = (typeof groupings)[number]

/** `GET /report/space/SPACE` */
export function ofSpace(call: Call, { spaceId }: PathParameters): Response {
  const range = rangeOf(call)
  const store = storeOfAccount(call)
  if (!findSpace(call.world, store, spaceId)) throw refuseAsJson(404, `The space was not found: ${spaceId}`)
  const grouping = groupingOf(call)
  const { id: storeId } = store
  const days = call.world.state
    .table(daysOfUse)
    .list({ where: { storeId, spaceId }, orderBy: 'day', to: range.lastDay })
  return answer(call, store, grouped(daily(days, range), grouping), () => ({ spaceId }))
}

/** `GET /report/store`: all spaces of a store together. */
export function ofStore(call: Call): Response {
  const range = rangeOf(call)
  const store = storeOfAccount(call)
  const samples = daily(daysOfStore(call, store, range.lastDay), range)
  return answer(call, store, grouped(samples, groupingOf(call)), () => ({}))
}

/** `GET /report/store/MS`: each space of a store on a day. */
export function ofStoreByDay(call: Call, { date }: PathParameters): Response {
  const day = dayOf(milliseconds(date))
  const store = storeOfAccount(call)
  const last = new Map<string, DayOfUse>()
  for (const row of daysOfStore(call, store, day)) last.set(row.spaceId, row)
  const samples = [...last.values()].filter(({ items, day: since }) => items > 0 || since === day)
  return answer(
    call,
    store,
    samples.map((sample) => ({ ...sample, day })),
    ({ spaceId }) => ({ spaceId }),
  )
}

function daysOfStore({ world }: Call, { id: storeId }: Store, to: number): DayOfUse[] {
  return world.state.table(daysOfUse).list({ where: { storeId }, orderBy: 'day', to })
}

/** A sample for every day, also for those that changed nothing. */
function daily(rows: readonly DayOfUse[], { firstDay, lastDay }: { firstDay: number; lastDay: number }): Sample[] {
  const samples: Sample[] = []
  const usage = new Map<string, Usage>()
  let next = 0
  for (let day = Math.min(rows[0]?.day ?? lastDay + 1, lastDay + 1); day <= lastDay; day += 1) {
    for (let row = rows[next]; row && row.day <= day; row = rows[next]) {
      usage.set(row.spaceId, row)
      next += 1
    }
    if (day < firstDay) continue
    const sample = { day, bytes: 0, items: 0 }
    for (const { bytes, items } of usage.values()) {
      sample.bytes += bytes
      sample.items += items
    }
    samples.push(sample)
  }
  return samples
}

/** Weeks (from Monday) and months are averages of their days. */
function grouped(samples: readonly Sample[], grouping: Grouping): Sample[] {
  if (grouping === 'day') return [...samples]
  const groups = new Map<number, Sample[]>()
  for (const sample of samples) {
    const start = grouping === 'week' ? sample.day - ((sample.day + 3) % 7) : firstOfMonth(sample.day)
    groups.set(start, [...(groups.get(start) ?? []), sample])
  }
  return [...groups].map(([day, of]) => ({
    day,
    bytes: average(of.map(({ bytes }) => bytes)),
    items: average(of.map(({ items }) => items)),
  }))
}

function average(numbers: readonly number[]): number {
  return Math.round(numbers.reduce((sum, number) => sum + number, 0) / numbers.length)
}

function firstOfMonth(day: number): number {
  const date = new Date(day * dayLength)
  return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1))
}

/** Default: from the beginning until now. @throws {DuraCloudError} 400 */
function rangeOf({ query, world }: Call): { firstDay: number; lastDay: number } {
  const now = world.clock.now()
  const start = query.get('start')
  const end = query.get('end')
  return {
    firstDay: dayOf(start === null ? 0 : milliseconds(start)),
    // What is still to come was not measured.
    lastDay: dayOf(end === null ? now : Math.min(now, milliseconds(end))),
  }
}

/** In any case. @throws {DuraCloudError} 400 */
function groupingOf({ query }: Call): Grouping {
  const given = query.get('groupBy') ?? 'day'
  const grouping = groupings.find((name) => name === given.toLowerCase())
  if (grouping) return grouping
  throw refuseAsJson(
    400,
    `${given} is not a valid value for the groupBy parameter. You must specify one of the following values: ${groupings.join(',')}`,
  )
}

function milliseconds(text: string): number {
  if (!/^-?\d{1,15}$/.test(text))
    throw refuseAsJson(400, `Unable to parse date: ${text}. Input value must be in epoch milliseconds.`)
  return Number(text)
}

function storeOfAccount(call: Call): Store {
  try {
    return requireStore(call)
  } catch (error) {
    if (!(error instanceof Cause)) throw error
    throw refuseAsJson(404, `Store id (${call.query.get('storeID')}) is not associated with this account.`)
  }
}

function answer<S extends Sample>(
  { exchange }: Call,
  store: Store,
  samples: readonly S[],
  more: (sample: S) => { spaceId?: string },
): Response {
  const rows = samples.map((sample) => ({
    timestamp: sample.day * dayLength,
    accountId: accountName,
    storeId: store.id,
    ...more(sample),
    byteCount: sample.bytes,
    objectCount: sample.items,
  }))
  return answerText(exchange, 200, JSON.stringify(rows), { 'content-type': 'application/json' })
}
