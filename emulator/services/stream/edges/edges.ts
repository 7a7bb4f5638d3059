// The edges that a client may join a call by: there is one, here (§2.11).
import type { Call } from '../call.ts'
import type { Route } from '../route.ts'

function list({ exchange }: Call): object {
  return {
    edges: [
      {
        id: 'local',
        latency_test_url: `${exchange.origin}/_stuntdouble/health`,
        latitude: 0,
        longitude: 0,
        continent_code: 'EU',
        country_iso_code: 'NL',
        subdivision_iso_code: 'NL-NH',
        green: 50,
        yellow: 150,
        red: 300,
      },
    ],
  }
}

export const edgeRoutes: readonly Route[] = [
  { method: 'GET', path: '/video/edges', operation: 'GetEdges', serverOnly: false, handle: list },
]
