// Which pushes a call type sends (§2.3): kept and answered, for the double has nobody to push to.
import type { z } from 'zod'
import { flag, freeMap, later, openShape, optional, shape, text } from '../schema.ts'

export interface EventNotification {
  enabled: boolean
  /** Beyond these two, in the vendor's names: `sound`, `content-available`. */
  apns: { title: string; body: string; [more: string]: unknown }
  fcm: { data?: Record<string, unknown> }
}

export interface NotificationSettings {
  enabled: boolean
  call_live_started: EventNotification
  session_started: EventNotification
  call_notification: EventNotification
  call_ring: EventNotification
  call_missed: EventNotification
}

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

export type NotificationSettingsRequest = z.output<typeof notificationSettingsRequest>

const silent = { enabled: false, apns: { title: '', body: '' }, fcm: {} }
const loud = { ...silent, enabled: true }

export const defaultNotifications: NotificationSettings = {
  enabled: true,
  call_live_started: silent,
  session_started: silent,
  call_notification: loud,
  call_ring: loud,
  call_missed: loud,
}
