// What happened in an app, in order; what is delivered to its webhooks.
import { defineTable } from '../../../state/table.ts'

export interface StreamEvent {
  /** X-WEBHOOK-ID: the same on every attempt. */
  id: string
  /** 1, 2, 3, …: the order of everything that happened in this app. */
  number: number
  /** `call.recording_ready` */
  type: string
  callCid: string
  createdAt: number
  /** The JSON as it is signed and delivered. */
  body: string
}

export const events = defineTable<StreamEvent>('stream_events', {
  indexes: [['number'], ['type', 'number'], ['callCid', 'number'], ['callCid', 'type', 'number']],
})

/** An event on its way to one receiver. */
export interface Delivery {
  /** `EVENT/URL` */
  id: string
  eventId: string
  /** Of the event: what happened first is told first. */
  number: number
  /** One call and one receiver: its events are told one after the other. */
  lane: string
  url: string
  /** Made so far. */
  attempts: number
  /** ms of real time that an answer may take. */
  timeoutMs: number
  /** ms that attempts have waited for nothing; default 0. */
  silence?: number
}

export const deliveries = defineTable<Delivery>('stream_deliveries', { indexes: [['lane', 'number']] })
