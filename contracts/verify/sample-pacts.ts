// Small pact files for the tests of the verifier, in every version.

export interface SampleInteraction {
  description?: string
  states?: readonly (string | { name: string; params?: Record<string, unknown> })[]
  path?: string
  query?: Record<string, string>
  headers?: Record<string, string>
  status?: number
  body?: unknown
  /** Of the body, by JSON path: `{ '$[0].id': { match: 'type' } }`. */
  rules?: Record<string, Record<string, unknown>>
}

export const signedQuery = {
  access_key: 'your-access-key',
  factory_id: 'e122090f4e506ae9ee266c3eb78a8b67',
  signature: 'c3R1bnRkb3VibGU=',
  timestamp: '2016-10-03T12:00:00Z',
}

/** A signed list of videos, with what a test changes of it. */
export const aList: SampleInteraction = {
  description: 'a list of videos',
  states: ['a video exists'],
  path: '/v3.0/videos.json',
  query: signedQuery,
  status: 200,
  body: [{ status: 'success', width: 320 }],
}

/** The text of a file of version 4. */
export function pactOf(interactions: readonly SampleInteraction[], provider = 'telestream-cloud'): string {
  return JSON.stringify(
    {
      consumer: { name: 'An uploader' },
      provider: { name: provider },
      interactions: interactions.map((given) => ({
        type: 'Synchronous/HTTP',
        description: given.description ?? 'a request',
        providerStates: (given.states ?? []).map((state) => (typeof state === 'string' ? { name: state } : state)),
        request: {
          method: 'GET',
          path: given.path ?? '/v3.0/videos.json',
          query: lists(given.query ?? {}),
          headers: lists(given.headers ?? {}),
        },
        response: {
          status: given.status ?? 200,
          ...(given.body !== undefined && {
            body: { contentType: 'application/json', encoded: false, content: given.body },
          }),
          ...(given.rules && {
            matchingRules: {
              body: Object.fromEntries(
                Object.entries(given.rules).map(([path, rule]) => [path, { combine: 'AND', matchers: [rule] }]),
              ),
            },
          }),
        },
      })),
      metadata: { pactSpecification: { version: '4.0' } },
    },
    undefined,
    2,
  )
}

function lists(values: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]))
}

/** The same list in the words of the older versions. */
export function olderPact(version: 2 | 3): string {
  const query = new URLSearchParams(signedQuery).toString()
  const [request, state] =
    version === 2
      ? [{ method: 'GET', path: '/v3.0/videos.json', query }, { providerState: 'a video exists' }]
      : [
          { method: 'GET', path: '/v3.0/videos.json', query: lists(signedQuery) },
          { providerStates: [{ name: 'a video exists', params: { fileName: 'a.mp4' } }] },
        ]
  return JSON.stringify({
    consumer: { name: 'An older uploader' },
    provider: { name: 'Telestream Cloud' },
    interactions: [{ description: 'a list', ...state, request, response: { status: 200, body: [{ width: 320 }] } }],
    metadata: { pactSpecification: { version: `${version}.0.0` } },
  })
}
