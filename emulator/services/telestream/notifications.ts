// What a factory tells, and where to (§3.5).
import { plainText } from '../../plain-text.ts'
import type { Call } from './call.ts'
import { badRequest } from './errors.ts'
import { factoryOf } from './find.ts'
import { isObject, quote } from './input.ts'
import { factories, type NotificationEvent, notificationEvents, type NotificationSettings } from './model.ts'
import { notificationsBody, parseBoolean } from './wire.ts'

export function get(call: Call) {
  return notificationsBody(factoryOf(call).notifications)
}

export function update(call: Call) {
  return notificationsBody(changeNotifications(call))
}

/** Partial: what is not sent stays. @throws {TelestreamError} 400 */
export function changeNotifications(call: Call): NotificationSettings {
  const { input, world } = call
  const factory = factoryOf(call)
  const url = input.text('url')
  const notifications = {
    url: url === undefined ? factory.notifications.url : checkUrl(url),
    delay: readDelay(input.filled('delay')) ?? factory.notifications.delay,
    sendVideoPayload: input.boolean('send_video_payload') ?? factory.notifications.sendVideoPayload,
    events: { ...factory.notifications.events, ...readEvents(input.object('events')) },
  }
  world.state.table(factories).update(factory.id, { notifications, updatedAt: world.clock.now() })
  return notifications
}

/** A document's sample shows the string "null" where there is none. */
function checkUrl(url: string): string | null {
  if (url === '' || url === 'null' || url === 'None') return null
  if (!/^https?:\/\/[^\s/]+/.test(url)) throw badRequest('url must be an http or https URL')
  return url
}

/** Seconds; the Go SDK sends a float. */
function readDelay(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const delay = Number(text)
  if (!(delay >= 0 && delay <= 86_400))
    throw badRequest(`delay must be a number of seconds from 0 to 86400, not ${quote(text)}`)
  return delay
}

function readEvents(sent: Record<string, unknown>): Partial<Record<NotificationEvent, boolean>> {
  if (!isObject(sent)) return {}
  const events: Partial<Record<NotificationEvent, boolean>> = {}
  for (const name of notificationEvents) {
    if (sent[name] === undefined) continue
    const value = parseBoolean(plainText(sent[name]))
    if (value === undefined)
      throw badRequest(`events[${name}] must be true or false, not ${quote(plainText(sent[name]))}`)
    events[name] = value
  }
  return events
}
