// Which pushes a call type sends (§2.3): kept and answered, for the double has nobody to push to.

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
