// `stuntdouble/msw`: the double behind msw's `setupServer` and `setupWorker`, under the host names that apps call in production.
import { type HttpHandler, http } from 'msw/http'
import { ConnectionReset } from '../../emulator/faults/connection-reset.ts'
import type { Emulator, WorldHandle } from '../../emulator/index.ts'
import { matchesName } from '../../emulator/vendor-names.ts'

export interface HandlersOptions {
  /** Further names under which the app calls the APIs, whatever the path; a `*` stands for one label: `*.media.example.org`. */
  hosts?: readonly string[]
}

/**
 * Handlers for msw 3. Requests to the vendors' production hosts (every region, upload hosts, `*.duracloud.org`, S3 by path and by bucket), to hosts
 * that a world has issued, and to the double's own addresses are answered by the double; their signatures are verified for the host that was called.
 * What the double does not stand in for (another host, or an API of the vendor that it has not) is no request of theirs: msw passes it
 * on, or does what `onUnhandledFrame` says.
 *
 * The AWS SDK waits 6 s for a 100 Continue, which msw never says, before it sends more than 2 MiB: give it `expectContinueHeader: false`.
 *
 * There is one handler, and not one for each route or host: msw asks them one after the other, and each costs.
 *
 * @param double an emulator, whose worlds the credentials select; or a world, which then gets every request
 * @throws {RangeError} for a host that is none
 * @example
 * const server = setupServer(...handlers(world))
 */
export function handlers(
  double: Pick<Emulator | WorldHandle, 'serves'> & { fetch: (request: Request) => Promise<Response> },
  { hosts = [] }: HandlersOptions = {},
): HttpHandler[] {
  const names = hosts.map(checkName)
  const isOurs = (url: string): boolean =>
    double.serves(url) || (names.length > 0 && isOneOf(names, new URL(url).hostname))
  return [
    http.all(
      ({ request }) => isOurs(request.url),
      ({ request }) => double.fetch(request).catch(brokenOff),
    ),
  ]
}

/** A connection that a fault of the world breaks: the client's fetch fails, as it does over a socket. */
function brokenOff(error: unknown): Response {
  if (error instanceof ConnectionReset) return Response.error()
  throw error
}

function isOneOf(names: readonly string[], host: string): boolean {
  return names.some((name) => matchesName(name, host))
}

function checkName(host: string): string {
  if (/^[a-z0-9*-]+(\.[a-z0-9*-]+)*$/i.test(host)) return host.toLowerCase()
  throw new RangeError(
    `hosts: "${host}" is no host name; it takes names without scheme, port and path, as in media.example.org`,
  )
}
