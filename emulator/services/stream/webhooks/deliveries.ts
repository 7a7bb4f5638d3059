// Events on their way to webhooks: signed, tried again, and for each call one after the other (§6.1).
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { OutboundRefused } from '../../../outbound/refused.ts'
import type { Service } from '../../../service.ts'
import type { World } from '../../../world.ts'
import { readAppSettings } from '../app/model.ts'
import { deliveries, type Delivery, events, type StreamEvent } from './model.ts'
import { receiversOf } from './receivers.ts'

/** §6.1: attempts in all; the ms between them are not documented. */
const mostAttempts = 3
const pauses = [1000, 3000]
/** §6.1: ms that a receiver may keep silent, at all attempts together. */
const mostSilence = 15_000

/** Within the transaction in which the event is written down. */
export function queueDeliveries(world: World, event: StreamEvent): void {
  const table = world.state.table(deliveries)
  for (const { url, timeoutMs } of receiversOf(world, event.type)) {
    const lane = `${event.callCid} ${url}`
    const first = nextOf(world, lane) === undefined
    table.insert({
      id: `${event.id}/${url}`,
      eventId: event.id,
      number: event.number,
      lane,
      url,
      attempts: 0,
      timeoutMs,
    })
    if (first) schedule(world, lane, world.clock.now())
  }
}

/** What is to be told next; undefined when all was. */
function nextOf(world: World, lane: string): Delivery | undefined {
  return world.state.table(deliveries).list({ where: { lane }, orderBy: 'number', limit: 1 })[0]
}

function schedule(world: World, lane: string, dueAt: number): void {
  world.jobs.schedule({ kind: 'stream.webhook', dueAt, payload: { lane }, subject: lane })
}

export const webhookJobs: Service['jobs'] = {
  async 'stream.webhook'(job, world) {
    const { lane } = job.payload as { lane: string }
    const table = world.state.table(deliveries)
    const delivery = nextOf(world, lane)
    if (!delivery) return undefined
    const attempts = delivery.attempts + 1
    const outcome = await deliver(world, delivery, attempts)
    const pause = pauses[attempts - 1]
    return () => {
      if (outcome !== 'final' && attempts < (outcome === 'unreachable' ? 2 : mostAttempts) && pause !== undefined) {
        const silence = (delivery.silence ?? 0) + (outcome === 'silent' ? patienceWith(delivery) : 0)
        table.put({ ...delivery, attempts, silence })
        schedule(world, lane, job.dueAt + pause)
        return
      }
      table.delete(delivery.id)
      if (nextOf(world, lane)) schedule(world, lane, job.dueAt)
    }
  },
}

/** §6.1: 408, 429, 5xx and silence are tried three times, a connection that fails twice; every other answer is final. */
type Outcome = 'final' | 'again' | 'silent' | 'unreachable'

/** ms */
const patienceWith = ({ timeoutMs, silence = 0 }: Delivery) => Math.min(timeoutMs, mostSilence - silence)

async function deliver(world: World, delivery: Delivery, attempt: number): Promise<Outcome> {
  const event = world.state.table(events).get(delivery.eventId)
  if (!event) return 'final'
  const { compressHooks } = readAppSettings(world)
  const { apiKey, apiSecret } = world.credentials.stream
  try {
    const { status, body } = await world.outbound.fetch('webhook', 'stream', {
      url: delivery.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-signature': signatureOf(event.body, apiSecret),
        'x-api-key': apiKey,
        'x-webhook-id': event.id,
        'x-webhook-attempt': String(attempt),
        ...(compressHooks && { 'content-encoding': 'gzip' }),
      },
      body: compressHooks ? await gzip(event.body) : event.body,
      maxBytes: 64 * 1024,
      timeoutMs: patienceWith(delivery),
    })
    await body?.cancel()
    return status === 408 || status === 429 || status >= 500 ? 'again' : 'final'
  } catch (error) {
    if (!(error instanceof OutboundRefused)) throw error
    return error.reason === 'timeout'
      ? 'silent'
      : error.reason === 'connect' || error.reason === 'dns'
        ? 'unreachable'
        : 'final'
  }
}

/** Of the bytes before they are compressed (§6.1). */
export function signatureOf(body: string, apiSecret: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(apiSecret), utf8ToBytes(body)))
}

async function gzip(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
