// The app's settings, as far as a double has a use for them: webhooks, and since when tokens count (§2.11, §6.1).
import type { Call } from '../call.ts'
import type { Route } from '../route.ts'
import { flag, freeMap, later, listOf, nullable, openShape, optional, text, time } from '../schema.ts'
import { readAppSettings, writeAppSettings } from './model.ts'
import { writeApp } from './wire.ts'

const updateRequest = later(() =>
  openShape({
    webhook_url: optional(text()),
    webhook_events: optional(listOf(text())),
    event_hooks: optional(listOf(freeMap())),
    enable_hook_payload_compression: optional(flag()),
    /** `null` takes it back. */
    revoke_tokens_issued_before: nullable(time()),
  }),
)

function get({ world }: Call): object {
  return { app: writeApp(world, readAppSettings(world)) }
}

function update(call: Call): object {
  const { world } = call
  const {
    webhook_url: webhookUrl,
    webhook_events: webhookEvents,
    event_hooks: eventHooks,
    enable_hook_payload_compression: compressHooks,
    revoke_tokens_issued_before: revokedBefore,
    ...other
  } = call.body(updateRequest)
  world.state.transaction(() => {
    const { revokeTokensIssuedBefore: before, ...settings } = readAppSettings(world)
    const revokeTokensIssuedBefore = revokedBefore === undefined ? before : revokedBefore
    writeAppSettings(world, {
      ...settings,
      webhookUrl: webhookUrl ?? settings.webhookUrl,
      webhookEvents: webhookEvents ?? settings.webhookEvents,
      eventHooks: eventHooks ?? settings.eventHooks,
      compressHooks: compressHooks ?? settings.compressHooks,
      other: { ...settings.other, ...other },
      ...(typeof revokeTokensIssuedBefore === 'number' && { revokeTokensIssuedBefore }),
    })
  })
  return {}
}

export const appRoutes: readonly Route[] = [
  { method: 'GET', path: '/app', operation: 'GetApp', serverOnly: true, handle: get },
  { method: 'PATCH', path: '/app', operation: 'UpdateApp', serverOnly: true, handle: update },
]
