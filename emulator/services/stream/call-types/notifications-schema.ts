// What a request may say about pushes. Apart from what they are by default, with which every world begins.
import { flag, freeMap, later, openShape, optional, shape, text } from '../schema.ts'

const event = optional(
  shape({
    enabled: optional(flag()),
    apns: optional(openShape({ title: optional(text()), body: optional(text()) })),
    fcm: optional(shape({ data: optional(freeMap()) })),
  }),
)

export const notificationSettingsRequest = later(() =>
  shape({
    enabled: optional(flag()),
    call_live_started: event,
    session_started: event,
    call_notification: event,
    call_ring: event,
    call_missed: event,
  }),
)
