// What a service sent of its own accord, as Pact's verifier compares it with a message of a file.
import { fieldsOfForm } from './form-fields.ts'
import type { Delivery } from './provider.ts'
import { type Interaction, isJson } from './pact-file.ts'

const form = 'application/x-www-form-urlencoded'

/** The delivery that the interaction is about, or a 404 that says what was sent instead. */
export function messageOf(interaction: Interaction, deliveries: readonly Delivery[]): Response {
  const event = eventOf(interaction)
  const delivery = event === undefined ? deliveries.at(-1) : deliveries.find((one) => eventIn(one) === event)
  if (!delivery) {
    const sent = deliveries.map((one) => eventIn(one) ?? 'something').join(', ')
    const wanted = event === undefined ? 'nothing was sent' : `"${event}" was not sent`
    return new Response(`${wanted}${sent === '' ? '' : `; what was sent: ${sent}`}`, { status: 404 })
  }
  const type = typeOf(delivery)
  const fields = type === form ? JSON.stringify(fieldsOfForm(delivery.body)) : undefined
  return new Response(fields ?? delivery.body, {
    headers: {
      'content-type': fields === undefined ? type : 'application/json',
      'pact-message-metadata': base64(JSON.stringify(metadataOf(interaction, delivery, fields !== undefined))),
    },
  })
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

/** As its state says it, or its description: `the webhook call.recording_ready`. */
function eventOf({ description, states }: Interaction): string | undefined {
  const said = states.map(({ params }) => params['event']).find((event) => typeof event === 'string')
  return typeof said === 'string' ? said : /\bwebhook ([\w.-]+)$/.exec(description)?.[1]
}

/** Telestream calls it `event`, Stream `type`. */
function eventIn(delivery: Delivery): string | undefined {
  const { event, type } = typeOf(delivery) === form ? fieldsOfForm(delivery.body) : jsonOf(delivery.body)
  const name = event ?? type
  return typeof name === 'string' ? name : undefined
}

function typeOf({ headers }: Delivery): string {
  return (headers['content-type'] ?? 'application/json').replace(/\s*;.*$/, '')
}

function jsonOf(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return isJson(value) ? value : {}
  } catch {
    // It says of itself no event.
    return {}
  }
}

/** Headers by the names that the file has for them. */
function metadataOf({ json }: Interaction, { headers }: Delivery, wasForm: boolean): Record<string, string> {
  const expected = json['metadata'] ?? json['metaData']
  const asked = Object.keys(isJson(expected) ? expected : {}).flatMap((name): [string, string][] => {
    const value = headers[name.toLowerCase()]
    return value === undefined ? [] : [[name, value]]
  })
  const type = headers['content-type'] ?? 'application/json'
  return {
    contentType: wasForm ? 'application/json' : type,
    ...(wasForm && { deliveredAs: form }),
    ...Object.fromEntries(asked),
  }
}
