// What a factory tells, and where to, in Flip 3.1.
import type { Call } from '../call.ts'
import { factoryOf } from '../find.ts'
import { changeNotifications } from '../notifications.ts'
import { flipNotificationsBody } from './wire.ts'

export function get(call: Call) {
  return flipNotificationsBody(factoryOf(call).notifications)
}

export function update(call: Call) {
  return flipNotificationsBody(changeNotifications(call))
}
