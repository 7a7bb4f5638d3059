// One contract as one test: what is asked in which state, what the consumer's own code does, and what it makes of the answer.
import { expect, it } from 'vitest'
import type { ExpectedAnswer, ExpectedRequest, Interactions, MockServer } from '../../harness/pact/index.ts'

/** The consumer's own code. */
type Use<C> = (client: C, values: MockServer['values'], server: MockServer) => Promise<unknown>

export interface Contracts<R extends ExpectedRequest, C> {
  /** @param outcome what the consumer's code answers: a value, or one of vitest's asymmetric matchers */
  (description: string, answer: (api: Interactions<R>) => ExpectedAnswer, use: Use<C>, outcome: unknown): void
  /** The consumer's code fails. @param error what it throws has these members */
  refused(
    description: string,
    answer: (api: Interactions<R>) => ExpectedAnswer,
    use: Use<C>,
    error: Readonly<Record<string, unknown>>,
  ): void
}

/** Tests of a consumer's use of one API. */
export function contractsOf<R extends ExpectedRequest, C>(
  api: Interactions<R>,
  clientOf: (server: MockServer) => C,
): Contracts<R, C> {
  const contract: Contracts<R, C> = (description, answer, use, outcome) =>
    it(`sends ${description}`, async () => {
      const result = await answer(api.uponReceiving(description)).test((server) =>
        use(clientOf(server), server.values, server),
      )
      expect(result).toEqual(outcome)
    })
  contract.refused = (description, answer, use, error) =>
    it(`sends ${description}`, async () => {
      const failure = await answer(api.uponReceiving(description)).test((server) =>
        use(clientOf(server), server.values, server).then(
          (result) => ({ result }),
          (problem: unknown) => problem,
        ),
      )
      expect(failure).toMatchObject(error)
    })
  return contract
}
