// Something happened: it is written down in order, with the bytes that webhooks will get.
import type { World } from '../../../world.ts'
import { Instant, writeJson } from '../wire.ts'
import { queueDeliveries } from './deliveries.ts'
import { events, type StreamEvent } from './model.ts'

export interface Happening {
  /** `call.recording_ready`; see §6.2. */
  type: string
  /** `default:abc` */
  callCid: string
  /** ms; default: now. A job says its `dueAt`. */
  at?: number
  /** What §6.2 lists beyond `type`, `created_at` and `call_cid`, in the vendor's names, with dates as `at(ms)`. */
  fields?: Readonly<Record<string, unknown>>
}

/** So many are kept, which is more than anybody looks back at. */
const mostEvents = 10_000

/** To be called within the transaction that changes the state: either both are there after a crash, or neither. */
export function emit(world: World, { type, callCid, at, fields = {} }: Happening): StreamEvent {
  const createdAt = at ?? world.clock.now()
  const body = writeJson(
    { type, created_at: new Instant(createdAt), call_cid: callCid, ...fields },
    world.settings.stream.webhookDates,
  )
  const number = world.state.next('stream.event-number')
  const id = world.ids.uuid('stream.event')
  const event = world.state.table(events).insert({ id, number, type, callCid, createdAt, body })
  const old = number > mostEvents && world.state.table(events).find({ number: number - mostEvents })
  if (old) world.state.table(events).delete(old.id)
  queueDeliveries(world, event)
  return event
}
