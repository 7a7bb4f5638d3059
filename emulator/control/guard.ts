// Keeps foreign web pages away from the control API: what a page of another site sent, and names that could be rebound to this machine.
import { ControlError } from './errors.ts'

export interface Guarded {
  request: Request
  /** Of the request's URL: `http://127.0.0.1:4600`. */
  origin: string
  /** Names that are allowed besides those that no page of the public web can have. */
  controlHosts: readonly string[]
}

/** @throws {ControlError} forbidden */
export function refuseForeign({ request, origin, controlHosts }: Guarded): void {
  const { headers } = request
  // A request may name a host twice: in its target and in `Host`.
  for (const host of [origin.slice(origin.indexOf('://') + 3), headers.get('host')]) {
    if (host !== null && !isAllowed(host, controlHosts)) throw rebound(host)
  }
  const site = headers.get('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site') throw foreign('a page of another site')
  const from = headers.get('origin')
  if (from !== null && hostOf(from) !== hostOf(origin)) throw foreign(from)
}

/**
 * IP literals, `localhost` and below, names without a dot (a compose service) and Docker's name for the host: none of these can be
 * a name that somebody on the public web owns.
 */
function isAllowed(host: string, controlHosts: readonly string[]): boolean {
  const url = `http://${host}`
  if (!URL.canParse(url)) return false
  const name = new URL(url).hostname.replace(/\.$/, '')
  if (name.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(name)) return true
  if (!name.includes('.') || name.endsWith('.localhost') || name === 'host.docker.internal') return true
  return controlHosts.some((allowed) => allowed.toLowerCase() === name)
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

function rebound(host: string): ControlError {
  return new ControlError(
    'forbidden',
    `The control API does not answer to the name ${host}, which a web page could have pointed here; start with --control-host to allow it`,
  )
}

function foreign(from: string): ControlError {
  return new ControlError(
    'forbidden',
    `The control API does not answer ${from}; a page served by the double itself, or a program, may use it`,
  )
}
