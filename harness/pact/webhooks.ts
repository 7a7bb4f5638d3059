// Webhooks as messages: what a provider sends of its own accord, and the consumer's receiver, which must understand it.
import { messagePact, pactFile, type PactOptions } from './file.ts'
import { exampleOf, strict, type Template } from './matchers.ts'
import type { Fields, State, StateParameters } from './request.ts'
import type { StateName } from './state-names.ts'

/** An event's own fields. */
export type EventFields = { readonly [name: string]: Template }

/** How a service sends its events. */
export interface Sender {
  readonly provider: string
  /** All that is sent: the event's name and what every event has, besides the event's own fields. */
  readonly contents: (event: string, fields: EventFields) => EventFields
  /** Headers that receivers look at, and what else is to be known of the delivery. */
  readonly metadata: Fields
  /** The delivery as a receiver gets it, with the examples in it. */
  readonly request: (body: { readonly [name: string]: unknown }, url: string) => Request
}

/** The events that a consumer receives. Each method answers new ones; these never change. */
export class Webhooks {
  readonly #sender: Sender
  readonly #options: PactOptions
  readonly #states: readonly State[]

  constructor(sender: Sender, options: PactOptions, states: readonly State[] = []) {
    this.#sender = sender
    this.#options = options
    this.#states = states
  }

  /** What must be so for the event to be sent, in the words of a provider state. */
  given(state: StateName, parameters: StateParameters = {}): Webhooks {
    return new Webhooks(this.#sender, this.#options, [...this.#states, { name: state, parameters }])
  }

  /** @param fields those of the event that the receiver relies on */
  event(name: string, fields: EventFields = {}): ExpectedEvent {
    return new ExpectedEvent(this.#sender, this.#options, this.#states, name, fields)
  }
}

export class ExpectedEvent {
  readonly #sender: Sender
  readonly #options: PactOptions
  readonly #states: readonly State[]
  readonly #name: string
  readonly #fields: EventFields

  constructor(sender: Sender, options: PactOptions, states: readonly State[], name: string, fields: EventFields) {
    this.#sender = sender
    this.#options = options
    this.#states = states
    this.#name = name
    this.#fields = fields
  }

  /**
   * Hands the consumer's receiver the request that it would get, rightly signed; then writes the event into the pact file.
   *
   * @param receive throws, or rejects, when the consumer cannot do with the event
   * @param url where the request says that it goes; default `https://app.example/hook`
   */
  async test(receive: (request: Request) => unknown, url = 'https://app.example/hook'): Promise<void> {
    const contents = this.#sender.contents(this.#name, this.#fields)
    const message = messagePact(pactFile(this.#options, this.#sender.provider)).addAsynchronousInteraction()
    for (const { name, parameters } of this.#states)
      if (Object.keys(parameters).length > 0) message.given(name, parameters)
      else message.given(name)
    const expected = message.expectsToReceive(`the webhook ${this.#name}`, (described) =>
      described.withJSONContent(strict(contents)).withMetadata({ ...this.#sender.metadata }),
    )
    const body = Object.fromEntries(Object.entries(contents).map(([name, member]) => [name, exampleOf(member)]))
    await expected.executeTest(async () => void (await receive(this.#sender.request(body, url))))
  }
}
