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
