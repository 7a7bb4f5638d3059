// What a viewer presents to a secure distribution: in the query of the URL, or in cookies.
import type { Exchange } from '../../../exchange.ts'

export interface Presented {
  where: 'query' | 'cookies'
  keyPairId: string | undefined
  signature: string | undefined
  /** In CloudFront's alphabet. A policy wins over a mere expiry. */
  policy: string | undefined
  /** Seconds since 1970, of a canned policy. */
  expires: string | undefined
}

const names = ['Policy', 'Signature', 'Key-Pair-Id', 'Expires']

/** A signed URL is judged by itself, whatever the cookies say. */
export function presentedBy({ query, request }: Pick<Exchange, 'query' | 'request'>): Presented {
  const parameters = new URLSearchParams(query)
  if (names.some((name) => parameters.has(name) && name !== 'Expires')) {
    return gather('query', (name) => parameters.get(name))
  }
  const cookies = cookiesOf(request.headers.get('cookie') ?? '')
  return gather('cookies', (name) => cookies.get(`CloudFront-${name}`))
}

/** What is left of a query when nothing in it is CloudFront's; it is a part of the URL that is signed. */
export function unsignedQuery(query: string): string {
  return query
    .split('&')
    .filter((part) => !names.includes(part.split('=')[0] ?? ''))
    .join('&')
}

function gather(where: Presented['where'], read: (name: string) => string | null | undefined): Presented {
  const found = (name: string) => read(name) ?? undefined
  return {
    where,
    keyPairId: found('Key-Pair-Id'),
    signature: found('Signature'),
    policy: found('Policy'),
    expires: found('Expires'),
  }
}

/** The first of a name: of the most specific path, as clients order them. */
function cookiesOf(header: string): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals).trim()
    if (equals !== -1 && !cookies.has(name)) cookies.set(name, pair.slice(equals + 1).trim())
  }
  return cookies
}
