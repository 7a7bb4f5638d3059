// From the text of a URL to the addresses that may be connected to.
import { judgeAddress } from './address.ts'
import type { JudgedAddress } from './address.ts'
import { OutboundRefused } from './refused.ts'

/**
 * Reads an http or https URL; the parser turns every odd notation of an IPv4 address (decimal, octal, hex, short) into dotted quads.
 * @throws OutboundRefused `bad-url`
 */
export function readUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base)
  if (url === null) throw new OutboundRefused('bad-url', `"${text}" is not a URL`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OutboundRefused('bad-url', `"${url.href}" is not an http or https URL`)
  }
  url.hash = ''
  return url
}

/**
 * Takes `user:password@` out of a URL.
 * @returns the value of an `Authorization` header; undefined when there is no user
 * @throws OutboundRefused `bad-url` when the percent-encoding is broken
 */
export function takeCredentials(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined
  const encoded = `${url.username}:${url.password}`
  url.username = ''
  url.password = ''
  try {
    const bytes = new TextEncoder().encode(decodeURIComponent(encoded))
    return `Basic ${btoa(String.fromCharCode(...bytes))}`
  } catch (cause) {
    throw new OutboundRefused('bad-url', `The user or password in the URL to ${url.host} is not percent-encoded`, {
      cause,
    })
  }
}

function admit(judged: JudgedAddress, said: string, allowOutbound: boolean): string {
  if (judged.reach === 'never') {
    throw new OutboundRefused('forbidden-address', `${said} is ${judged.kind} and never let through`)
  }
  if (judged.reach === 'public' && !allowOutbound) {
    throw new OutboundRefused(
      'forbidden-address',
      `${said} is not a loopback or private address; start with --allow-outbound to let it through`,
    )
  }
  return judged.address
}

async function lookUp(hostname: string, resolve: (hostname: string) => Promise<string[]>): Promise<string[]> {
  // RFC 6761: localhost and the names below it are loopback, whatever a resolver says.
  if (/^(.+\.)?localhost\.?$/.test(hostname)) return ['127.0.0.1', '::1']
  try {
    return await resolve(hostname)
  } catch (cause) {
    if (cause instanceof OutboundRefused) throw cause
    throw new OutboundRefused('dns', `${hostname} could not be resolved: ${String(cause)}`, { cause })
  }
}

/**
 * The addresses behind a URL, every one of them checked. One forbidden address among the answers refuses the name.
 * @throws OutboundRefused `forbidden-address` or `dns`
 */
export async function checkedAddresses(
  url: URL,
  options: { allowOutbound: boolean; resolve: (hostname: string) => Promise<string[]> },
): Promise<string[]> {
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const literal = judgeAddress(hostname)
  if (literal !== undefined) return [admit(literal, hostname, options.allowOutbound)]

  const answers = await lookUp(hostname, options.resolve)
  if (answers.length === 0) throw new OutboundRefused('dns', `${hostname} has no address`)
  return answers.map((answer) => {
    const judged = judgeAddress(answer)
    if (judged === undefined)
      throw new OutboundRefused('dns', `${hostname} resolves to "${answer}", which is no address`)
    return admit(judged, `${hostname} resolves to ${answer}, which`, options.allowOutbound)
  })
}
