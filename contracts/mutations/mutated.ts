// A provider that is changed on purpose: what a mutation does to its answers, and to what it sends.
import type { Delivery, Provider } from '../verify/provider.ts'
import type { Answer, Mutation } from './mutation.ts'

/** @param now the mutation that is on; undefined: the provider is as it is */
export function mutated(provider: Provider, now: () => Mutation | undefined): Provider {
  return {
    ...provider,
    async begin() {
      const turn = await provider.begin()
      return {
        ...turn,
        async send(request) {
          const response = await turn.send(request)
          const mutation = now()
          if (!mutation) return response
          const answer: Answer = {
            status: response.status,
            headers: new Headers(response.headers),
            text: await response.text(),
          }
          mutation.apply(answer)
          const hasBody = answer.status !== 204 && answer.text !== ''
          return new Response(hasBody ? answer.text : null, { status: answer.status, headers: answer.headers })
        },
        async deliveries() {
          const mutation = now()
          const deliveries = await turn.deliveries()
          return mutation ? deliveries.map((delivery) => changed(delivery, mutation)) : deliveries
        },
      }
    },
  }
}

function changed({ url, headers, body }: Delivery, mutation: Mutation): Delivery {
  const answer: Answer = { status: 200, headers: new Headers(headers), text: body }
  mutation.apply(answer)
  return { url, headers: Object.fromEntries(answer.headers), body: answer.text }
}
