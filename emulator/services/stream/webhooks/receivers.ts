// Who wants to hear of an event: the app's webhook URL, and its event hooks (§6.1).
import type { World } from '../../../world.ts'
import { type EventHook, readAppSettings } from '../app/model.ts'

export interface Receiver {
  url: string
  /** ms */
  timeoutMs: number
}

/** §6.1: a receiver has 6 s to answer. */
const patience = 6000

/** Each URL once. Hooks of SQS and SNS have no HTTP receiver: they are kept, and not told. */
export function receiversOf(world: World, type: string): Receiver[] {
  const { webhookUrl, webhookEvents, eventHooks } = readAppSettings(world)
  const receivers = new Map<string, Receiver>()
  if (webhookUrl !== '' && wants(webhookEvents, type))
    receivers.set(webhookUrl, { url: webhookUrl, timeoutMs: patience })
  for (const hook of eventHooks) {
    const url = hook['webhook_url']
    if (typeof url !== 'string' || url === '' || !isForUs(hook) || !wants(hook['event_types'], type)) continue
    const { timeout_ms: timeout } = hook
    receivers.set(url, {
      url,
      timeoutMs: typeof timeout === 'number' && timeout > 0 ? Math.min(timeout, patience) : patience,
    })
  }
  return [...receivers.values()]
}

function isForUs({ hook_type: type, enabled, product }: EventHook): boolean {
  return (
    (type === undefined || type === 'webhook') &&
    enabled !== false &&
    [undefined, '', 'all', 'video'].includes(product as string | undefined)
  )
}

/** No list, or an empty one, means every event. */
function wants(types: unknown, type: string): boolean {
  return !Array.isArray(types) || types.length === 0 || types.includes(type) || types.includes('*')
}
