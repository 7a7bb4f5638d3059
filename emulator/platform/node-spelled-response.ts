// Headers over HTTP/1.1 as servers spell them: the web's Headers has lower case, and some clients compare letter by letter.
import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** Names that are no words with a capital each. */
const spellings = new Map([
  ['content-md5', 'Content-MD5'],
  ['etag', 'ETag'],
  ['www-authenticate', 'WWW-Authenticate'],
])
/** More names than a program has; those beyond are spelled anew each time. */
const mostSpellings = 1000

/** Vendors' own names, which begin with `x-`, stay as they are: DuraCloud's clients look for `x-dura-meta-` in lower case. */
export function spell(name: string): string {
  if (name.startsWith('x-')) return name
  const known = spellings.get(name)
  if (known !== undefined) return known
  const spelled = name.replaceAll(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase())
  if (spellings.size < mostSpellings) spellings.set(name, spelled)
  return spelled
}

type Given = OutgoingHttpHeaders | OutgoingHttpHeader[]

/** Node writes names as it is given them; so here is where they are given. */
export class SpelledResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  override writeHead(status: number, reason?: string, headers?: Given): this
  override writeHead(status: number, headers?: Given): this
  override writeHead(status: number, second?: string | Given, third?: Given): this {
    if (typeof second === 'string') return super.writeHead(status, second, spelled(third))
    return super.writeHead(status, spelled(second))
  }
}

function spelled(headers: Given | undefined): Given | undefined {
  if (headers === undefined || Array.isArray(headers)) return headers
  const named: OutgoingHttpHeaders = {}
  for (const name in headers) named[spell(name)] = headers[name]
  return named
}
